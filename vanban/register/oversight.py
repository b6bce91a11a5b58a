"""Questions over all rows, answered by PostgreSQL: what the pages of archivist and admin show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from vanban.domain.document import State
from vanban.domain.evidence import ArchiveReceipt, Event
from vanban.ports.oversight import VIEWED
from vanban.register.events import event_of
from vanban.register.keeping_tables import custody
from vanban.register.receipts import receipt_of_row
from vanban.register.tables import documents, events, receipts
from vanban.register.transaction import Transaction


class PostgresOversight:
    """``vanban.ports.Oversight``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def packages(self, *, before: tuple[dt.datetime, str] | None = None, limit: int = 100) -> Sequence[ArchiveReceipt]:
        """Return receipts of packages of documents, the newest first."""
        columns = receipts.c
        query = sa.select(receipts).order_by(columns.archived_at.desc(), columns.package.desc()).limit(limit)
        if before is not None:
            query = query.where(sa.tuple_(columns.archived_at, columns.package) < sa.tuple_(*map(sa.literal, before)))
        return [receipt_of_row(row) for row in self._transaction.read(query)]

    def versions(self, document_id: str) -> Sequence[ArchiveReceipt]:
        """Return the receipts of every version of a document's package, oldest first."""
        columns = receipts.c
        query = sa.select(receipts).where(columns.document_id == document_id)
        return [receipt_of_row(row) for row in self._transaction.read(query.order_by(columns.archived_at))]

    def unlocked(self, *, at: dt.datetime, limit: int = 1000) -> Sequence[str]:
        """Return archived documents of which the register knows no lock after ``at`` and no hold, oldest first."""
        seen = sa.and_(custody.c.prefix == receipts.c.package, sa.or_(custody.c.locked_until > at, custody.c.held))
        bound = sa.or_(receipts.c.retain_until > at, sa.exists().where(seen))
        columns = documents.c
        query = (
            sa.select(columns.id)
            .where(columns.state == State.ARCHIVED.value)
            .where(sa.exists().where(receipts.c.document_id == columns.id))
            .where(~sa.exists().where(receipts.c.document_id == columns.id, bound))
            .order_by(columns.received_at, columns.id)
            .limit(limit)
        )
        return list(self._transaction.read(query).scalars())

    def views(self, *, subject: str = "", actor: str = "", limit: int = 200) -> Sequence[Event]:
        """Return looks at documents, the newest first."""
        query = sa.select(events).where(events.c.name == VIEWED)
        query = query.where(events.c.subject == subject) if subject else query
        query = query.where(events.c.actor == actor) if actor else query
        return [event_of(row) for row in self._transaction.read(query.order_by(events.c.sequence.desc()).limit(limit))]
