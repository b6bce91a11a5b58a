"""Figures of the whole system, for those who watch it: counts, times, causes. Ids and codes only, no document text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.domain.document import State

UNDER_WAY = frozenset(State) - {State.ARCHIVED, State.DISPOSED, State.RETURNED, State.SUSPECT}
"""States in which something is still to be done."""
AGE_BOUNDS = (dt.timedelta(days=1), dt.timedelta(days=7), dt.timedelta(days=30))
"""Where one group of ages ends and the next begins."""
COUNTED = ("document.received", "document.registered", "document.signed", "document.sealed", "document.archived")
"""Events that are counted by day."""


@dataclass(frozen=True, slots=True)
class StateAge:
    """Documents of one state and one group of ages."""

    state: State
    group: int
    """0 for the youngest: the number of bounds that it has passed."""
    count: int
    oldest: dt.datetime
    """When the oldest of them came in."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many documents something happened to on one day in Hà Nội."""

    day: dt.date
    name: str
    """Of the event."""
    count: int


@dataclass(frozen=True, slots=True)
class DayTimes:
    """How long one step took on one day in Hà Nội, in seconds; quantiles are values that occurred."""

    day: dt.date
    step: str
    """``read``: from reception to the end of the first reading; ``sign``: from the grant to the stored signature."""
    count: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class MonthGrowth:
    """What came in within one month in Hà Nội."""

    month: str
    """``2026-11``."""
    documents: int
    size: int
    """Bytes of the originals."""


@dataclass(frozen=True, slots=True)
class Cause:
    """How many documents under way, or refused files, have one reason."""

    state: State | None
    """None for files that were refused."""
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A document under way that something is wrong with."""

    document_id: str
    state: State
    reason: str
    office: str
    since: dt.datetime
    """When it came in."""
    run: str
    """The orchestrator's run that read it last; empty if none did."""


@dataclass(frozen=True, slots=True)
class StampSummary:
    """Until when archive time-stamps can be checked."""

    earliest: dt.datetime | None
    ending: int
    """How many end before the day that was asked for."""


def group_of(age: dt.timedelta) -> int:
    """Return the group of an age."""
    return sum(age >= bound for bound in AGE_BOUNDS)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed, as ``percentile_disc`` does."""
    place = -int(-share * len(ordered) // 1)  # rounded up
    return ordered[max(place, 1) - 1]
