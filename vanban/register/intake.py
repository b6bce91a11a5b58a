"""The ledger of claims, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.document import Direction
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.second_look import Decision
from vanban.register.folding import storable
from vanban.register.rules import check_intake_item, taken_in_before
from vanban.register.second_look_tables import second_looks
from vanban.register.tables import intake_items
from vanban.register.transaction import Transaction

_TO_REOPEN = intake_items.c.again | (
    (intake_items.c.disposition == Disposition.SUSPECT.value)
    & sa.exists().where(
        second_looks.c.sha256 == intake_items.c.sha256, second_looks.c.decision == Decision.RELEASED.value
    )
)


class PostgresIntake:
    """``vanban.ports.Intake``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, item: IntakeItem) -> IntakeItem:
        """Store the outcome of a claim; if one is stored already, return that one unchanged.

        Raises:
            DuplicateError: if the item is accepted and another claim with the same bytes was accepted before. The unit
                of work goes on: the caller may store the claim as a duplicate in it.
        """
        check_intake_item(item)
        # Either unique key may refuse: the claim's own, or the one over accepted digests.
        statement = insert(intake_items).values(**_row_of(item)).on_conflict_do_nothing()
        if self._transaction.write(statement.returning(intake_items.c.claim_id)).first() is not None:
            return item
        if stored := self.get(item.claim_id):
            return stored
        first = self.accepted(item.sha256)
        raise taken_in_before(first.document_id if first else "")

    def get(self, claim_id: str) -> IntakeItem | None:
        """Return the outcome of a claim, if it is stored."""
        return self._first(sa.select(intake_items).where(intake_items.c.claim_id == claim_id))

    def accepted(self, sha256: str) -> IntakeItem | None:
        """Return the accepted item with these bytes, if any."""
        accepted = intake_items.c.disposition == Disposition.ACCEPTED.value
        return self._first(sa.select(intake_items).where(accepted, intake_items.c.sha256 == sha256))

    def ask_again(self, claim_id: str) -> bool:
        """Mark a refused file to be received again; False if it is marked already, or was not refused."""
        refused = intake_items.c.disposition == Disposition.QUARANTINED.value
        marked = sa.update(intake_items).where(intake_items.c.claim_id == claim_id, refused, ~intake_items.c.again)
        marked = marked.values(again=True)
        return self._transaction.write(marked.returning(intake_items.c.claim_id)).first() is not None

    def to_reopen(self) -> Sequence[IntakeItem]:
        """Return refused files marked to be received again, and suspects that were released, the oldest first."""
        query = sa.select(intake_items).where(_TO_REOPEN)
        oldest_first = query.order_by(intake_items.c.received_at, intake_items.c.claim_id)
        return [_item_of(row) for row in self._transaction.read(oldest_first).mappings()]

    def reopen(self, claim_id: str) -> bool:
        """Take out the row of such a file, whose claim begins anew; False if there is no such row."""
        row = sa.delete(intake_items).where(intake_items.c.claim_id == claim_id, _TO_REOPEN)
        return self._transaction.write(row.returning(intake_items.c.claim_id)).first() is not None

    def counts(self) -> Mapping[Disposition, int]:
        """Return how many claims ended in each way, zeros included."""
        column = intake_items.c.disposition
        rows = self._transaction.read(sa.select(column, sa.func.count()).group_by(column))
        found = {Disposition(disposition): int(count) for disposition, count in rows}
        return {disposition: found.get(disposition, 0) for disposition in Disposition}

    def list(self, *, disposition: Disposition | None = None, limit: int = 1000) -> Sequence[IntakeItem]:
        """Return items, newest first."""
        newest_first = (intake_items.c.received_at.desc(), intake_items.c.claim_id)
        query = sa.select(intake_items).order_by(*newest_first).limit(limit)
        if disposition is not None:
            query = query.where(intake_items.c.disposition == disposition.value)
        return [_item_of(row) for row in self._transaction.read(query).mappings()]

    def refused(self, *, office: str, offset: int = 0, limit: int = 100) -> tuple[Sequence[IntakeItem], int]:
        """Return what was not taken in, newest first, and how many there are."""
        column = intake_items.c.disposition
        told = (
            column.in_([one.value for one in Disposition if one is not Disposition.ACCEPTED]),
            intake_items.c.office.in_(["", office]),
        )
        newest_first = (intake_items.c.received_at.desc(), intake_items.c.claim_id)
        query = sa.select(intake_items).where(*told).order_by(*newest_first).offset(offset).limit(limit)
        total = self._transaction.read(sa.select(sa.func.count()).select_from(intake_items).where(*told)).scalar_one()
        return [_item_of(row) for row in self._transaction.read(query).mappings()], int(total)

    def _first(self, query: sa.Select[Any]) -> IntakeItem | None:
        row = self._transaction.read(query).mappings().first()
        return _item_of(row) if row else None


def _row_of(item: IntakeItem) -> dict[str, Any]:
    row = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    direction = item.direction.value if item.direction else None
    return row | {
        "disposition": item.disposition.value,
        "direction": direction,
        "file_name": storable(item.file_name),
        "received_by": storable(item.received_by),
    }


def _item_of(row: Mapping[Any, Any]) -> IntakeItem:
    values = {str(name): value for name, value in row.items()}
    return IntakeItem(
        **values
        | {
            "disposition": Disposition(values["disposition"]),
            "direction": Direction(values["direction"]) if values["direction"] else None,
            "received_at": values["received_at"].astimezone(dt.UTC),
        }
    )
