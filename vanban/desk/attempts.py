"""A limit on guessing passwords: after some failures an account waits, longer each time. In memory only."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass

FREE_TRIES = 5
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=15)
_NAMES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    until: dt.datetime
    """Tries before this moment are refused unread."""


class Attempts:
    """Counts failed logins per account name, known or not."""

    def __init__(self) -> None:
        self._failures: dict[str, _Failures] = {}
        self._guard = threading.Lock()

    def wait(self, name: str, *, now: dt.datetime) -> dt.timedelta:
        """Return how long this account must wait before its next try; zero if it may try now."""
        with self._guard:
            seen = self._failures.get(name)
        return max(seen.until - now, dt.timedelta()) if seen else dt.timedelta()

    def failed(self, name: str, *, now: dt.datetime) -> None:
        """Note a wrong password."""
        with self._guard:
            seen = self._failures.pop(name, None)
            count = seen.count + 1 if seen else 1
            pause = dt.timedelta()
            if count >= FREE_TRIES:
                pause = min(FIRST_WAIT * 2 ** min(count - FREE_TRIES, 10), LONGEST_WAIT)
            self._failures[name] = _Failures(count, now + pause)
            if len(self._failures) > _NAMES_KEPT:
                self._failures.pop(next(iter(self._failures)))  # the oldest: a flood of names takes no memory

    def succeeded(self, name: str) -> None:
        """Forget the failures of an account that got in."""
        with self._guard:
            self._failures.pop(name, None)
