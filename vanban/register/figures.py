"""Figures over all documents and events, summed up by PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from vanban.clock import HANOI
from vanban.domain.document import State
from vanban.domain.figures import (
    AGE_BOUNDS,
    COUNTED,
    UNDER_WAY,
    Cause,
    DayCount,
    DayTimes,
    MonthGrowth,
    StampSummary,
    StateAge,
    Trouble,
)
from vanban.domain.intake import Disposition
from vanban.register.keeping_tables import stamp_ends
from vanban.register.signing_tables import grants
from vanban.register.tables import documents, events, intake_items
from vanban.register.transaction import Transaction

_UNDER_WAY = documents.c.state.in_([state.value for state in UNDER_WAY])
_RUN = events.c.data["run"].as_string()


class PostgresFigures:
    """``vanban.ports.Figures``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def ages(self, *, now: dt.datetime) -> Sequence[StateAge]:
        """Return documents under way by state and age, in the order of states and groups."""
        came, last = documents.c.received_at, len(AGE_BOUNDS)
        group = sa.case(*((came > now - bound, number) for number, bound in enumerate(AGE_BOUNDS)), else_=last)
        query = sa.select(documents.c.state, group.label("grouped"), sa.func.count(), sa.func.min(came))
        rows = self._transaction.read(query.where(_UNDER_WAY).group_by(documents.c.state, sa.text("grouped")))
        found = [StateAge(State(state), number, count, _utc(oldest)) for state, number, count, oldest in rows]
        return sorted(found, key=lambda one: (list(State).index(one.state), one.group))

    def days(self, *, since: dt.datetime) -> Sequence[DayCount]:
        """Return how many documents each of ``COUNTED`` happened to, by day and name."""
        day = _day(events.c.at).label("day")
        query = sa.select(day, events.c.name, sa.func.count(sa.distinct(events.c.subject)))
        query = query.where(events.c.at >= since, events.c.name.in_(COUNTED))
        rows = self._transaction.read(query.group_by(day, events.c.name).order_by(day, events.c.name.collate("C")))
        return [DayCount(*row) for row in rows]

    def times(self, *, since: dt.datetime) -> Sequence[DayTimes]:
        """Return how long reading and signing took, by step and day."""
        return [*self._quantiles("read", _readings(since)), *self._quantiles("sign", _signings(since))]

    def _quantiles(self, step: str, taken: sa.Subquery) -> list[DayTimes]:
        day = _day(taken.c.at).label("day")
        seconds = sa.cast(sa.extract("epoch", taken.c.at - taken.c.begun), sa.Float)
        shares = [sa.func.percentile_disc(share).within_group(seconds.asc()) for share in (0.5, 0.95)]
        query = sa.select(day, sa.func.count(), *shares).where(taken.c.begun.is_not(None))
        rows = self._transaction.read(query.group_by(day).order_by(day))
        return [DayTimes(at, step, count, float(median), float(p95)) for at, count, median, p95 in rows]

    def growth(self) -> Sequence[MonthGrowth]:
        """Return what came in, by month."""
        month = sa.func.to_char(_here(documents.c.received_at), "YYYY-MM").label("month")
        query = sa.select(month, sa.func.count(), sa.func.sum(documents.c.size)).group_by(month).order_by(month)
        return [MonthGrowth(name, count, int(size)) for name, count, size in self._transaction.read(query)]

    def causes(self) -> Sequence[Cause]:
        """Return the reasons of documents under way and of refused files, the most frequent first."""
        columns = documents.c
        query = sa.select(columns.state, columns.reason, sa.func.count()).where(_UNDER_WAY, columns.reason != "")
        rows = self._transaction.read(query.group_by(columns.state, columns.reason))
        found = [Cause(State(state), reason, count) for state, reason, count in rows]
        refused = sa.select(intake_items.c.reason, sa.func.count()).group_by(intake_items.c.reason)
        refused = refused.where(intake_items.c.disposition == Disposition.QUARANTINED.value)
        found += [Cause(None, reason, count) for reason, count in self._transaction.read(refused)]
        return sorted(found, key=lambda one: (-one.count, one.reason, one.state or ""))

    def troubles(self, *, limit: int = 100) -> Sequence[Trouble]:
        """Return documents under way with a reason, the oldest first."""
        columns = documents.c
        read = sa.select(_RUN).where(events.c.subject == columns.id, events.c.name == "document.read")
        run = sa.func.coalesce(read.order_by(events.c.sequence.desc()).limit(1).scalar_subquery(), "")
        query = sa.select(columns.id, columns.state, columns.reason, columns.office, columns.received_at, run)
        query = query.where(_UNDER_WAY, columns.reason != "").order_by(columns.received_at, columns.id).limit(limit)
        rows = self._transaction.read(query)
        return [Trouble(one, State(state), why, office, _utc(at), by) for one, state, why, office, at, by in rows]

    def read_in(self, run: str, *, limit: int = 200) -> Sequence[str]:
        """Return the documents that a run of the orchestrator read, in order."""
        query = sa.select(events.c.subject).where(events.c.name == "document.read", run == _RUN)
        return list(self._transaction.read(query.order_by(events.c.sequence).limit(limit)).scalars())

    def stamps(self, *, before: dt.datetime) -> StampSummary:
        """Return when the first archive time-stamp ends, and how many end before a moment."""
        until = stamp_ends.c.until
        query = sa.select(sa.func.min(until), sa.func.count().filter(until < before))
        earliest, ending = self._transaction.read(query).one()
        return StampSummary(_utc(earliest) if earliest else None, ending)


def _readings(since: dt.datetime) -> sa.Subquery:
    """Return when each document was read first, and when it had come in."""
    read, received = events.alias("read_events"), events.alias("received_events")
    first = sa.select(read.c.subject, sa.func.min(read.c.at).label("at"))
    ended = first.where(read.c.name == "document.read", read.c.at >= since).group_by(read.c.subject).subquery()
    same = sa.and_(received.c.subject == ended.c.subject, received.c.name == "document.received")
    return sa.select(ended.c.at, received.c.at.label("begun")).select_from(ended.join(received, same)).subquery()


def _signings(since: dt.datetime) -> sa.Subquery:
    """Return when each signature was stored, and when the grant for it had been given."""
    batch = events.c.data["batch"].as_string()
    given = sa.select(sa.func.max(grants.c.granted_at)).where(grants.c.batch_id == batch)
    begun = given.where(grants.c.granted_at <= events.c.at).scalar_subquery()
    signed = events.c.name.in_(("document.signed", "document.sealed"))
    return sa.select(events.c.at, begun.label("begun")).where(events.c.at >= since, signed).subquery()


def _here(moment: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.timezone(HANOI.key, moment)


def _day(moment: sa.ColumnElement[Any]) -> sa.ColumnElement[dt.date]:
    return sa.cast(_here(moment), sa.Date)


def _utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC)
