"""Time-stamps from several services: one that fails, is slow or has given enough is passed over for the next."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from asn1crypto import x509

from signing.quota import Quota, UsedQuota
from signing.timestamp_answer import BadAnswerError, Token, ask_over, checked
from signing.trust import Trust
from signing.web import Web, WebError

PAUSES = (2.0, 4.0)
"""Seconds before every service is asked again, and again."""
RESTS = 60.0
"""Seconds for which a service that failed is asked only after the others."""
LONGEST_NAP = 30.0
FIRST_GUESS = 9000
"""Bytes of a token before one was seen."""
AT_ONCE = 4
"""Requests at the same time: what the Government CA's service was seen to bear."""

_log = logging.getLogger(__name__)


class TimestampError(Exception):
    """Indicate that no time-stamp service gave a valid token; says why."""


class _Service:
    """One service with what is known of it."""

    def __init__(self, url: str, quota: Quota | None, now: Callable[[], float]) -> None:
        self.url = url
        self.used = UsedQuota(quota, now=now)
        self.rests_until = 0.0
        self.largest = 0

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


class SharedTimeStamper:
    """A client for the whole life of the desk, for several threads.

    Args:
        urls: The services, the preferred first.
        web: HTTP client; its time-out must bear the slowest service.
        trust: Who may give time-stamps.
        quotas: How much each service allows, in the order of ``urls``; those missing have none.
        at_once: Requests at the same time, at most.
        pause: Sleeps for seconds.
        now: Seconds that only grow.
    """

    def __init__(
        self,
        *,
        urls: Sequence[str],
        web: Web,
        trust: Trust,
        quotas: Sequence[Quota | None] = (),
        at_once: int = AT_ONCE,
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        padded = [*quotas, *[None] * len(urls)]
        self._services = [_Service(url, quota, now) for url, quota in zip(urls, padded, strict=False)]
        self._web = web
        self._trust = trust
        self._pause = pause
        self._now = now
        self._slots = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._seen: dict[bytes, x509.Certificate] = {}
        self._said_until = 0.0

    @property
    def room(self) -> int:
        """Bytes to leave for a token: the largest seen of any service, and some."""
        sizes = [service.largest or FIRST_GUESS for service in self._services]
        return max(sizes, default=FIRST_GUESS) + 512

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """Certificates that came with the tokens so far."""
        with self._lock:
            return tuple(self._seen.values())

    def timestamp(self, digest: bytes) -> bytes:
        """Return the DER of a token over a SHA-256 digest.

        Waits where every service has given all that its quota allows, and says so in the log.

        Raises:
            TimestampError: if none gives one, although each was asked three times.
        """
        if not self._services:
            raise TimestampError("no time-stamp service is configured")
        why = ""
        for pause in (0.0, *PAUSES):
            if pause:
                self._pause(pause)
            left = list(self._services)
            while left:
                service = self._ready(left)
                try:
                    token = self._ask(service, digest)
                except (WebError, BadAnswerError) as error:
                    why = str(error)
                    self._failed(service, why)
                    left.remove(service)
                    continue
                if token is not None:
                    return token.encoded
        raise TimestampError(why)

    def _ready(self, left: Sequence[_Service]) -> _Service:
        """Return the first service that may be asked now, those that failed lately last; wait until there is one."""
        while True:
            by_health = sorted(left, key=lambda service: service.rests_until > self._now())
            for service in by_health:
                if service.used.wait() <= 0:
                    return service
            first = min(by_health, key=lambda service: service.used.wait())
            self._say_waiting(first)
            self._pause(min(first.used.wait() + 0.01, LONGEST_NAP))

    def _ask(self, service: _Service, digest: bytes) -> Token | None:
        """Return a checked token; None if others used the quota up meanwhile."""
        question = ask_over(digest)
        with self._slots:
            if not service.used.take():
                return None
            answer = self._web.post(service.url, question.encoded, content_type="application/timestamp-query")
        token = checked(answer, question, trust=self._trust, at=dt.datetime.now(tz=dt.UTC))
        with self._lock:
            service.rests_until = 0.0
            service.largest = max(service.largest, len(token.encoded))
            for certificate in token.certificates:
                self._seen.setdefault(certificate.sha256, certificate)
        return token

    def _failed(self, service: _Service, why: str) -> None:
        _log.warning("time-stamp service %s passed over: %s", service.host, why)
        with self._lock:
            service.rests_until = self._now() + RESTS

    def _say_waiting(self, service: _Service) -> None:
        seconds = service.used.wait()
        with self._lock:
            if self._now() < self._said_until:
                return
            self._said_until = self._now() + seconds
        _log.warning("quota of the time-stamp services is used up: waiting %.0f s for %s", seconds, service.host)
