"""People: their accounts, changes of their rights, and what the desk remembers of logging in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from vanban.domain.people import Account, ChangeState, RightsChange


class People(Protocol):
    """The accounts, and the changes of rights that wait or were decided. Nothing is ever removed."""

    def add(self, account: Account) -> None:
        """Store an account. Raises ``RefusedError`` if the name is taken."""

    def get(self, name: str) -> Account | None: ...
    def list(self) -> Sequence[Account]:
        """Return every account, by name."""

    def change(self, name: str, **fields: Any) -> Account:
        """Change fields (any of ``Account`` but the name), end its sessions, and return the new value.

        Raises:
            NotFoundError: if there is no such account.
        """

    def ask(self, change: RightsChange) -> None:
        """Store a change of rights that waits.

        Raises:
            NotFoundError: if there is no such account.
        """

    def asked(self, change_id: str) -> RightsChange:
        """Return a change of rights. Raises ``NotFoundError``."""

    def waiting(self, *, account: str = "") -> Sequence[RightsChange]:
        """Return the changes that wait, of one account if it is named, the oldest first."""

    def decide(self, change_id: str, state: ChangeState, *, by: str, at: dt.datetime) -> bool:
        """Settle a change that waits; False if that was done before."""


class Entrance(Protocol):
    """What must outlive the desk's process: sessions that were ended, and guesses at passwords. Keys are digests."""

    def end_session(self, key: str, *, until: dt.datetime, now: dt.datetime) -> None:
        """Note a session as ended until its cookie has expired; forget those whose cookies have."""

    def has_ended(self, key: str) -> bool: ...
    def failures(self, key: str) -> tuple[int, dt.datetime] | None:
        """Return how many guesses there were, and until when the next one must wait."""

    def note_failure(self, key: str, *, count: int, until: dt.datetime, forget_before: dt.datetime) -> None:
        """Store a count; counts whose wait ended before ``forget_before`` are dropped."""

    def forget_failures(self, key: str) -> None: ...
