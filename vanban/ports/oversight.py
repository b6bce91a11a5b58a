"""What those who look after the archive and the system ask over everything: pages and sums, made where it is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from vanban.domain.evidence import ArchiveReceipt, Event

VIEWED = "document.viewed"
"""Name of the event of a look at a document."""


class Oversight(Protocol):
    """Questions over all rows; each answer is bounded, also with hundreds of thousands of documents."""

    def packages(self, *, before: tuple[dt.datetime, str] | None = None, limit: int = 100) -> Sequence[ArchiveReceipt]:
        """Return receipts of packages of documents, the newest first.

        ``before``: time of archiving and package of the last row of the page before.
        """

    def versions(self, document_id: str) -> Sequence[ArchiveReceipt]:
        """Return the receipts of every version of a document's package, oldest first."""

    def unlocked(self, *, at: dt.datetime, limit: int = 1000) -> Sequence[str]:
        """Return archived documents of which the register knows no lock after ``at`` and no hold, oldest first.

        Nothing else can be due for disposal; whether one is, its term and the stores say.
        """

    def views(self, *, subject: str = "", actor: str = "", limit: int = 200) -> Sequence[Event]:
        """Return looks at documents, the newest first: at one document, by one person, or all."""
