"""The queue of waiting documents, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from vanban.domain.document import Document
from vanban.domain.queue import QueuePlace, QueueView
from vanban.register.documents import DOCUMENT, QUEUE_ORDER, document_of
from vanban.register.folding import fold, storable
from vanban.register.tables import documents
from vanban.register.transaction import Transaction

_BACKWARDS = (documents.c.urgency_rank, documents.c.received_at.desc(), documents.c.id.desc())


class PostgresQueue:
    """``vanban.ports.Queue``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def after(self, view: QueueView, place: QueuePlace | None = None, *, limit: int) -> Sequence[Document]:
        """Return the documents that follow a place, from the first on without one."""
        following = [_place().__gt__(_values(place))] if place else []
        return self._documents([*_conditions(view), *following], QUEUE_ORDER, limit)

    def before(self, view: QueueView, place: QueuePlace, *, limit: int) -> Sequence[Document]:
        """Return the documents that stand before a place, the nearest first."""
        return self._documents([*_conditions(view), _place().__lt__(_values(place))], _BACKWARDS, limit)

    def length(self, view: QueueView) -> int:
        """Return how many there are."""
        query = sa.select(sa.func.count()).select_from(documents).where(*_conditions(view))
        return int(self._transaction.read(query).scalar_one())

    def _documents(self, conditions: Any, order: Any, limit: int) -> Sequence[Document]:
        # Readings are large: only those of the rows that are shown may be fetched and sorted.
        ids = sa.select(documents.c.id).where(*conditions).order_by(*order).limit(limit).subquery()
        query = sa.select(*DOCUMENT).where(documents.c.id.in_(sa.select(ids.c.id))).order_by(*order)
        return [document_of(row) for row in self._transaction.read(query).mappings()]


def _place() -> Any:
    return sa.tuple_(-documents.c.urgency_rank, documents.c.received_at, documents.c.id)


def _values(place: QueuePlace) -> Any:
    return sa.tuple_(sa.literal(place.calm), sa.literal(place.received_at), sa.literal(place.id))


def _conditions(view: QueueView) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [documents.c.state.in_([state.value for state in view.states])]
    if view.office:
        found.append(documents.c.office == view.office)
    if view.direction is not None:
        found.append(documents.c.direction == view.direction.value)
    if view.urgency is not None:
        found.append(documents.c.urgency == view.urgency.value)
    if view.sealed_alone is not None:
        found.append(documents.c.sealed_alone if view.sealed_alone else ~documents.c.sealed_alone)
    found += [documents.c.queue_text.contains(word, autoescape=True) for word in fold(storable(view.words)).split()]
    return found
