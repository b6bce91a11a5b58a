"""What is done with outgoing documents once they are sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from vanban.domain.document import Document
from vanban.domain.issuing import Outgoing, OutgoingAct


class IssuingBook(Protocol):
    """Sendings and recalls. They are added, never changed or removed."""

    def add(self, act: OutgoingAct) -> bool:
        """Store an act; False if its id is there, or the document is recalled or its recall decided already."""

    def of(self, document_id: str) -> Outgoing:
        """Return everything that was done with a document."""

    def of_each(self, document_ids: Sequence[str]) -> Mapping[str, Outgoing]:
        """Return the same for each of these documents."""

    def unissued(self, *, office: str, limit: int = 200) -> Sequence[Document]:
        """Return sealed documents of an office that were not sent yet, the most urgent first, then the oldest.

        An annex goes with its main document and is not listed.
        """

    def unissued_count(self, *, office: str, dated_before: dt.date | None = None) -> int:
        """Return how many there are; of those dated before a day, copies left out, if one is given."""

    def recalls_to_tell(self, *, office: str, limit: int = 200) -> Sequence[Document]:
        """Return documents of an office whose recall is decided and whose recipients were not told yet."""
