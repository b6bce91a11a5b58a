"""The book of notices, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from vanban.domain.notices import SENT_BY, Channel, Contact, Delivery, Notice, Outcome
from vanban.register.memory_state import DeliveryRow, Drafting


class MemoryNotices:
    """``vanban.ports.Notices``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, notice: Notice) -> bool:
        """Store a notice with a delivery for each channel; False if its id is there already."""
        draft = self._transaction.draft()
        if notice.id in draft.notices:
            return False
        draft.notices[notice.id] = dataclasses.replace(notice, read_at=None)
        draft.notice_deliveries.update({(notice.id, one): DeliveryRow(notice.at) for one in SENT_BY})
        return True

    def list(self, account: str, *, unread_only: bool = False, limit: int = 100) -> Sequence[Notice]:
        """Return a person's notices, the newest first."""
        newest = reversed(self._transaction.state.notices.values())
        own = [one for one in newest if one.account == account]
        return [one for one in own if one.read_at is None or not unread_only][:limit]

    def unread(self, account: str) -> int:
        """Return how many notices a person has not read."""
        return len(self.list(account, unread_only=True, limit=1_000_000))

    def mark_read(self, account: str, *, at: dt.datetime, notice_id: str = "") -> int:
        """Mark one or all as read; return how many were unread."""
        book = self._transaction.draft().notices
        chosen = [one for one in book.values() if one.account == account and one.read_at is None]
        chosen = [one for one in chosen if notice_id in ("", one.id)]
        book.update({one.id: dataclasses.replace(one, read_at=at) for one in chosen})
        return len(chosen)

    def due(self, now: dt.datetime, *, limit: int = 100) -> Sequence[Delivery]:
        """Return deliveries that are to be tried now, the one that is due longest first."""
        rows = self._transaction.state.notice_deliveries.items()
        waiting = [(row.due_at, key) for key, row in rows if row.due_at is not None and row.due_at <= now]
        return [self._delivery(key) for _, key in sorted(waiting, key=lambda one: one[0])[:limit]]

    def settle(self, delivery: Delivery, outcome: Outcome, *, at: dt.datetime) -> bool:
        """End a delivery; False if it had ended before."""
        del at
        return self._change(delivery, due_at=None, outcome=outcome.value)

    def put_off(self, delivery: Delivery, *, until: dt.datetime) -> None:
        """Store its tries and error, and when it is tried again."""
        self._change(delivery, due_at=until, outcome="")

    def given_up(self, *, limit: int = 100) -> Sequence[Delivery]:
        """Return deliveries that were given up, the newest notice first."""
        state = self._transaction.state
        rows = state.notice_deliveries
        keys = [(one, channel) for one in reversed(state.notices) for channel in SENT_BY]
        return [self._delivery(key) for key in keys if rows[key].outcome == Outcome.GIVEN_UP.value][:limit]

    def contact(self, account: str) -> Contact:
        """Return how a person wants to be told."""
        return self._transaction.state.contacts.get(account, Contact(account))

    def set_contact(self, contact: Contact) -> None:
        """Store how a person wants to be told."""
        self._transaction.draft().contacts[contact.account] = contact

    def _change(self, delivery: Delivery, *, due_at: dt.datetime | None, outcome: str) -> bool:
        book, key = self._transaction.draft().notice_deliveries, (delivery.notice.id, delivery.channel)
        if book[key].due_at is None:
            return False
        book[key] = DeliveryRow(due_at, delivery.tries, delivery.error, outcome)
        return True

    def _delivery(self, key: tuple[str, Channel]) -> Delivery:
        state = self._transaction.state
        row = state.notice_deliveries[key]
        return Delivery(notice=state.notices[key[0]], channel=key[1], tries=row.tries, error=row.error)
