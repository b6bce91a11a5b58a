"""Directing incoming documents: who may say what, and what the register's entry says then."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.clock import HANOI
from vanban.domain.directions import Assignment, Involvement, Part, Progress, Standing
from vanban.domain.document import Direction, State
from vanban.domain.errors import RefusedError, StaleStateError
from vanban.domain.people import Account, Role
from vanban.register.memory import MemoryRegister
from vanban.workflows.direct_document import (
    DirectionRoom,
    Person,
    assign_document,
    direct_document,
    propose_on_document,
    report_progress,
)

CHAIR = Person("lanhdao", "van-phong")
HEAD = Person("truongphong", "phong-noi-vu")
HANDLER = Person("chuyenvien", "phong-noi-vu")
STRANGER = Person("nguoila", "phong-khac")


class Noon:
    """A clock that stands at noon in Hanoi, on 2 March 2026 until it is moved."""

    day = dt.date(2026, 3, 2)

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(12), tzinfo=HANOI).astimezone(dt.UTC)


@pytest.fixture
def room():
    register = MemoryRegister()
    with register.begin() as uow:
        for one in (CHAIR, HEAD, HANDLER, STRANGER, Person("a", "phong-ns"), Person("b", "phong-tai-chinh")):
            uow.people.add(Account(one.account, Role.OFFICIAL, "", one.unit))
        uow.people.add(Account("luutru", Role.ARCHIVIST, "", "kho"))
        uow.people.add(Account("nghi", Role.OFFICIAL, "", "phong-cu", disabled=True))
        uow.commit()
    return DirectionRoom(register=register, clock=Noon())


@pytest.fixture
def stored(room, new_document):
    def store(**fields):
        usual = {"state": State.REGISTERED, "direction": Direction.INCOMING, "office": "van-phong"}
        document = new_document(**usual | fields)
        with room.register.begin() as uow:
            uow.documents.add(document)
            uow.commit()
        return document.id

    return store


def lead(who, day=None):
    return Assignment(who, Involvement.LEADS, dt.date(2026, 3, day) if day else None)


def assist(who, day=None):
    return Assignment(who, Involvement.ASSISTS, dt.date(2026, 3, day) if day else None)


def direct(document_id, room, *given, words="Giao xử lý", **kwargs):
    return direct_document(document_id, by=CHAIR, words=words, assignments=given, room=room, **kwargs)


def test_the_whole_slip_from_the_leadership_to_the_answer(room, stored):
    one = stored(state=State.ARCHIVED)
    direct(one, room, lead("phong-noi-vu", 20), assist("phong-tai-chinh", 15))
    with room.register.begin() as uow:
        entry = uow.documents.get(one).entry
    assert entry.due_date == dt.date(2026, 3, 20)
    assert entry.trace_header_list == "02/03/2026 lanhdao: chủ trì: phong-noi-vu; phối hợp: phong-tai-chinh"
    assign_document(one, by=HEAD, words="", assignments=[lead("chuyenvien", 18)], room=room)
    propose_on_document(one, by=HANDLER, words="Đề nghị họp các đơn vị", room=room)
    slip = report_progress(one, by=HANDLER, progress=Progress.DONE, answer="15/UBND-VX", room=room)
    assert [said.part for said in slip.opinions] == [Part.LEADERSHIP, Part.UNIT, Part.HANDLER, Part.RESULT]
    assert slip.standing(dt.date(2026, 4, 1), finished_on=dt.date(2026, 3, 19)) is Standing.DONE
    with room.register.begin() as uow:
        names = [event.name for event in uow.events.list(subject=one)]
    assert names == ["document.directed", "document.assigned", "document.proposed-on", "document.progressed"]


@pytest.mark.parametrize(
    ("given", "words", "said"),
    [
        ([], "  ", "Chưa ghi ý kiến"),
        ([assist("a")], "x", "chưa có đơn vị, cá nhân chủ trì"),
        ([lead("a"), assist("a")], "x", "chỉ được ghi một lần"),
        ([lead("phong-noi-vu"), assist("Phòng Nội vụ")], "x", "chỉ được ghi một lần"),
        ([lead("Nguyễn Văn Không Có")], "x", "không ai nhận được"),
        ([lead("luutru")], "x", "không ai nhận được"),
        ([lead("phong-cu")], "x", "không ai nhận được"),
        ([lead("a", 1)], "x", "đã qua"),
    ],
)
def test_an_opinion_that_cannot_be_followed_is_refused(room, stored, given, words, said):
    one = stored()
    with pytest.raises(RefusedError) as refused:
        direct(one, room, *given, words=words)
    assert said in refused.value.vi
    with room.register.begin() as uow:
        assert uow.directions.slip(one).opinions == ()


def test_a_name_is_matched_without_its_marks_and_one_that_means_nobody_is_told_what_there_is(room, stored):
    one = stored()
    slip = direct(one, room, lead("  Phòng Nội vụ "), assist("CHUYENVIEN"))
    assert [given.who for given in slip.direction.assignments] == ["phong-noi-vu", "chuyenvien"]
    with room.register.begin() as uow:
        assert [told.account for name in ("truongphong", "chuyenvien") for told in uow.notices.list(name)] == [
            "truongphong", "chuyenvien",
        ]  # fmt: skip
    named = dataclasses.replace(room, unit_names={"phong-khac": "Ban Chỉ huy Quân sự"})
    slip = direct(one, named, lead("ban chỉ huy quân sự"), lead("phong-noi-vu"))
    assert [given.who for given in slip.leads] == ["phong-khac", "phong-noi-vu"]
    with pytest.raises(RefusedError) as refused:
        assign_document(one, by=HEAD, words="", assignments=[lead("chuyen viên A")], room=room)
    assert "chuyenvien" in refused.value.remedy


@pytest.mark.parametrize(
    "fields", [{"state": State.READ}, {"state": State.RETURNED}, {"direction": Direction.OUTGOING}]
)
def test_only_a_registered_incoming_document_is_directed(room, stored, fields):
    with pytest.raises(RefusedError):
        direct(stored(**fields), room, lead("a"))


def test_only_those_it_was_given_to_hand_it_on_propose_and_report(room, stored):
    one = stored()
    direct(one, room, lead("phong-noi-vu", 20), Assignment("phong-khac", Involvement.INFORMED))
    for act in (
        lambda: assign_document(one, by=STRANGER, words="", assignments=[lead("a")], room=room),
        lambda: propose_on_document(one, by=STRANGER, words="x", room=room),
        lambda: report_progress(one, by=STRANGER, progress=Progress.DONE, room=room),
    ):
        with pytest.raises(RefusedError, match="was not given"):
            act()


def test_a_unit_cannot_give_its_people_longer_than_it_has(room, stored):
    one = stored()
    direct(one, room, lead("phong-noi-vu", 20))
    with pytest.raises(RefusedError, match="20/03/2026"):
        assign_document(one, by=HEAD, words="", assignments=[lead("chuyenvien", 21)], room=room)


def test_a_later_opinion_counts_and_the_earlier_stays_on_the_slip(room, stored):
    one = stored()
    direct(one, room, lead("phong-noi-vu", 20))
    assign_document(one, by=HEAD, words="", assignments=[lead("chuyenvien")], room=room)
    report_progress(one, by=HANDLER, progress=Progress.DONE, room=room)
    slip = direct(one, room, lead("phong-khac", 25), seen=1)
    assert [given.who for given in slip.leads] == ["phong-khac"]
    assert slip.standing(Noon.day) is Standing.IN_TIME, "what the others did before counts no more"
    assert len(slip.of(Part.LEADERSHIP)) == 2
    with pytest.raises(RefusedError):
        report_progress(one, by=HANDLER, progress=Progress.DONE, room=room)


def test_two_officials_at_once_and_a_form_sent_twice(room, stored):
    one = stored()
    direct(one, room, lead("a"), seen=0, opinion_id="one")
    assert len(direct(one, room, lead("a"), seen=0, opinion_id="one").opinions) == 1
    with pytest.raises(StaleStateError):
        direct(one, room, lead("b"), seen=0, opinion_id="two")


@pytest.mark.parametrize(
    ("given", "day", "standing"),
    [
        ([], 2, Standing.NO_ACTION),
        ([lead("a")], 31, Standing.OPEN),
        ([lead("a", 20)], 20, Standing.IN_TIME),
        ([lead("a", 20), lead("b", 25)], 24, Standing.IN_TIME),
        ([lead("a", 20), assist("b", 31)], 21, Standing.OVERDUE),
    ],
)
def test_how_a_document_stands_is_computed(room, stored, given, day, standing):
    slip = direct(stored(), room, *given)
    assert slip.standing(dt.date(2026, 3, day)) is standing
