"""Figures over all documents and events, in memory."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from vanban.clock import HANOI
from vanban.domain.document import Document, State
from vanban.domain.evidence import Event
from vanban.domain.figures import (
    COUNTED,
    UNDER_WAY,
    Cause,
    DayCount,
    DayTimes,
    MonthGrowth,
    StampSummary,
    StateAge,
    Trouble,
    group_of,
    quantile,
)
from vanban.domain.intake import Disposition
from vanban.register.memory_state import Drafting


class MemoryFigures:
    """``vanban.ports.Figures``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def ages(self, *, now: dt.datetime) -> Sequence[StateAge]:
        """Return documents under way by state and age, in the order of states and groups."""
        found: defaultdict[tuple[State, int], list[dt.datetime]] = defaultdict(list)
        for one in self._under_way():
            found[one.state, group_of(now - one.received_at)].append(one.received_at)
        ordered = sorted(found.items(), key=lambda pair: (list(State).index(pair[0][0]), pair[0][1]))
        return [StateAge(state, group, len(came), min(came)) for (state, group), came in ordered]

    def days(self, *, since: dt.datetime) -> Sequence[DayCount]:
        """Return how many documents each of ``COUNTED`` happened to, by day and name."""
        seen = {(_day(one.at), one.name, one.subject) for one in self._events(since) if one.name in COUNTED}
        return [DayCount(*key, count) for key, count in sorted(Counter(each[:2] for each in seen).items())]

    def times(self, *, since: dt.datetime) -> Sequence[DayTimes]:
        """Return how long reading and signing took, by step and day."""
        taken: defaultdict[tuple[str, dt.date], list[float]] = defaultdict(list)
        for step, begun, ended in (*self._readings(since), *self._signings(since)):
            taken[step, _day(ended)].append((ended - begun).total_seconds())
        found = ((key, sorted(seconds)) for key, seconds in sorted(taken.items()))
        return [DayTimes(day, step, len(s), quantile(s, 0.5), quantile(s, 0.95)) for (step, day), s in found]

    def _readings(self, since: dt.datetime) -> Iterator[tuple[str, dt.datetime, dt.datetime]]:
        received = {one.subject: one.at for one in self._events() if one.name == "document.received"}
        first: dict[str, dt.datetime] = {}
        for one in self._events(since):
            if one.name == "document.read":
                first[one.subject] = min(one.at, first.get(one.subject, one.at))
        yield from (("read", received[subject], at) for subject, at in first.items() if subject in received)

    def _signings(self, since: dt.datetime) -> Iterator[tuple[str, dt.datetime, dt.datetime]]:
        grants = self._transaction.state.grants.values()
        for one in self._events(since):
            if one.name in ("document.signed", "document.sealed"):
                batch = one.data.get("batch")
                given = [g.granted_at for g in grants if g.batch_id == batch and g.granted_at <= one.at]
                yield from (("sign", begun, one.at) for begun in sorted(given)[-1:])

    def growth(self) -> Sequence[MonthGrowth]:
        """Return what came in, by month."""
        sizes: defaultdict[str, list[int]] = defaultdict(list)
        for one in self._transaction.state.documents.values():
            sizes[f"{one.received_at.astimezone(HANOI):%Y-%m}"].append(one.size)
        return [MonthGrowth(month, len(own), sum(own)) for month, own in sorted(sizes.items())]

    def causes(self) -> Sequence[Cause]:
        """Return the reasons of documents under way and of refused files, the most frequent first."""
        counted: Counter[tuple[State | None, str]] = Counter()
        counted.update((one.state, one.reason) for one in self._under_way() if one.reason)
        items = self._transaction.state.intake.values()
        counted.update((None, one.reason) for one in items if one.disposition is Disposition.QUARANTINED)
        found = [Cause(state, reason, count) for (state, reason), count in counted.items()]
        return sorted(found, key=lambda one: (-one.count, one.reason, one.state or ""))

    def troubles(self, *, limit: int = 100) -> Sequence[Trouble]:
        """Return documents under way with a reason, the oldest first."""
        runs = {e.subject: str(e.data.get("run", "")) for e in self._events() if e.name == "document.read"}
        troubled = sorted((one for one in self._under_way() if one.reason), key=lambda one: (one.received_at, one.id))
        return [
            Trouble(one.id, one.state, one.reason, one.office, one.received_at, runs.get(one.id, ""))
            for one in troubled[:limit]
        ]

    def read_in(self, run: str, *, limit: int = 200) -> Sequence[str]:
        """Return the documents that a run of the orchestrator read, in order."""
        reads = (one for one in self._events() if one.name == "document.read" and one.data.get("run") == run)
        return [one.subject for one in reads][:limit]

    def stamps(self, *, before: dt.datetime) -> StampSummary:
        """Return when the first archive time-stamp ends, and how many end before a moment."""
        ends = [end.until for end in self._transaction.state.stamp_ends.values() if end is not None]
        return StampSummary(min(ends, default=None), sum(end < before for end in ends))

    def _under_way(self) -> Iterator[Document]:
        return (one for one in self._transaction.state.documents.values() if one.state in UNDER_WAY)

    def _events(self, since: dt.datetime | None = None) -> Iterator[Event]:
        return (one for one in self._transaction.state.events if since is None or one.at >= since)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(HANOI).date()
