"""The register in PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import RefusedError
from vanban.register import queue
from vanban.register.folding import storable
from vanban.register.tables import document_texts
from vanban.register.transaction import translated
from vanban.register.unit_of_work import PostgresUnitOfWork

_SESSION = {
    "statement_timeout": "60s",
    # A worker that hangs in a unit of work loses its session; one that writes, much sooner (transaction.py).
    "idle_in_transaction_session_timeout": "15min",
    "timezone": "UTC",
    # So that the server notices a worker's machine that is gone, and frees what it held.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


class PostgresRegister:
    """``vanban.ports.Register``. Safe to keep across ``fork``: each process has connections of its own."""

    def __init__(self, url: str, *, patience_seconds: float = 15.0) -> None:
        """Take the SQLAlchemy address of the database, and how long a writer waits for the one before it."""
        self._url = url
        self._patience_seconds = patience_seconds
        self._engines: dict[tuple[int, str], sa.Engine] = {}

    def begin(self) -> PostgresUnitOfWork:
        """Return a new unit of work. Entering it raises ``ServiceUnavailableError`` if the database is away."""
        return PostgresUnitOfWork(self._engine())

    def take(
        self, *, states: frozenset[State], urgent_only: bool = False, direction: Direction | None = None
    ) -> AbstractContextManager[Document | None]:
        """Hand out the most urgent, then oldest document in these states that no other worker holds."""
        return queue.take(self._lock_engine(), states=states, urgent_only=urgent_only, direction=direction)

    def hold(self, name: str) -> AbstractContextManager[bool]:
        """Hold a named lock for the context; yields False if another holds it."""
        return queue.hold(self._lock_engine(), name)

    def search_text(self, document_id: str, text: Sequence[str]) -> None:
        """Store the plain text of a document's pages for search, in place of what was stored.

        Raises:
            NotFoundError: if there is no such document.
        """
        pages = [{"document_id": document_id, "page": n, "body": storable(body)} for n, body in enumerate(text, 1)]
        with translated(), self._engine().begin() as connection:
            connection.execute(sa.delete(document_texts).where(document_texts.c.document_id == document_id))
            if pages:
                statement = insert(document_texts)
                replaced = {"body": statement.excluded.body}
                connection.execute(
                    statement.on_conflict_do_update(index_elements=["document_id", "page"], set_=replaced), pages
                )

    def close(self) -> None:
        """Close this process's connections."""
        for key in [key for key in self._engines if key[0] == os.getpid()]:
            self._engines.pop(key).dispose()

    def _engine(self) -> sa.Engine:
        # None beyond those that are kept: PostgreSQL starts a process and logs in for each new session, which costs as
        # much as answering a page. They are opened only when as many are asked for at once.
        return self._kept("pool", pool_size=15, max_overflow=0, pool_timeout=15, pool_pre_ping=True, pool_recycle=1800)

    def _lock_engine(self) -> sa.Engine:
        # Logging in anew for each document cost a sixth of archiving it. As many as are asked for: who waits here for a
        # session may hold the lock that another one waits for.
        return self._kept(
            "locks", pool_size=4, max_overflow=-1, pool_pre_ping=True, pool_recycle=1800, isolation_level="AUTOCOMMIT"
        )

    def _kept(self, purpose: str, **options: Any) -> sa.Engine:
        key = (os.getpid(), purpose)
        engine = self._engines.get(key)
        # Two threads may both make one; neither has a connection yet, and one is kept.
        return engine or self._engines.setdefault(key, self._create(**options))

    def _create(self, **options: Any) -> sa.Engine:
        if not self._url:
            raise RefusedError(
                "This installation has no register yet.",
                vi="Hệ thống chưa có cơ sở dữ liệu sổ đăng ký.",
                remedy=(
                    "Run `vanban up`, or set VANBAN_DATABASE_URL. / Hãy chạy `vanban up`, hoặc đặt VANBAN_DATABASE_URL."
                ),
            )
        values = _SESSION | {"lock_timeout": f"{round(self._patience_seconds * 1000)}ms"}
        session = " ".join(f"-c {name}={value}" for name, value in values.items())
        connect = {"connect_timeout": 5, "options": session, "application_name": "vanban"}
        options["json_deserializer"] = msgspec.json.decode  # a list of documents is mostly their readings
        return sa.create_engine(self._url, connect_args=connect, hide_parameters=True, **options)
