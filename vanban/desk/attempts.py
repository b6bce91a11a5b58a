"""A limit on guessing: after some failures an account or an address waits, longer each time, over restarts too."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from vanban.ports import Register

FREE_TRIES = 5
FREE_TRIES_OF_AN_ADDRESS = 20
"""More than of an account: a whole office may stand behind one address."""
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=15)
FORGOTTEN_AFTER = dt.timedelta(days=1)


class Attempts:
    """Counts failures per account name, known or not, and per address.

    The register keeps a keyed digest of what was typed: it may have been a password in the wrong field.
    """

    def __init__(self, register: Register, secret: str) -> None:
        self._register = register
        self._secret = secret.encode()

    def wait(self, name: str, *, now: dt.datetime) -> dt.timedelta:
        """Return how long this account or address must wait before its next try; zero if it may try now."""
        with self._register.begin() as uow:
            seen = uow.entrance.failures(self._key(name))
        return max(seen[1] - now, dt.timedelta()) if seen else dt.timedelta()

    def failed(self, name: str, *, now: dt.datetime, free: int = FREE_TRIES) -> None:
        """Note a wrong guess; after ``free`` of them each one has a longer wait."""
        key = self._key(name)
        with self._register.begin() as uow:
            seen = uow.entrance.failures(key)
            count = seen[0] + 1 if seen else 1
            pause = dt.timedelta()
            if count >= free:
                pause = min(FIRST_WAIT * 2 ** min(count - free, 10), LONGEST_WAIT)
            uow.entrance.note_failure(key, count=count, until=now + pause, forget_before=now - FORGOTTEN_AFTER)
            uow.commit()

    def succeeded(self, name: str) -> None:
        """Forget the failures of an account that got in."""
        with self._register.begin() as uow:
            if uow.entrance.failures(self._key(name)):
                uow.entrance.forget_failures(self._key(name))
                uow.commit()

    def _key(self, name: str) -> str:
        return hmac.new(self._secret, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
