"""The book of notices, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.notices import SENT_BY, Channel, Contact, Delivery, Notice, NoticeKind, Outcome
from vanban.register.notice_tables import contacts, notice_deliveries, notices
from vanban.register.transaction import Transaction

_OF = notices.join(notice_deliveries, notices.c.id == notice_deliveries.c.notice_id)


class PostgresNotices:
    """``vanban.ports.Notices``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, notice: Notice) -> bool:
        """Store a notice with a delivery for each channel; False if its id is there already."""
        row = {
            "id": notice.id,
            "account": notice.account,
            "kind": notice.kind.value,
            "path": notice.path,
            "label": notice.label,
            "at": notice.at,
        }
        added = insert(notices).values(**row).on_conflict_do_nothing().returning(notices.c.id)
        if self._transaction.write(added).first() is None:
            return False
        usual = {"notice_id": notice.id, "tries": 0, "due_at": notice.at, "outcome": "", "error": ""}
        rows = [{**usual, "channel": channel.value} for channel in SENT_BY]
        self._transaction.write(sa.insert(notice_deliveries).values(rows))
        return True

    def list(self, account: str, *, unread_only: bool = False, limit: int = 100) -> Sequence[Notice]:
        """Return a person's notices, the newest first."""
        query = sa.select(notices).where(notices.c.account == account).order_by(notices.c.added.desc()).limit(limit)
        if unread_only:
            query = query.where(notices.c.read_at.is_(None))
        return [_notice_of(row) for row in self._transaction.read(query).mappings()]

    def unread(self, account: str) -> int:
        """Return how many notices a person has not read."""
        query = sa.select(sa.func.count()).select_from(notices)
        return int(self._transaction.read(query.where(*_unread(account))).scalar_one())

    def mark_read(self, account: str, *, at: dt.datetime, notice_id: str = "") -> int:
        """Mark one or all as read; return how many were unread."""
        update = sa.update(notices).where(*_unread(account)).values(read_at=at).returning(notices.c.id)
        if notice_id:
            update = update.where(notices.c.id == notice_id)
        return len(self._transaction.write(update).all())

    def due(self, now: dt.datetime, *, limit: int = 100) -> Sequence[Delivery]:
        """Return deliveries that are to be tried now, the one that is due longest first."""
        query = sa.select(_OF).where(notice_deliveries.c.due_at <= now)
        return self._deliveries(query.order_by(notice_deliveries.c.due_at, notices.c.added).limit(limit))

    def settle(self, delivery: Delivery, outcome: Outcome, *, at: dt.datetime) -> bool:
        """End a delivery; False if it had ended before."""
        ended = {"outcome": outcome.value, "tries": delivery.tries, "error": delivery.error}
        update = _open(delivery).values(due_at=None, settled_at=at, **ended).returning(notice_deliveries.c.notice_id)
        return self._transaction.write(update).first() is not None

    def put_off(self, delivery: Delivery, *, until: dt.datetime) -> None:
        """Store its tries and error, and when it is tried again."""
        self._transaction.write(_open(delivery).values(due_at=until, tries=delivery.tries, error=delivery.error))

    def given_up(self, *, limit: int = 100) -> Sequence[Delivery]:
        """Return deliveries that were given up, the newest notice first."""
        query = sa.select(_OF).where(notice_deliveries.c.outcome == Outcome.GIVEN_UP.value)
        return self._deliveries(query.order_by(notices.c.added.desc(), notice_deliveries.c.channel).limit(limit))

    def contact(self, account: str) -> Contact:
        """Return how a person wants to be told."""
        row = self._transaction.read(sa.select(contacts).where(contacts.c.account == account)).mappings().first()
        if row is None:
            return Contact(account)
        return Contact(account, row["mail"], frozenset(Channel(one) for one in row["off"]))

    def set_contact(self, contact: Contact) -> None:
        """Store how a person wants to be told."""
        said = {"mail": contact.mail, "off": sorted(contact.off)}
        statement = insert(contacts).values(account=contact.account, **said)
        self._transaction.write(statement.on_conflict_do_update(index_elements=["account"], set_=said))

    def _deliveries(self, query: sa.Select[Any]) -> Sequence[Delivery]:
        return [
            Delivery(notice=_notice_of(row), channel=Channel(row["channel"]), tries=row["tries"], error=row["error"])
            for row in self._transaction.read(query).mappings()
        ]


def _unread(account: str) -> list[sa.ColumnElement[bool]]:
    return [notices.c.account == account, notices.c.read_at.is_(None)]


def _open(delivery: Delivery) -> sa.Update:
    return sa.update(notice_deliveries).where(
        notice_deliveries.c.notice_id == delivery.notice.id,
        notice_deliveries.c.channel == delivery.channel.value,
        notice_deliveries.c.due_at.is_not(None),
    )


def _notice_of(row: Mapping[Any, Any]) -> Notice:
    return Notice(
        id=row["id"],
        account=row["account"],
        kind=NoticeKind(row["kind"]),
        path=row["path"],
        label=row["label"],
        at=row["at"].astimezone(dt.UTC),
        read_at=row["read_at"].astimezone(dt.UTC) if row["read_at"] else None,
    )
