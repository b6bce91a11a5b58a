"""What people are told: the book of notices with its outbox, and the couriers that carry them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vanban.domain.notices import Contact, Delivery, Notice, NoticeKind, Outcome


class Notices(Protocol):
    """Notices by person, the outbox of what is still to be sent, and how each person wants to be told.

    Rows are written in the unit of work of what they tell of: there is no change without its notice, nor the reverse.
    """

    def add(self, notice: Notice) -> bool:
        """Store a notice with a delivery for each channel, due at once; False if its id is there already."""

    def list(self, account: str, *, unread_only: bool = False, limit: int = 100) -> Sequence[Notice]:
        """Return a person's notices, the newest first."""

    def unread(self, account: str) -> int: ...
    def mark_read(self, account: str, *, at: dt.datetime, notice_id: str = "") -> int:
        """Mark one of the person's notices as read, all of them if none is named; return how many were unread."""

    def due(self, now: dt.datetime, *, limit: int = 100) -> Sequence[Delivery]:
        """Return deliveries that are to be tried now, the one that is due longest first."""

    def settle(self, delivery: Delivery, outcome: Outcome, *, at: dt.datetime) -> bool:
        """End a delivery, with the ``error`` it carries; False if it had ended before."""

    def put_off(self, delivery: Delivery, *, until: dt.datetime) -> None:
        """Store its tries and error, and when it is tried again."""

    def given_up(self, *, limit: int = 100) -> Sequence[Delivery]:
        """Return deliveries that were given up, the newest notice first."""

    def contact(self, account: str) -> Contact:
        """Return how a person wants to be told; what is usual if they never said."""

    def set_contact(self, contact: Contact) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a courier carries: no text of any document."""

    id: str
    """The notice's: who receives it twice knows it again."""
    account: str
    address: str
    """Where to; empty for channels that have one address for the office."""
    kind: NoticeKind
    label: str
    link: str
    at: dt.datetime


class Courier(Protocol):
    """Carries messages by one channel."""

    def deliver(self, message: Message) -> None:
        """Hand a message over.

        Raises:
            ServiceUnavailableError: if it may succeed later.
            RefusedError: if it never will.
        """
