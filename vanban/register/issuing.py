"""Sendings and recalls, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.document import Direction, Document
from vanban.domain.issuing import Act, Dispatch, Outgoing, OutgoingAct, Way
from vanban.domain.sealed_alone import SealedAlone
from vanban.register.documents import DOCUMENT, QUEUE_ORDER, document_of
from vanban.register.folding import storable
from vanban.register.issuing_tables import outgoing_acts
from vanban.register.rules import SENT_FROM
from vanban.register.tables import documents
from vanban.register.transaction import Transaction

_PLAIN = ("id", "document_id", "by", "at", "day", "reason", "basis")


class PostgresIssuing:
    """``vanban.ports.IssuingBook``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, act: OutgoingAct) -> bool:
        """Store an act; False if its id is there, or the document is recalled or its recall decided already."""
        row = {name: storable(getattr(act, name)) for name in _PLAIN} | {
            "act": act.act.value,
            "dispatches": [{"recipient": storable(one.recipient), "way": one.way.value} for one in act.dispatches],
        }
        # Without a target: the id and the one recall of a document count alike.
        statement = insert(outgoing_acts).values(row).on_conflict_do_nothing().returning(outgoing_acts.c.id)
        return self._transaction.write(statement).first() is not None

    def of(self, document_id: str) -> Outgoing:
        """Return everything that was done with a document."""
        return self.of_each([document_id])[document_id]

    def of_each(self, document_ids: Sequence[str]) -> Mapping[str, Outgoing]:
        """Return the same for each of these documents."""
        found: dict[str, list[OutgoingAct]] = {one: [] for one in document_ids}
        table = outgoing_acts
        query = sa.select(table).where(table.c.document_id.in_(document_ids)).order_by(table.c.added)
        for row in self._transaction.read(query).mappings():
            found[row["document_id"]].append(_act_of(row))
        return {document_id: Outgoing(tuple(acts)) for document_id, acts in found.items()}

    def unissued(self, *, office: str, limit: int = 200) -> Sequence[Document]:
        """Return sealed documents of an office that were not sent yet, the most urgent first, then the oldest."""
        return self._documents(_unissued(office), limit)

    def unissued_count(self, *, office: str, dated_before: dt.date | None = None) -> int:
        """Return how many there are; of those dated before a day, copies left out, if one is given."""
        query = sa.select(sa.func.count()).select_from(documents).where(*_unissued(office))
        if dated_before is not None:
            query = query.where(documents.c.issued_date < dated_before, ~documents.c.sealed_alone)
        return int(self._transaction.read(query).scalar_one())

    def recalls_to_tell(self, *, office: str, limit: int = 200) -> Sequence[Document]:
        """Return documents of an office whose recall is decided and whose recipients were not told yet."""
        decided, told = _has(Act.RECALL_DECIDED), _has(Act.RECALLED)
        return self._documents([documents.c.office == office, decided, ~told], limit)

    def _documents(self, conditions: Sequence[sa.ColumnElement[bool]], limit: int) -> Sequence[Document]:
        # Readings are large: only those of the rows that are shown may be fetched and sorted.
        ids = sa.select(documents.c.id).where(*conditions).order_by(*QUEUE_ORDER).limit(limit).subquery()
        query = sa.select(*DOCUMENT).where(documents.c.id.in_(sa.select(ids.c.id))).order_by(*QUEUE_ORDER)
        return [document_of(row) for row in self._transaction.read(query).mappings()]


def _unissued(office: str) -> list[sa.ColumnElement[bool]]:
    return [
        documents.c.state.in_([state.value for state in SENT_FROM]),
        documents.c.direction == Direction.OUTGOING.value,
        documents.c.office == office,
        documents.c.type_name != SealedAlone.ANNEX.value,
        ~_has(Act.ISSUED),
        ~_has(Act.RECALL_DECIDED),
    ]


def _has(act: Act) -> sa.ColumnElement[bool]:
    return sa.exists().where(outgoing_acts.c.document_id == documents.c.id, outgoing_acts.c.act == act.value)


def _act_of(row: Mapping[Any, Any]) -> OutgoingAct:
    return OutgoingAct(
        **{name: row[name] for name in _PLAIN} | {"at": row["at"].astimezone(dt.UTC)},
        act=Act(row["act"]),
        dispatches=tuple(Dispatch(one["recipient"], Way(one["way"])) for one in row["dispatches"]),
    )
