"""What people began to sign and nobody finished: seen with its age, and reminded of once per time of patience."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.domain.batch import Purpose
from vanban.workflows.sign_batch import granted_batches, sign_batch
from vanban.workflows.unfinished import ReminderRoom, remind, unfinished_signing


@pytest.fixture
def room(office) -> ReminderRoom:
    hours, minutes = dt.timedelta(hours=2), dt.timedelta(minutes=15)
    return ReminderRoom(register=office.memory, clock=office.clock, patience=hours, urgent_patience=minutes)


def pass_time(office, **span) -> None:
    office.clock.at += dt.timedelta(**span)


def test_all_signed_never_sealed_is_seen_with_its_age_and_reminded_of(office, room) -> None:
    ids = office.registered(2)
    sign_batch(office.granted(ids), room=office.signing)
    pass_time(office, hours=1)
    (one, other) = unfinished_signing(room).unsealed
    assert (one.age, one.overdue, other.overdue) == (dt.timedelta(hours=1), False, False)
    assert remind(room) == 0
    pass_time(office, hours=1, minutes=1)
    assert [late.overdue for late in unfinished_signing(room, office="van-phong").unsealed] == [True, True]
    assert unfinished_signing(room, office="phong-khac").unsealed == ()
    assert remind(room) == 2
    assert remind(room) == 0, "once, until it has waited as long again"
    (reminder,) = [e for e in office.events(ids[0]) if e.name == "document.seal-overdue"]
    assert reminder.data == {"minutes": 121}
    pass_time(office, hours=2, minutes=1)
    assert remind(room) == 2
    sign_batch(office.granted(ids, purpose=Purpose.SEAL), room=office.signing)
    assert unfinished_signing(room).unsealed == ()


def test_an_urgent_document_is_reminded_of_sooner(office, room) -> None:
    office.drop("urgent.pdf", "clean HOATOC draft", stream="di")
    ids = office.registered(1)
    sign_batch(office.granted(ids), room=office.signing)
    pass_time(office, minutes=16)
    assert sorted(one.overdue for one in unfinished_signing(room).unsealed) == [False, True]


def test_a_granted_batch_that_nobody_runs_is_found(office, room) -> None:
    batch_id = office.granted(office.registered(1))
    assert granted_batches(office.memory) == [batch_id]
    pass_time(office, minutes=11)
    (waiting,) = unfinished_signing(room).granted
    assert (waiting.batch.id, waiting.overdue) == (batch_id, True)
    assert remind(room) == 1
    sign_batch(batch_id, room=office.signing)
    assert unfinished_signing(room).granted == ()
    assert remind(room) == 0
