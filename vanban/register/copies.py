"""Which document is a copy of which, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.copies import Copy
from vanban.domain.sealed_alone import SealedAlone
from vanban.register.copies_tables import copies
from vanban.register.folding import storable
from vanban.register.rules import copy_exists
from vanban.register.transaction import Transaction


class PostgresCopies:
    """``vanban.ports.CopiesBook``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, copy: Copy) -> None:
        """Store a copy. Raises ``RefusedError`` if its request was stored before."""
        row = {name: storable(getattr(copy, name)) for name in ("source_id", "by", "at", "request_id")}
        row |= {"document_id": copy.id, "form": copy.form.value, "pages": list(copy.pages)}
        statement = insert(copies).values(row).on_conflict_do_nothing().returning(copies.c.document_id)
        if self._transaction.write(statement).first() is None:
            raise copy_exists(copy.request_id)

    def of(self, document_id: str) -> Copy | None:
        """Return what a document is a copy of; None if it is none."""
        return next(iter(self._found(copies.c.document_id == document_id)), None)

    def made_of(self, source_id: str) -> Sequence[Copy]:
        """Return the copies of a document, in the order they were made."""
        return self._found(copies.c.source_id == source_id)

    def requested(self, request_id: str) -> Copy | None:
        """Return the copy that a request made, if it did."""
        return next(iter(self._found(copies.c.request_id == request_id)), None)

    def count(self) -> int:
        """Return how many there are: documents that nobody handed in."""
        return int(self._transaction.read(sa.select(sa.func.count()).select_from(copies)).scalar_one())

    def _found(self, condition: sa.ColumnElement[bool]) -> Sequence[Copy]:
        query = sa.select(copies).where(condition).order_by(copies.c.added)
        return [_copy_of(row) for row in self._transaction.read(query).mappings()]


def _copy_of(row: Mapping[Any, Any]) -> Copy:
    return Copy(
        id=row["document_id"],
        source_id=row["source_id"],
        form=SealedAlone(row["form"]),
        pages=tuple(row["pages"]),
        by=row["by"],
        at=row["at"].astimezone(dt.UTC),
        request_id=row["request_id"],
    )
