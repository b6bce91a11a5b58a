"""The book of second looks, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.document import Direction
from vanban.domain.second_look import Decision, SecondLook
from vanban.register.folding import storable
from vanban.register.rules import check_second_look
from vanban.register.second_look_tables import second_looks
from vanban.register.transaction import Transaction

_DECISION = ("decision", "decided_by", "decided_at", "decided_why")


class PostgresSecondLooks:
    """``vanban.ports.SecondLooks``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def ask(self, look: SecondLook) -> SecondLook:
        """Store a request; one that is open or was released stays, and is returned unchanged."""
        row = _row_of(look)
        statement = insert(second_looks).values(**row)
        refused = second_looks.c.decision == Decision.REFUSED.value
        statement = statement.on_conflict_do_update(index_elements=["sha256"], set_=row, where=refused)
        stored = self._transaction.write(statement.returning(second_looks)).mappings().first()
        return _look_of(stored) if stored else self.get(look.sha256) or look

    def get(self, sha256: str) -> SecondLook | None:
        """Return the newest request about these bytes, if any."""
        query = sa.select(second_looks).where(second_looks.c.sha256 == sha256)
        row = self._transaction.read(query).mappings().first()
        return _look_of(row) if row else None

    def decide(self, decided: SecondLook) -> bool:
        """Store a decision; False if the request is not open any more. Raises ``RefusedError``."""
        check_second_look(decided)
        open_one = sa.update(second_looks).where(
            second_looks.c.sha256 == decided.sha256,
            second_looks.c.decision == Decision.ASKED.value,
            second_looks.c.asked_by == decided.asked_by,
            second_looks.c.asked_at == decided.asked_at,
        )
        row = _row_of(decided)
        new = {name: row[name] for name in _DECISION}
        return self._transaction.write(open_one.values(**new).returning(second_looks.c.sha256)).first() is not None

    def is_released(self, sha256: str) -> bool:
        """Return whether two people have released exactly these bytes."""
        look = self.get(sha256)
        return look is not None and look.decision is Decision.RELEASED

    def list(self, *, open_only: bool = False, limit: int = 1000) -> Sequence[SecondLook]:
        """Return requests, the newest first."""
        query = sa.select(second_looks).order_by(second_looks.c.asked_at.desc(), second_looks.c.sha256).limit(limit)
        if open_only:
            query = query.where(second_looks.c.decision == Decision.ASKED.value)
        return [_look_of(row) for row in self._transaction.read(query).mappings()]


def _row_of(look: SecondLook) -> dict[str, Any]:
    row = dataclasses.asdict(look)
    row |= {"direction": look.direction.value, "decision": look.decision.value}
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}


def _look_of(row: Mapping[Any, Any]) -> SecondLook:
    values = {str(name): value for name, value in row.items()}
    at = values["decided_at"]
    return SecondLook(
        **values
        | {
            "direction": Direction(values["direction"]),
            "decision": Decision(values["decision"]),
            "asked_at": values["asked_at"].astimezone(dt.UTC),
            "decided_at": at.astimezone(dt.UTC) if at else None,
        }
    )
