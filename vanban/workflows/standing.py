"""How an incoming document stands against its time limit, in the office's time zone."""

from __future__ import annotations

import datetime as dt

from vanban.clock import HANOI
from vanban.domain.directions import Slip, Standing


def standing_of(slip: Slip, *, now: dt.datetime) -> Standing:
    """Return how a slip stands today, in the office's time zone."""
    finished = slip.result.at.astimezone(HANOI).date() if slip.result else None
    return slip.standing(now.astimezone(HANOI).date(), finished_on=finished)
