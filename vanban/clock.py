"""The system clock, and how long a pass of work may last."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone that times are shown in."""


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> dt.datetime:
        """Return the current time, aware, in UTC."""
        return dt.datetime.now(tz=dt.UTC)


def shown(at: dt.datetime) -> str:
    """Return a time as people read it: dd/MM/yyyy HH:mm in Asia/Ho_Chi_Minh."""
    return at.astimezone(HANOI).strftime("%d/%m/%Y %H:%M")


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Return a question for the ``keep_on`` of a workflow: True until so many seconds from now have passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end
