"""How often a service may be asked: so many requests in any stretch of so many seconds."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MARGIN = 1.0
"""Seconds added to the stretch: the service counts when a request arrives, we when it leaves."""


@dataclass(frozen=True, slots=True)
class Quota:
    """For example 20 requests in 1200 seconds."""

    requests: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Quota | None:
        """Return the quota written as ``20/1200``; None for an empty text. Raises ``ValueError``."""
        if not text.strip():
            return None
        requests, _, seconds = text.partition("/")
        quota = cls(int(requests), float(seconds))
        if quota.requests < 1 or quota.seconds <= 0:
            raise ValueError(f"{text} is no quota: write 20/1200 for 20 requests in 1200 seconds")
        return quota


class UsedQuota:
    """Counts requests against a quota, for several threads."""

    def __init__(self, quota: Quota | None, *, now: Callable[[], float]) -> None:
        self._quota = quota
        self._now = now
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Return the seconds until a request may be sent; 0 if one may be sent now."""
        with self._lock:
            return self._wait()

    def take(self) -> bool:
        """Count a request that is sent now; False if none may be."""
        with self._lock:
            if self._wait() > 0:
                return False
            if self._quota is not None:
                self._sent.append(self._now())
            return True

    def _wait(self) -> float:
        if self._quota is None:
            return 0.0
        stretch = self._quota.seconds + MARGIN
        while self._sent and self._sent[0] + stretch <= self._now():
            self._sent.popleft()
        if len(self._sent) < self._quota.requests:
            return 0.0
        return self._sent[0] + stretch - self._now()
