"""Visitors: anyone, without login. How often and how many at once they may ask, so that the office's work goes on.

Nothing of them is kept: no cookie, no file, no event. Addresses are counted in memory for a minute.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from vanban.desk.agents import Pace
from vanban.domain.errors import RefusedError, ServiceUnavailableError

PREFIXES = ("/verify", "/v/")
"""Paths of the pages for visitors."""
FORM_BYTES = 16 * 1024
"""What a form adds to the file in it."""
UPLOADS_A_MINUTE = 10
LOOKS_A_MINUTE = 60
_UPLOADS_AT_ONCE = 8
_UPLOADS_AT_ONCE_OF_ONE = 2
_VERIFIED_AT_ONCE = 2
_SECONDS_TO_WAIT = 30
_T = TypeVar("_T")


class TooOftenError(RefusedError):
    """Indicate that an address asks more often than it may."""


class Visitors:
    """Counts requests and uploads. Safe to use from several threads."""

    def __init__(self) -> None:
        self._looks = Pace(most=LOOKS_A_MINUTE)
        self._uploads = Pace(most=UPLOADS_A_MINUTE)
        self._sending: dict[str, int] = {}
        self._guard = threading.Lock()
        self._places = threading.BoundedSemaphore(_VERIFIED_AT_ONCE)

    def look(self, address: str, *, now: dt.datetime) -> None:
        """Count a request for a page. Raises ``TooOftenError``."""
        if not self._looks.allows(_network(address), now=now):
            raise _too_often()

    @contextlib.contextmanager
    def upload(self, address: str, *, now: dt.datetime) -> Iterator[None]:
        """Count a file that is being sent and looked at.

        Raises:
            TooOftenError: if this address sends too many.
            ServiceUnavailableError: if too many are sent at this moment.
        """
        network = _network(address)
        if not self._uploads.allows(network, now=now):
            raise _too_often()
        with self._guard:
            if self._sending.get(network, 0) >= _UPLOADS_AT_ONCE_OF_ONE:
                raise _too_often()
            if sum(self._sending.values()) >= _UPLOADS_AT_ONCE:
                raise _busy()
            self._sending[network] = self._sending.get(network, 0) + 1
        try:
            yield
        finally:
            with self._guard:
                self._sending[network] -= 1
                if not self._sending[network]:
                    del self._sending[network]

    def in_turn(self, work: Callable[[], _T]) -> _T:
        """Do heavy work when there is room for it. Raises ``ServiceUnavailableError`` if there is none for long."""
        if not self._places.acquire(timeout=_SECONDS_TO_WAIT):
            raise _busy()
        try:
            return work()
        finally:
            self._places.release()


def _network(address: str) -> str:
    """Return what counts as one visitor: an IPv4 address, or the /64 that an IPv6 subscriber has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "?"
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)


def _too_often() -> TooOftenError:
    return TooOftenError(
        "Too many requests from this address.",
        vi="Địa chỉ này đã gửi quá nhiều yêu cầu.",
        remedy="Wait a minute, then try again. / Hãy đợi một phút rồi thử lại.",
    )


def _busy() -> ServiceUnavailableError:
    return ServiceUnavailableError(
        "Many people are asking at this moment.",
        vi="Hiện có nhiều người cùng sử dụng.",
        remedy="Try again in a minute. / Hãy thử lại sau một phút.",
    )
