"""The slips of incoming documents: what was directed, assigned, proposed and done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from vanban.domain.directions import Opinion, Slip
from vanban.domain.document import Document


class Directions(Protocol):
    """Opinions on incoming documents. They are added, never changed or removed."""

    def add(self, opinion: Opinion) -> bool:
        """Store an opinion; False if its id is there already, which stays (a form that was sent twice)."""

    def slip(self, document_id: str) -> Slip:
        """Return the slip of a document; an empty one if nobody has said anything."""

    def slips(self, document_ids: Sequence[str]) -> Mapping[str, Slip]:
        """Return the slip of each of these documents."""

    def undirected(self, *, office: str, limit: int = 100) -> Sequence[Document]:
        """Return registered incoming documents without an opinion of the leadership, in working order."""

    def undirected_count(self, *, office: str) -> int:
        """Return how many there are."""

    def directed(self, *, office: str, limit: int = 300) -> Sequence[Document]:
        """Return documents of an office that have a slip, the one that was written on last first."""

    def due_between(self, first: dt.date, last: dt.date) -> Sequence[Document]:
        """Return all registered incoming documents of every office whose entry is due on one of these days, by day."""

    def given_to(self, names: frozenset[str], *, limit: int = 300) -> Sequence[Document]:
        """Return documents of any office that were given to one of these names, the newest first."""
