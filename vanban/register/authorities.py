"""Who may sign what, in PostgreSQL. A trigger lets a row be ended once, and nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.authority import Authority, Basis
from vanban.domain.batch import Capacity, Purpose
from vanban.register.folding import storable
from vanban.register.rules import authority_exists, no_authority
from vanban.register.signing_tables import authorities
from vanban.register.transaction import Transaction

_FIELDS = tuple(field.name for field in dataclasses.fields(Authority) if field.name != "basis")


class PostgresAuthorities:
    """``vanban.ports.Authorities``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, row: Authority) -> None:
        """Store a row. Raises ``RefusedError`` if its id is there already."""
        statement = insert(authorities).values(**_row_of(row)).on_conflict_do_nothing().returning(authorities.c.id)
        if self._transaction.write(statement).first() is None:
            raise authority_exists(row.id)

    def get(self, authority_id: str) -> Authority:
        """Return a row. Raises ``NotFoundError``."""
        query = sa.select(authorities).where(authorities.c.id == authority_id)
        found = self._transaction.read(query).mappings().first()
        if found is None:
            raise no_authority(authority_id)
        return _authority_of(found)

    def list(self, *, office: str = "") -> Sequence[Authority]:
        """Return rows, those that ended too, in the order they were given."""
        query = sa.select(authorities).order_by(authorities.c.added)
        rows = self._transaction.read(query.where(authorities.c.office == office) if office else query)
        return [_authority_of(row) for row in rows.mappings()]

    def end(self, authority_id: str, *, at: dt.datetime, by: str, reason: str) -> bool:
        """End a row; False if it was ended before, which stays. Raises ``NotFoundError``."""
        standing = sa.update(authorities).where(authorities.c.id == authority_id, authorities.c.ended_at.is_(None))
        values = {"ended_at": at, "ended_by": by, "end_reason": storable(reason)}
        if self._transaction.write(standing.values(**values).returning(authorities.c.id)).first() is not None:
            return True
        self.get(authority_id)
        return False


def _row_of(row: Authority) -> dict[str, Any]:
    values = {name: storable(getattr(row, name)) for name in _FIELDS}
    return values | {
        "purpose": row.purpose.value,
        "capacity": row.capacity.value,
        "basis_number": storable(row.basis.number),
        "basis_symbol": storable(row.basis.symbol),
        "basis_date": row.basis.date,
    }


def _authority_of(row: Mapping[Any, Any]) -> Authority:
    values = {name: row[name] for name in _FIELDS} | {
        "purpose": Purpose(row["purpose"]),
        "capacity": Capacity(row["capacity"]),
        "kinds": tuple(row["kinds"]),
        "given_at": row["given_at"].astimezone(dt.UTC),
        "ended_at": row["ended_at"].astimezone(dt.UTC) if row["ended_at"] else None,
    }
    return Authority(**values, basis=Basis(row["basis_number"], row["basis_symbol"], row["basis_date"]))
