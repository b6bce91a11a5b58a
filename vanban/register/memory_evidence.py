"""Receipts, and which bytes belong to a document, in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vanban.domain.evidence import ArchiveReceipt
from vanban.register.memory_state import Drafting


class _Part:
    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction


class MemoryReceipts(_Part):
    """``vanban.ports.Receipts``."""

    def add(self, receipt: ArchiveReceipt) -> None:
        """Store a receipt; the same document twice keeps the first."""
        if self.get(receipt.document_id) is None:
            self.add_version(receipt)

    def add_version(self, receipt: ArchiveReceipt) -> None:
        """Store the receipt of a further version of a package; the same package twice keeps the first."""
        draft = self._transaction.draft()
        draft.pointed_to.add(receipt.document_id)
        draft.receipts.setdefault((receipt.document_id, receipt.package), receipt)

    def get(self, document_id: str) -> ArchiveReceipt | None:
        """Return the newest receipt of a document, if it is archived."""
        mine = (one for one in self._transaction.state.receipts.values() if one.document_id == document_id)
        return max(mine, key=lambda one: one.archived_at, default=None)

    def list(self, *, limit: int = 100_000) -> Sequence[ArchiveReceipt]:
        """Return receipts, oldest first."""
        found = self._transaction.state.receipts.values()
        return sorted(found, key=lambda one: (one.archived_at, one.document_id, one.package))[:limit]


class MemoryEvidence(_Part):
    """``vanban.ports.Evidence``."""

    def add(self, document_id: str, *, role: str, sha256: str, at: dt.datetime) -> None:
        """Note bytes stored in ``RECORDS``. Idempotent."""
        draft = self._transaction.draft()
        noted = draft.evidence.get(document_id, ())
        draft.pointed_to.add(document_id)
        if (role, sha256) not in noted:
            draft.evidence[document_id] = (*noted, (role, sha256))

    def list(self, document_id: str) -> Sequence[tuple[str, str]]:
        """Return (role, sha256) in the order they were added."""
        return list(self._transaction.state.evidence.get(document_id, ()))

    def holders(self, sha256: str) -> Sequence[str]:
        """Return the documents that these bytes belong to."""
        noted = self._transaction.state.evidence
        return [one for one, kept in noted.items() if any(digest == sha256 for _, digest in kept)]
