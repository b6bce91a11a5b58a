"""Figures over all documents and events, summed up where they are stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from vanban.domain.figures import Cause, DayCount, DayTimes, MonthGrowth, StampSummary, StateAge, Trouble


class Figures(Protocol):
    """Sums for those who watch the system; each answer is small, also with hundreds of thousands of documents."""

    def ages(self, *, now: dt.datetime) -> Sequence[StateAge]:
        """Return documents under way by state and age, in the order of states and groups."""

    def days(self, *, since: dt.datetime) -> Sequence[DayCount]:
        """Return how many documents each of ``COUNTED`` happened to, by day and name; no row where none."""

    def times(self, *, since: dt.datetime) -> Sequence[DayTimes]:
        """Return how long reading and signing took, by step and day; of a document read twice the first reading."""

    def growth(self) -> Sequence[MonthGrowth]:
        """Return what came in, by month."""

    def causes(self) -> Sequence[Cause]:
        """Return the reasons of documents under way and of refused files, the most frequent first."""

    def troubles(self, *, limit: int = 100) -> Sequence[Trouble]:
        """Return documents under way with a reason, the oldest first."""

    def read_in(self, run: str, *, limit: int = 200) -> Sequence[str]:
        """Return the documents that a run of the orchestrator read, in order."""

    def stamps(self, *, before: dt.datetime) -> StampSummary:
        """Return when the first archive time-stamp ends, and how many end before a moment."""
