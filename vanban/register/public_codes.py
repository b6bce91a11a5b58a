"""The codes of issued documents, in PostgreSQL."""

from __future__ import annotations

import dataclasses

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.publishing import PublicCode
from vanban.register.folding import storable
from vanban.register.public_code_tables import public_codes
from vanban.register.transaction import Transaction

_COLUMNS = [public_codes.c[field.name] for field in dataclasses.fields(PublicCode)]


class PostgresPublicCodes:
    """``vanban.ports.PublicCodes``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, code: PublicCode) -> PublicCode:
        """Store a code and return the document's: the first one stays."""
        self._transaction.write(insert(public_codes).values(**dataclasses.asdict(code)).on_conflict_do_nothing())
        return self.of(code.document_id) or code

    def of(self, document_id: str) -> PublicCode | None:
        """Return the code of a document, if it has one."""
        return self._one(public_codes.c.document_id == storable(document_id))

    def find(self, code: str) -> PublicCode | None:
        """Return the document's code that this is, if it is one."""
        return self._one(public_codes.c.code == storable(code))

    def _one(self, which: sa.ColumnElement[bool]) -> PublicCode | None:
        row = self._transaction.read(sa.select(*_COLUMNS).where(which)).mappings().first()
        return PublicCode(**row) if row else None
