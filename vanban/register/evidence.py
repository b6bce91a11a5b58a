"""Which stored bytes belong to a document, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.register.tables import evidence
from vanban.register.transaction import Transaction


class PostgresEvidence:
    """``vanban.ports.Evidence``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, document_id: str, *, role: str, sha256: str, at: dt.datetime) -> None:
        """Note bytes stored in ``RECORDS``: role ``original``, ``numbered``, ``sealed`` … Idempotent."""
        row = {"document_id": document_id, "role": role, "sha256": sha256, "at": at}
        self._transaction.write(insert(evidence).values(**row).on_conflict_do_nothing())

    def list(self, document_id: str) -> Sequence[tuple[str, str]]:
        """Return (role, sha256) in the order they were added."""
        query = sa.select(evidence.c.role, evidence.c.sha256).where(evidence.c.document_id == document_id)
        return [(str(role), str(sha256)) for role, sha256 in self._transaction.read(query.order_by(evidence.c.id))]

    def holders(self, sha256: str) -> Sequence[str]:
        """Return the documents that these bytes belong to."""
        query = sa.select(evidence.c.document_id).where(evidence.c.sha256 == sha256).distinct()
        return [row.document_id for row in self._transaction.read(query)]
