"""Questions over all rows, in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vanban.domain.document import State
from vanban.domain.evidence import ArchiveReceipt, Event
from vanban.ports.oversight import VIEWED
from vanban.register.memory_state import Drafting


class MemoryOversight:
    """``vanban.ports.Oversight``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def packages(self, *, before: tuple[dt.datetime, str] | None = None, limit: int = 100) -> Sequence[ArchiveReceipt]:
        """Return receipts of packages of documents, the newest first."""
        newest = sorted(self._transaction.state.receipts.values(), key=_place, reverse=True)
        return [one for one in newest if before is None or _place(one) < before][:limit]

    def versions(self, document_id: str) -> Sequence[ArchiveReceipt]:
        """Return the receipts of every version of a document's package, oldest first."""
        own = [one for one in self._transaction.state.receipts.values() if one.document_id == document_id]
        return sorted(own, key=lambda one: one.archived_at)

    def unlocked(self, *, at: dt.datetime, limit: int = 1000) -> Sequence[str]:
        """Return archived documents of which the register knows no lock after ``at`` and no hold, oldest first."""
        state = self._transaction.state
        seen = {
            row.prefix for row in state.custody.values() if row.held or (row.locked_until and row.locked_until > at)
        }
        bound = {one.document_id for one in state.receipts.values() if one.retain_until > at or one.package in seen}
        packaged = {one.document_id for one in state.receipts.values()}
        archived = [one for one in state.documents.values() if one.state is State.ARCHIVED and one.id in packaged]
        found = sorted((one for one in archived if one.id not in bound), key=lambda one: (one.received_at, one.id))
        return [one.id for one in found[:limit]]

    def views(self, *, subject: str = "", actor: str = "", limit: int = 200) -> Sequence[Event]:
        """Return looks at documents, the newest first."""
        looks = (one for one in reversed(self._transaction.state.events) if one.name == VIEWED)
        return [one for one in looks if subject in ("", one.subject) and actor in ("", one.actor)][:limit]


def _place(one: ArchiveReceipt) -> tuple[dt.datetime, str]:
    return one.archived_at, one.package
