"""Sendings and recalls. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.document import Direction, State, Urgency
from vanban.domain.errors import NotFoundError
from vanban.domain.issuing import Act, Dispatch, Outgoing, OutgoingAct, Standing, Way
from vanban.ports import Register


@pytest.fixture
def done(records):
    """Return a maker of acts."""

    def make(document_id: str, act: Act = Act.ISSUED, *names: str, **fields) -> OutgoingAct:
        sent = tuple(Dispatch(name, Way.POST) for name in names)
        usual = {"id": f"act-{records.next_number()}", "by": "vanthu", "at": records.now, "day": dt.date(2026, 3, 2)}
        return OutgoingAct(**usual | {"document_id": document_id, "act": act, "dispatches": sent} | fields)

    return make


def sealed(records, **fields):
    return records.stored(**{"state": State.SEALED, "direction": Direction.OUTGOING, "office": "a"} | fields)


def test_acts_come_back_in_order_and_say_how_a_document_stands(any_register: Register, records, done) -> None:
    one, other = sealed(records), sealed(records)
    acts = [
        done(one.id, Act.ISSUED, "Sở Nội vụ", "Sở Y tế"),
        done(one.id, Act.ISSUED, "Sở Tài chính"),
        done(one.id, Act.RECALL_DECIDED, reason="Sai số liệu\x00", basis="12/QĐ-UBND", by="lanhdao"),
    ]
    with any_register.begin() as uow:
        assert uow.issuing.of(one.id).standing is Standing.WAITING
        assert [uow.issuing.add(act) for act in acts] == [True, True, True]
        uow.commit()
    with any_register.begin() as uow:
        found = uow.issuing.of_each([one.id, other.id])
        assert found[other.id] == Outgoing()
        assert found[one.id].acts[:2] == tuple(acts[:2])
        assert found[one.id].recall_decision.basis == "12/QĐ-UBND"
        assert [each.recipient for each in found[one.id].sent_to] == ["Sở Nội vụ", "Sở Y tế", "Sở Tài chính"]
        assert found[one.id].standing is Standing.RECALL_DECIDED


def test_the_same_act_twice_and_a_second_recall_leave_the_first(any_register: Register, records, done) -> None:
    document = sealed(records)
    issued = done(document.id, Act.ISSUED, "Sở Nội vụ")
    decided = done(document.id, Act.RECALL_DECIDED, reason="một")
    with any_register.begin() as uow:
        assert [uow.issuing.add(act) for act in (issued, decided)] == [True, True]
        uow.commit()
    with any_register.begin() as uow:
        assert not uow.issuing.add(dataclasses.replace(issued, by="nguoi-khac"))
        assert not uow.issuing.add(done(document.id, Act.RECALL_DECIDED, reason="hai"))
        assert uow.issuing.add(done(document.id, Act.ISSUED, "Sở Y tế"))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.issuing.of(document.id).recall_decision.reason == "một"
        assert uow.issuing.of(document.id).issued.by == "vanthu"


def test_an_act_belongs_to_a_document_that_is_there(any_register: Register, done) -> None:
    with any_register.begin() as uow:
        uow.issuing.add(done("no-such-document"))
        with pytest.raises(NotFoundError):
            uow.commit()


def test_what_waits_to_be_issued_is_the_offices_own_the_urgent_first(any_register: Register, records, done) -> None:
    calm, urgent = sealed(records), sealed(records, urgency=Urgency.URGENT, state=State.ARCHIVED)
    sent, recalled = sealed(records), sealed(records)
    sealed(records, office="b")
    sealed(records, state=State.SIGNED)
    sealed(records, direction=Direction.INCOMING, state=State.ARCHIVED)
    sealed(records, entry=dataclasses.replace(records.entry, type_name="văn bản kèm theo"))
    with any_register.begin() as uow:
        uow.issuing.add(done(sent.id, Act.ISSUED, "Sở Nội vụ"))
        uow.issuing.add(done(recalled.id, Act.RECALL_DECIDED))
        uow.commit()
    with any_register.begin() as uow:
        assert [one.id for one in uow.issuing.unissued(office="a")] == [urgent.id, calm.id]
        assert [one.id for one in uow.issuing.unissued(office="a", limit=1)] == [urgent.id]
        assert uow.issuing.unissued_count(office="a") == 2


def test_those_that_wait_too_long_are_counted_by_their_date(any_register: Register, records) -> None:
    day = dt.date(2026, 11, 26)
    for dated in (day - dt.timedelta(days=1), day, None):
        sealed(records, entry=dataclasses.replace(records.entry, issued_date=dated))
    copy = dataclasses.replace(records.entry, issued_date=day - dt.timedelta(days=9), type_name="bản sao y")
    sealed(records, entry=copy)
    with any_register.begin() as uow:
        counts = [uow.issuing.unissued_count(office="a", dated_before=day + dt.timedelta(days=n)) for n in (-1, 0, 1)]
    assert counts == [0, 1, 2]


def test_a_recall_is_listed_until_the_recipients_were_told(any_register: Register, records, done) -> None:
    document = sealed(records)
    sealed(records)
    with any_register.begin() as uow:
        uow.issuing.add(done(document.id, Act.RECALL_DECIDED))
        assert [one.id for one in uow.issuing.recalls_to_tell(office="a")] == [document.id]
        assert uow.issuing.recalls_to_tell(office="b") == []
        uow.issuing.add(done(document.id, Act.RECALLED))
        assert uow.issuing.recalls_to_tell(office="a") == []
        uow.commit()
