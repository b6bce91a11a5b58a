"""The time."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """The time, so that tests can move it."""

    def now(self) -> dt.datetime:
        """Return the current time, aware, in UTC."""
