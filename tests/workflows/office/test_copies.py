"""Copies: what may be copied, their own numbers, and that nothing is made twice or left half made."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from storage.memory_store import MemoryStore
from vanban.domain.copies import COPY_SERIES
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import NotFoundError, RefusedError, UnreadableError
from vanban.domain.identifiers import new_id, original_key
from vanban.domain.people import Account, Role
from vanban.domain.sealed_alone import SealedAlone
from vanban.ports import RECORDS, Book
from vanban.register.memory import MemoryRegister
from vanban.workflows.make_copy import CopyingRoom, CopyRequest, make_copy
from vanban.workflows.register_document import RegistryOffice, register_document, return_document

NOW = dt.datetime(2026, 11, 27, 3, 0, tzinfo=dt.UTC)
WHOLE = CopyRequest(form=SealedAlone.CERTIFIED_COPY, office_code="UBND", to_places="Trạm Y tế")
SAO_LUC = CopyRequest(form=SealedAlone.COPY_OF_COPY, office_code="UBND")
EXTRACT = CopyRequest(form=SealedAlone.EXTRACT, office_code="UBND", pages=(2, 3))


class FixedClock:
    def now(self) -> dt.datetime:
        return NOW


class Extractor:
    def extract(self, data, *, pages):
        if data == b"broken":
            raise UnreadableError("broken")
        return data + f" pages {tuple(pages)}".encode()


class Mender:
    def signable(self, data: bytes) -> bytes:
        return data


@pytest.fixture
def room() -> CopyingRoom:
    register = MemoryRegister()
    with register.begin() as uow:
        for name, role, office in (
            ("vanthu", Role.CLERK, "a"),
            ("lanhdao", Role.OFFICIAL, "a"),
            ("b", Role.CLERK, "b"),
        ):
            uow.people.add(Account(name, role, "", office))
        uow.commit()
    return CopyingRoom(
        register=register, store=MemoryStore(), extractor=Extractor(), mender=Mender(), clock=FixedClock(),
        organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", organ_id="000.00.00.H26",
    )  # fmt: skip


@pytest.fixture
def stored(room, new_document):
    def make(data: bytes = b"%PDF whole", kind: str = "thông báo", **fields) -> Document:
        sha256 = hashlib.sha256(data).hexdigest()
        entry = RegisterEntry(
            type_name=kind, code_number="15", code_notation="TB-SNV", issued_date=dt.date(2026, 11, 2),
            organ_name="SỞ NỘI VỤ", subject="Về việc thử", to_places="Lưu: VT",
        )  # fmt: skip
        usual = {
            "id": new_id(), "office": "a", "direction": Direction.INCOMING, "state": State.REGISTERED, "entry": entry,
            "sha256": sha256, "current_sha256": sha256, "size": len(data), "pages": 4, "media_type": "application/pdf",
        }  # fmt: skip
        one = new_document(**usual | fields)
        room.store.put(RECORDS, original_key(sha256), data)
        with room.register.begin() as uow:
            uow.documents.add(one)
            uow.commit()
        return one

    return make


def numbers(room):
    with room.register.begin() as uow:
        return list(uow.numbers.list(Book("a", Direction.OUTGOING, 2026, COPY_SERIES)))


def test_a_certified_copy_is_a_document_of_its_own_that_waits_for_the_seal(room, stored):
    source = stored()
    made = make_copy(source.id, WHOLE, by="vanthu", room=room)
    assert (made.state, made.direction, made.entry.type_name) == (State.REGISTERED, Direction.OUTGOING, "bản sao y")
    assert (made.entry.code_number, made.entry.code_notation) == ("01", "SY-UBND")
    assert made.entry.description == "Sao từ thông báo 15/TB-SNV ngày 02/11/2026 của SỞ NỘI VỤ"
    assert made.entry.organ_name == "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
    assert (made.sha256, made.pages) == (source.sha256, 4)
    with room.register.begin() as uow:
        assert uow.documents.get(source.id) == source
        assert uow.copies.of(made.id).source_id == source.id
        assert [e.name for e in uow.events.list(subject=source.id)] == ["document.copied"]


def test_forms_share_one_series_and_a_request_sent_twice_makes_one_copy(room, stored):
    source, ours = stored(), stored(data=b"%PDF ours", direction=Direction.OUTGOING, state=State.ARCHIVED)
    twice = CopyRequest(form=SealedAlone.CERTIFIED_COPY, office_code="UBND", request_id="form-1")
    first, again = (make_copy(source.id, twice, by="vanthu", room=room) for _ in range(2))
    assert first == again
    extract = make_copy(ours.id, EXTRACT, by="vanthu", room=room)
    assert f"{extract.entry.code_number}/{extract.entry.code_notation}" == "02/TrS-UBND"
    assert extract.pages == 2
    assert room.store.get(RECORDS, original_key(extract.sha256)) == b"%PDF ours pages (2, 3)"
    copy_in = stored(data=b"%PDF copy", kind="bản sao y")
    assert make_copy(copy_in.id, SAO_LUC, by="vanthu", room=room)
    assert [number for number, _, _ in numbers(room)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("fields", "wanted", "by", "error"),
    [
        ({}, WHOLE, "lanhdao", NotFoundError),
        ({}, WHOLE, "b", NotFoundError),
        ({"state": State.READ}, WHOLE, "vanthu", RefusedError),
        ({"direction": Direction.OUTGOING, "state": State.SIGNED}, EXTRACT, "vanthu", RefusedError),
        ({"direction": Direction.OUTGOING, "state": State.ARCHIVED}, WHOLE, "vanthu", RefusedError),
        ({"kind": "bản sao y"}, WHOLE, "vanthu", RefusedError),
        ({}, SAO_LUC, "vanthu", RefusedError),
        ({}, CopyRequest(form=SealedAlone.EXTRACT, office_code="UBND"), "vanthu", RefusedError),
        ({}, CopyRequest(form=SealedAlone.ANNEX, office_code="UBND"), "vanthu", RefusedError),
        ({}, CopyRequest(form=SealedAlone.CERTIFIED_COPY, office_code=" "), "vanthu", RefusedError),
        ({"verdict": {"verdict": "invalid"}}, EXTRACT, "vanthu", RefusedError),
        ({"verdict": {"verdict": "valid"}}, WHOLE, "vanthu", RefusedError),
        ({"verdict": {"verdict": "valid"}, "kind": "bản sao y"}, SAO_LUC, "vanthu", RefusedError),
        ({"media_type": "image/jpeg"}, WHOLE, "vanthu", RefusedError),
        ({"data": b"broken"}, EXTRACT, "vanthu", UnreadableError),
    ],
)
def test_what_may_not_be_copied_takes_no_number(room, stored, fields, wanted, by, error):
    source = stored(**fields)
    with pytest.raises(error):
        make_copy(source.id, wanted, by=by, room=room)
    assert numbers(room) == []


def test_of_what_came_signed_an_extract_is_made_and_the_refusal_says_what_else_there_is(room, stored):
    signed = stored(verdict={"verdict": "valid"})
    with pytest.raises(RefusedError) as refused:
        make_copy(signed.id, WHOLE, by="vanthu", room=room)
    assert "gửi chính tệp đã ký số" in refused.value.remedy
    assert make_copy(signed.id, EXTRACT, by="vanthu", room=room).entry.code_notation == "TrS-UBND"
    scanned = stored(data=b"%PDF scan", verdict={"verdict": "unsigned"})
    assert make_copy(scanned.id, WHOLE, by="vanthu", room=room).entry.code_notation == "SY-UBND"


def test_a_signed_file_that_is_handed_in_is_not_registered_as_a_certified_copy(room, stored):
    office = RegistryOffice(
        register=room.register, store=room.store, numberer=None, mender=Mender(), clock=room.clock, organ_id=""
    )
    fields = {"direction": Direction.OUTGOING, "state": State.READ, "kind": "bản sao y"}
    signed, scan = stored(**fields, verdict={"verdict": "valid"}), stored(data=b"%PDF scan", **fields)
    with pytest.raises(RefusedError, match="article 25"):
        register_document(signed.id, signed.entry, actor="vanthu", office=office)
    assert register_document(scan.id, scan.entry, actor="vanthu", office=office).state is State.REGISTERED


def test_a_copy_that_is_returned_gives_its_number_up(room, stored):
    made = make_copy(stored().id, WHOLE, by="vanthu", room=room)
    office = RegistryOffice(
        register=room.register, store=room.store, numberer=None, mender=None, clock=room.clock, organ_id=""
    )
    return_document(made.id, why="Sao nhầm", actor="vanthu", office=office)
    assert numbers(room) == [(1, made.id, "Sao nhầm")]
    assert make_copy(stored().id, WHOLE, by="vanthu", room=room).entry.code_number == "02"
