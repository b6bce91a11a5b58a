"""The slips of incoming documents, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.directions import Assignment, Involvement, Opinion, Part, Progress, Slip
from vanban.domain.document import Direction, Document
from vanban.register.direction_tables import opinions
from vanban.register.documents import DOCUMENT, QUEUE_ORDER, document_of
from vanban.register.folding import storable
from vanban.register.rules import DIRECTED
from vanban.register.tables import documents
from vanban.register.transaction import Transaction


class PostgresDirections:
    """``vanban.ports.Directions``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, opinion: Opinion) -> bool:
        """Store an opinion; False if its id is there already, which stays."""
        statement = insert(opinions).values(**_row_of(opinion)).on_conflict_do_nothing().returning(opinions.c.id)
        return self._transaction.write(statement).first() is not None

    def slip(self, document_id: str) -> Slip:
        """Return the slip of a document; an empty one if nobody has said anything."""
        return self.slips([document_id])[document_id]

    def slips(self, document_ids: Sequence[str]) -> Mapping[str, Slip]:
        """Return the slip of each of these documents."""
        found: dict[str, list[Opinion]] = {one: [] for one in document_ids}
        query = sa.select(opinions).where(opinions.c.document_id.in_(document_ids)).order_by(opinions.c.added)
        for row in self._transaction.read(query).mappings():
            found[row["document_id"]].append(_opinion_of(row))
        return {document_id: Slip(tuple(said)) for document_id, said in found.items()}

    def undirected(self, *, office: str, limit: int = 100) -> Sequence[Document]:
        """Return registered incoming documents without an opinion of the leadership, in working order."""
        ids = sa.select(documents.c.id).where(*_undirected(office)).order_by(*QUEUE_ORDER).limit(limit).subquery()
        query = sa.select(*DOCUMENT).where(documents.c.id.in_(sa.select(ids.c.id))).order_by(*QUEUE_ORDER)
        return [document_of(row) for row in self._transaction.read(query).mappings()]

    def undirected_count(self, *, office: str) -> int:
        """Return how many there are."""
        query = sa.select(sa.func.count()).select_from(documents).where(*_undirected(office))
        return int(self._transaction.read(query).scalar_one())

    def directed(self, *, office: str, limit: int = 300) -> Sequence[Document]:
        """Return documents of an office that have a slip, the one that was written on last first."""
        return self._newest(documents.c.office == office, limit=limit)

    def due_between(self, first: dt.date, last: dt.date) -> Sequence[Document]:
        """Return all registered incoming documents whose entry is due on one of these days, by day."""
        due = documents.c.due_date.between(first, last)
        query = sa.select(*DOCUMENT).where(*_registered_incoming(), due)
        query = query.order_by(documents.c.due_date, documents.c.id)
        return [document_of(row) for row in self._transaction.read(query).mappings()]

    def given_to(self, names: frozenset[str], *, limit: int = 300) -> Sequence[Document]:
        """Return documents of any office that were given to one of these names, the newest first."""
        return self._newest(opinions.c.given_to.overlap(sorted(names)), limit=limit)

    def _newest(self, condition: sa.ColumnElement[bool], *, limit: int) -> Sequence[Document]:
        last = sa.func.max(opinions.c.added).label("last")
        written = (
            sa.select(opinions.c.document_id, last)
            .join(documents, documents.c.id == opinions.c.document_id)
            .where(condition)
            .group_by(opinions.c.document_id)
            .order_by(last.desc())
            .limit(limit)
            .subquery()
        )
        query = sa.select(*DOCUMENT).join(written, written.c.document_id == documents.c.id)
        return [document_of(row) for row in self._transaction.read(query.order_by(written.c.last.desc())).mappings()]


def _undirected(office: str) -> list[sa.ColumnElement[bool]]:
    said = sa.exists().where(opinions.c.document_id == documents.c.id, opinions.c.part == Part.LEADERSHIP.value)
    return [*_registered_incoming(), documents.c.office == office, ~said]


def _registered_incoming() -> list[sa.ColumnElement[bool]]:
    return [
        documents.c.state.in_([state.value for state in DIRECTED]),
        documents.c.direction == Direction.INCOMING.value,
    ]


def _row_of(opinion: Opinion) -> dict[str, Any]:
    return {
        **{name: storable(getattr(opinion, name)) for name in ("id", "document_id", "by", "at", "words", "answer")},
        "part": opinion.part.value,
        "progress": opinion.progress.value if opinion.progress else "",
        "assignments": [
            {
                "who": storable(one.who),
                "involvement": one.involvement.value,
                "due": one.due.isoformat() if one.due else None,
                "task": one.task,
            }
            for one in opinion.assignments
        ],
        "given_to": [storable(one.who) for one in opinion.assignments],
    }


def _opinion_of(row: Mapping[Any, Any]) -> Opinion:
    return Opinion(
        **{name: row[name] for name in ("id", "document_id", "by", "words", "answer")},
        part=Part(row["part"]),
        at=row["at"].astimezone(dt.UTC),
        progress=Progress(row["progress"]) if row["progress"] else None,
        assignments=tuple(
            Assignment(
                one["who"],
                Involvement(one["involvement"]),
                dt.date.fromisoformat(one["due"]) if one["due"] else None,
                one["task"],
            )
            for one in row["assignments"]
        ),
    )
