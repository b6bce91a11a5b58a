"""Figures of the whole system. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

from vanban.domain.document import State
from vanban.domain.figures import Cause, DayCount, DayTimes, MonthGrowth, StateAge, Trouble, quantile
from vanban.domain.intake import Disposition
from vanban.domain.stamps import StampEnd
from vanban.ports import Register

LATE = dt.datetime(2026, 3, 2, 17, 30, tzinfo=dt.UTC)
"""Half past midnight on 3 March in Hà Nội."""
LONG_AGO = LATE - dt.timedelta(days=400)


def note(uow, name: str, subject: str, at: dt.datetime, **data) -> None:
    uow.events.append(at=at, actor="a", name=name, subject=subject, data=data)


def test_documents_under_way_by_state_and_age(any_register: Register, records) -> None:
    days = (0, 0.5, 1, 6, 7, 29, 30, 400)
    for age in days:
        records.stored(received_at=LATE - dt.timedelta(days=age))
    records.stored(state=State.ARCHIVED, received_at=LATE)
    young = records.stored(state=State.NEEDS_REVIEW, received_at=LATE)
    with any_register.begin() as uow:
        found = uow.figures.ages(now=LATE)
    assert [(one.state, one.group, one.count) for one in found] == [
        (State.RECEIVED, 0, 2), (State.RECEIVED, 1, 2), (State.RECEIVED, 2, 2), (State.RECEIVED, 3, 2),
        (State.NEEDS_REVIEW, 0, 1),
    ]  # fmt: skip
    assert found[3].oldest == LATE - dt.timedelta(days=400)
    assert found[-1] == StateAge(State.NEEDS_REVIEW, 0, 1, young.received_at)


def test_what_happened_is_counted_by_the_day_in_hanoi_and_once_for_a_document(any_register: Register) -> None:
    with any_register.begin() as uow:
        note(uow, "document.archived", "a", LATE)
        note(uow, "document.archived", "a", LATE)
        note(uow, "document.archived", "b", LATE)
        note(uow, "document.received", "b", LATE - dt.timedelta(hours=1))
        note(uow, "document.viewed", "b", LATE)
        note(uow, "document.received", "c", LONG_AGO)
        uow.commit()
        found = uow.figures.days(since=LATE - dt.timedelta(days=9))
    second, third = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
    assert found == [DayCount(second, "document.received", 1), DayCount(third, "document.archived", 2)]


def test_how_long_reading_and_signing_took(any_register: Register, records) -> None:
    batch = records.stored_batch()
    given = dataclasses.replace(records.grant(batch), granted_at=LATE, expires_at=LATE + dt.timedelta(minutes=5))
    with any_register.begin() as uow:
        uow.batches.add_grant(given)
        for number, seconds in enumerate((4, 2, 6, 8)):
            note(uow, "document.received", str(number), LATE)
            note(uow, "document.read", str(number), LATE + dt.timedelta(seconds=seconds))
        note(uow, "document.read", "0", LATE + dt.timedelta(hours=3))  # a second reading
        note(uow, "document.read", "never-received", LATE)
        note(uow, "document.signed", "0", LATE + dt.timedelta(seconds=7), batch=batch.id)
        note(uow, "document.sealed", "1", LATE + dt.timedelta(seconds=9), batch="without a grant")
        uow.commit()
        found = uow.figures.times(since=LATE - dt.timedelta(days=1))
    day = dt.date(2026, 3, 3)
    assert found == [DayTimes(day, "read", 4, 4.0, 8.0), DayTimes(day, "sign", 1, 7.0, 7.0)]


def test_quantiles_are_values_that_occurred() -> None:
    assert [quantile([1, 2, 3, 4], share) for share in (0.5, 0.75, 0.76, 0.95)] == [2, 3, 4, 4]
    assert quantile([5], 0.5) == 5


def test_growth_by_the_month_in_hanoi(any_register: Register, records) -> None:
    end_of_march = dt.datetime(2026, 3, 31, 16, 59, tzinfo=dt.UTC)
    for at in (end_of_march, end_of_march + dt.timedelta(minutes=2), LONG_AGO):
        records.stored(received_at=at, size=10)
    with any_register.begin() as uow:
        found = uow.figures.growth()
    assert [one.month for one in found] == ["2025-01", "2026-03", "2026-04"]
    assert found[1] == MonthGrowth("2026-03", 1, 10)


def test_causes_and_the_documents_that_have_them(any_register: Register, records) -> None:
    first = records.stored(state=State.NEEDS_REVIEW, reason="unreadable", received_at=LONG_AGO)
    second = records.stored(state=State.NEEDS_REVIEW, reason="unreadable", received_at=LATE)
    records.stored(state=State.RETURNED, reason="returned")
    records.stored(state=State.SEALED)
    with any_register.begin() as uow:
        uow.intake.add(records.item(disposition=Disposition.QUARANTINED, reason="password", document_id=""))
        note(uow, "document.read", first.id, LATE, run="intake_documents/one")
        note(uow, "document.read", first.id, LATE, run="intake_documents/two")
        uow.commit()
        assert uow.figures.causes() == [Cause(State.NEEDS_REVIEW, "unreadable", 2), Cause(None, "password", 1)]
        troubled = uow.figures.troubles()
        assert troubled[0] == Trouble(
            first.id, State.NEEDS_REVIEW, "unreadable", first.office, LONG_AGO, "intake_documents/two"
        )
        assert [one.document_id for one in troubled] == [first.id, second.id]
        assert troubled[1].run == ""
        assert len(uow.figures.troubles(limit=1)) == 1
        assert uow.figures.read_in("intake_documents/one") == [first.id]
        assert uow.figures.read_in("no-such-run") == []


def test_when_archive_time_stamps_end(any_register: Register) -> None:
    with any_register.begin() as uow:
        assert uow.figures.stamps(before=LATE).earliest is None
        uow.stamp_ends.note("a", StampEnd(LATE, "certificate"))
        uow.stamp_ends.note("b", StampEnd(LONG_AGO, "certificate"))
        uow.stamp_ends.note("c", None)
        uow.commit()
        found = uow.figures.stamps(before=LATE)
    assert (found.earliest, found.ending) == (LONG_AGO, 1)
