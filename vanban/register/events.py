"""The append-only, hash-chained audit trail, in PostgreSQL.

The unit of work holds the writers' lock from its first write to its end, so the chain cannot fork and its sequence
has no gap. Triggers refuse UPDATE, DELETE and TRUNCATE; the chain shows what got past them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from vanban.domain.evidence import Event
from vanban.register.chain import broken_links, next_event
from vanban.register.tables import events
from vanban.register.transaction import Transaction

_STREAMED_ROWS = 1000


class PostgresEvents:
    """``vanban.ports.Events``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def append(
        self, *, at: dt.datetime, actor: str, name: str, subject: str, data: Mapping[str, Any] | None = None
    ) -> Event:
        """Add an event at the end of the chain, within the unit of work."""
        event = next_event(
            self._transaction.end_of_chain or self._newest(),
            at=at,
            actor=actor,
            name=name,
            subject=subject,
            data=data or {},
        )
        row = {
            "sequence": event.sequence,
            "at": event.at,
            "actor": event.actor,
            "name": event.name,
            "subject": event.subject,
            "data": event.data,
            "previous": event.previous,
            "digest": event.digest,
        }
        self._transaction.put_off(events, row)
        self._transaction.end_of_chain = (event.sequence, event.digest)
        return event

    def _newest(self) -> tuple[int, str] | None:
        newest = sa.select(events.c.sequence, events.c.digest).order_by(events.c.sequence.desc()).limit(1)
        # Read as a write: only under the writers' lock is the end of the chain the end.
        last = self._transaction.write(newest).first()
        return (last.sequence, last.digest) if last else None

    def list(self, *, subject: str = "", after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """Return events in order."""
        query = sa.select(events).where(events.c.sequence > after).order_by(events.c.sequence).limit(limit)
        if subject:
            query = query.where(events.c.subject == subject)
        return [event_of(row) for row in self._transaction.read(query)]

    def newest(self, name: str, subjects: Collection[str]) -> Mapping[str, Event]:
        """Return the last event of this name about each subject that has one."""
        if not subjects:
            return {}
        query = (
            sa.select(events)
            .distinct(events.c.subject)
            .where(events.c.name == name, events.c.subject.in_(subjects))
            .order_by(events.c.subject, events.c.sequence.desc())
        )
        return {row.subject: event_of(row) for row in self._transaction.read(query)}

    def verify_chain(self) -> Sequence[str]:
        """Return one sentence per broken link; empty when the chain is whole."""
        rows = self._transaction.stream(sa.select(events).order_by(events.c.sequence), rows=_STREAMED_ROWS)
        return broken_links(event_of(row) for row in rows)


def event_of(row: Any) -> Event:
    """Return the event of a row."""
    return Event(
        sequence=row.sequence,
        at=row.at.astimezone(dt.UTC),
        actor=row.actor,
        name=row.name,
        subject=row.subject,
        data=row.data,
        previous=row.previous,
        digest=row.digest,
    )
