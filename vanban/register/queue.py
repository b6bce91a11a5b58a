"""Work that is handed out and dies with its worker: session locks on a connection of their own."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

import sqlalchemy as sa

from vanban.domain.document import Direction, Document, State, Urgency
from vanban.register.documents import DOCUMENT, QUEUE_ORDER, document_of
from vanban.register.tables import documents
from vanban.register.transaction import translated

_LOOKED_AT_ONCE = 50


@contextlib.contextmanager
def hold(engine: sa.Engine, name: str) -> Iterator[bool]:
    """Hold a named lock on a connection of its own; yields False if another holds it."""
    with _session(engine) as connection:
        with translated():
            held = _try_lock(connection, f"hold:{name}")
        yield held


@contextlib.contextmanager
def take(
    engine: sa.Engine, *, states: frozenset[State], urgent_only: bool, direction: Direction | None
) -> Iterator[Document | None]:
    """Hand out the most urgent, then oldest document that no other worker holds; None when there is none."""
    wanted: list[sa.ColumnElement[bool]] = [documents.c.state.in_([state.value for state in states])]
    if urgent_only:
        wanted.append(documents.c.urgency_rank > Urgency.NORMAL.rank)
    if direction is not None:
        wanted.append(documents.c.direction == direction.value)
    with _session(engine) as connection:
        with translated():
            document = _first_free(connection, wanted)
        yield document


def _first_free(connection: sa.Connection, wanted: list[sa.ColumnElement[bool]]) -> Document | None:
    tried: list[str] = []
    while True:
        query = sa.select(documents.c.id).where(*wanted).order_by(*QUEUE_ORDER).limit(_LOOKED_AT_ONCE)
        candidates = connection.scalars(query.where(documents.c.id.not_in(tried)) if tried else query).all()
        if not candidates:
            return None
        for document_id in candidates:
            if not _try_lock(connection, f"document:{document_id}"):
                continue
            # Its last holder may have moved it on between the query and the lock.
            row = connection.execute(sa.select(*DOCUMENT).where(documents.c.id == document_id, *wanted)).mappings()
            if found := row.first():
                return document_of(found)
            _unlock(connection, f"document:{document_id}")
        tried.extend(candidates)


@contextlib.contextmanager
def _session(engine: sa.Engine) -> Iterator[sa.Connection]:
    with translated():
        connection = engine.connect()
    try:
        yield connection
    finally:
        _give_back(connection)


def _give_back(connection: sa.Connection) -> None:
    """Let go of every lock of a session before it is used again; a session that cannot say so is ended with them."""
    try:
        connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))
    except sa.exc.DBAPIError:
        connection.invalidate()  # a lost one has no lock any more
    with contextlib.suppress(sa.exc.DBAPIError):
        connection.close()


def _try_lock(connection: sa.Connection, name: str) -> bool:
    return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_key(name)))))


def _unlock(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_unlock(_key(name))))


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
