"""Issuing, recall and the voiding of a number: who may, once, and what is on record afterwards."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.domain.book_lines import BookLine
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import NotFoundError, RefusedError, StaleStateError
from vanban.domain.identifiers import new_id
from vanban.domain.issuing import Dispatch, Standing, Way, recipients_of
from vanban.domain.people import Account, Role
from vanban.ports import Book
from vanban.register.memory import MemoryRegister
from vanban.workflows.book_columns import outgoing_row
from vanban.workflows.issue_document import IssuingRoom, decide_recall, issue_document, issue_documents, tell_recall
from vanban.workflows.register_document import RegistryOffice
from vanban.workflows.void_number import void_number

NOW = dt.datetime(2026, 11, 27, 3, 0, tzinfo=dt.UTC)
TO = [Dispatch("Sở Nội vụ", Way.NETWORK), Dispatch("Sở Y tế", Way.POST)]


class FixedClock:
    def now(self) -> dt.datetime:
        return NOW


@pytest.fixture
def room() -> IssuingRoom:
    register = MemoryRegister()
    people = [("vanthu", Role.CLERK, "a"), ("lanhdao", Role.OFFICIAL, "a"), ("vanthu-b", Role.CLERK, "b")]
    with register.begin() as uow:
        for name, role, office in people:
            uow.people.add(Account(name, role, "", office))
        uow.commit()
    return IssuingRoom(register=register, clock=FixedClock())


@pytest.fixture
def stored(room, new_document):
    def make(**fields) -> Document:
        entry = RegisterEntry(
            type_name="quyết định", code_number="05", code_notation="QĐ-UBND", issued_date=dt.date(2026, 11, 25),
            to_places="Như Điều 3; Sở Nội vụ; Lưu: VT, VP",
        )  # fmt: skip
        usual = {"id": new_id(), "office": "a", "direction": Direction.OUTGOING, "state": State.SEALED, "entry": entry}
        one = new_document(**usual | fields)
        with room.register.begin() as uow:
            uow.documents.add(one)
            uow.commit()
        return one

    return make


def events(room, subject) -> list[str]:
    with room.register.begin() as uow:
        return [event.name for event in uow.events.list(subject=subject)]


def test_recipients_come_from_the_entry_without_the_file_copy():
    assert recipients_of("Như trên; Sở Nội vụ;- Sở Y tế; Lưu: VT, VP.", ("UBND tỉnh",)) == (
        "UBND tỉnh", "Sở Nội vụ", "Sở Y tế",
    )  # fmt: skip
    assert recipients_of("") == ()


def test_a_document_is_issued_once_and_sent_further_later(room, stored):
    document = stored()
    for _ in range(2):
        done = issue_document(document.id, TO, by="vanthu", room=room, act_id="form-1")
    assert done.standing is Standing.ISSUED
    assert [(one.recipient, one.way) for one in done.sent_to] == [("Sở Nội vụ", Way.NETWORK), ("Sở Y tế", Way.POST)]
    again = issue_document(document.id, TO, by="vanthu", room=room)
    assert again == done, "the same recipients in the same way are no second sending"
    more = issue_document(document.id, [Dispatch(" Sở  Tài chính ", Way.HAND)], by="vanthu", room=room)
    assert [one.recipient for one in more.sent_to] == ["Sở Nội vụ", "Sở Y tế", "Sở Tài chính"]
    assert events(room, document.id) == ["document.issued", "document.issued"]
    with room.register.begin() as uow:
        assert "Sở" not in str([event.data for event in uow.events.list()])


@pytest.mark.parametrize(
    ("fields", "by", "dispatches", "day", "error"),
    [
        ({"state": State.SIGNED}, "vanthu", TO, None, RefusedError),
        ({"direction": Direction.INCOMING, "state": State.ARCHIVED}, "vanthu", TO, None, RefusedError),
        ({}, "lanhdao", TO, None, RefusedError),
        ({}, "vanthu-b", TO, None, NotFoundError),
        ({}, "nobody", TO, None, NotFoundError),
        ({}, "vanthu", [Dispatch("  ", Way.POST)], None, RefusedError),
        ({}, "vanthu", TO, dt.date(2026, 11, 24), RefusedError),
        ({}, "vanthu", TO, dt.date(2026, 11, 28), RefusedError),
    ],
)
def test_what_may_not_be_issued(room, stored, fields, by, dispatches, day, error):
    document = stored(**fields)
    with pytest.raises(error):
        issue_document(document.id, dispatches, by=by, room=room, day=day)
    assert events(room, document.id) == []


def test_many_are_issued_to_the_recipients_of_their_entries_and_one_failure_stops_none(room, stored):
    good, nobody, other = stored(), stored(entry=RegisterEntry(to_places="Lưu: VT")), stored()
    outcome = issue_documents([good.id, nobody.id, other.id], way=Way.EMAIL, by="vanthu", room=room)
    assert isinstance(outcome[nobody.id], RefusedError)
    for document in (good, other):
        assert [one.recipient for one in outcome[document.id].sent_to] == ["Như Điều 3", "Sở Nội vụ"]


def test_a_recall_needs_an_official_then_every_recipient_told_and_keeps_the_document(room, stored):
    document = stored(state=State.ARCHIVED)
    with pytest.raises(RefusedError):
        decide_recall(document.id, reason="Sai", by="lanhdao", room=room)  # not issued yet
    issue_document(document.id, TO, by="vanthu", room=room)
    with pytest.raises(RefusedError):
        tell_recall(document.id, TO, by="vanthu", room=room)  # nobody decided
    with pytest.raises(RefusedError):
        decide_recall(document.id, reason="Sai", by="vanthu", room=room)  # no official
    with pytest.raises(RefusedError):
        decide_recall(document.id, reason="  ", by="lanhdao", room=room)
    decided = decide_recall(document.id, reason="Sai số liệu", basis="9/QĐ-UBND", by="lanhdao", room=room)
    assert decided.standing is Standing.RECALL_DECIDED
    assert decide_recall(document.id, reason="Khác", by="lanhdao", room=room) == decided
    with pytest.raises(RefusedError):
        issue_document(document.id, [Dispatch("Sở Tư pháp", Way.POST)], by="vanthu", room=room)
    with pytest.raises(RefusedError):
        tell_recall(document.id, TO[:1], by="vanthu", room=room)
    told = tell_recall(document.id, TO, by="vanthu", room=room)
    assert tell_recall(document.id, TO, by="vanthu", room=room) == told
    assert (told.standing, told.recalled.reason) == (Standing.RECALLED, "Sai số liệu")
    assert events(room, document.id) == ["document.issued", "document.recall-decided", "document.recalled"]
    with room.register.begin() as uow:
        assert uow.documents.get(document.id) == document


@pytest.fixture
def registry(room) -> RegistryOffice:
    return RegistryOffice(register=room.register, store=None, numberer=None, mender=None, clock=room.clock, organ_id="")


def test_a_voided_number_stays_in_the_book_and_is_never_given_again(room, stored, registry):
    document, book = stored(state=State.REGISTERED), Book("a", Direction.OUTGOING, 2026)
    with room.register.begin() as uow:
        assert uow.numbers.take(book, document_id=document.id) == 1
        uow.commit()
    for why in ("Sai thể thức", "Lý do khác"):
        voided = void_number(document.id, why=why, by="vanthu", office=registry)
    assert (voided.state, voided.reason, voided.note) == (State.RETURNED, "number-voided", "Sai thể thức")
    assert voided.entry.code_number == "05"
    later = stored()
    with room.register.begin() as uow:
        assert uow.numbers.take(book, document_id=later.id) == 2
        assert uow.numbers.list(book)[0] == (1, document.id, "Sai thể thức")
    assert events(room, document.id) == ["number.voided"]


def test_what_may_not_be_voided(room, stored, registry):
    draft, signed = stored(state=State.REGISTERED), stored(state=State.SIGNED)
    copy = stored(state=State.REGISTERED, entry=RegisterEntry(type_name="bản sao y"))
    for document, by, why, error in (
        (draft, "vanthu", " ", RefusedError),
        (draft, "lanhdao", "Sai", NotFoundError),
        (draft, "vanthu-b", "Sai", NotFoundError),
        (copy, "vanthu", "Sai", RefusedError),
        (signed, "vanthu", "Sai", (StaleStateError, NotFoundError)),
    ):
        with pytest.raises(error):
            void_number(document.id, why=why, by=by, office=registry)


def test_the_register_of_outgoing_documents_tells_to_whom_it_went_when_and_of_a_recall(room, stored):
    document = stored()
    issue_document(document.id, TO, by="vanthu", room=room, day=dt.date(2026, 11, 26))
    decided = decide_recall(document.id, reason="Sai số liệu", by="lanhdao", room=room)
    line = BookLine(number=5, document_id=document.id, state=document.state, received_at=NOW, entry=document.entry)
    row = outgoing_row(line, decided)
    assert (row.cells[4], row.cells[7]) == ("Sở Nội vụ; Sở Y tế", "26/11/2026")
    assert row.cells[9] == "Thu hồi ngày 27/11/2026: Sai số liệu"
