"""Archive receipts, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.evidence import ArchiveReceipt
from vanban.register.tables import receipts
from vanban.register.transaction import Transaction


class PostgresReceipts:
    """``vanban.ports.Receipts``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, receipt: ArchiveReceipt) -> None:
        """Store a receipt; the same document twice keeps the first."""
        if self.get(receipt.document_id) is None:
            self.add_version(receipt)

    def add_version(self, receipt: ArchiveReceipt) -> None:
        """Store the receipt of a further version of a package; the same package twice keeps the first."""
        row = {
            "document_id": receipt.document_id,
            "package": receipt.package,
            "manifest_sha256": receipt.manifest_sha256,
            "retain_until": receipt.retain_until,
            "archived_at": receipt.archived_at,
            "objects": dict(receipt.objects),
        }
        self._transaction.write(insert(receipts).values(**row).on_conflict_do_nothing())

    def get(self, document_id: str) -> ArchiveReceipt | None:
        """Return the newest receipt of a document, if it is archived."""
        query = sa.select(receipts).where(receipts.c.document_id == document_id)
        row = self._transaction.read(query.order_by(receipts.c.archived_at.desc()).limit(1)).first()
        return receipt_of_row(row) if row else None

    def list(self, *, limit: int = 100_000) -> Sequence[ArchiveReceipt]:
        """Return receipts, oldest first."""
        query = (
            sa.select(receipts)
            .order_by(receipts.c.archived_at, receipts.c.document_id, receipts.c.package)
            .limit(limit)
        )
        return [receipt_of_row(row) for row in self._transaction.read(query)]


def receipt_of_row(row: Any) -> ArchiveReceipt:
    """Return the receipt of a row."""
    return ArchiveReceipt(
        document_id=row.document_id,
        package=row.package,
        manifest_sha256=row.manifest_sha256,
        retain_until=row.retain_until.astimezone(dt.UTC),
        archived_at=row.archived_at.astimezone(dt.UTC),
        objects=row.objects,
    )
