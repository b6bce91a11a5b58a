"""The documents of the register, their states and their text. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from vanban.domain.document import Direction, State, Urgency
from vanban.domain.errors import DuplicateError, NotFoundError, RefusedError, StaleStateError
from vanban.domain.reading import KnownSigner
from vanban.ports import Register


def test_a_document_comes_back_as_it_was(any_register: Register, records) -> None:
    one = records.document(
        urgency=Urgency.EXPRESS,
        pages=4,
        current_sha256="b" * 64,
        reason="low-confidence",
        note="ghi chú",
        warnings=("same-identity", "symbol"),
        reading={"facts": {"kind": {"value": "quyết định", "confidence": 0.9731, "box": [1.5, 2.0, 3, 4]}}, "pages": 4},
        verdict={"verdict": "valid", "signatures": []},
        entry=records.entry,
    )
    with any_register.begin() as uow:
        uow.documents.add(one)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.documents.get(one.id) == one


def test_a_document_is_added_once(any_register: Register, records) -> None:
    one = records.stored()
    with any_register.begin() as uow:
        for again in (one, dataclasses.replace(one, id="other"), dataclasses.replace(one, claim_id="other")):
            with pytest.raises(DuplicateError):
                uow.documents.add(again)
        assert uow.documents.list() == [one]


def test_change_follows_the_transitions(any_register: Register, records) -> None:
    one = records.stored()
    with any_register.begin() as uow:
        read = uow.documents.change(
            one.id, expect=State.RECEIVED, state=State.READ, reading={"pages": 2}, pages=2, urgency=Urgency.URGENT
        )
        assert read == dataclasses.replace(one, state=State.READ, reading={"pages": 2}, pages=2, urgency=Urgency.URGENT)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.documents.get(one.id) == read
        with pytest.raises(StaleStateError):
            uow.documents.change(one.id, expect=State.RECEIVED, state=State.READ)
        with pytest.raises(StaleStateError):
            uow.documents.change(one.id, expect=State.READ, state=State.ARCHIVED)
        noted = uow.documents.change(one.id, expect=frozenset({State.READ, State.NEEDS_REVIEW}), note="xem lại")
        assert (noted.state, noted.note) == (State.READ, "xem lại")
        entered = uow.documents.change(one.id, expect=State.READ, state=State.REGISTERED, entry=records.entry)
        assert entered == dataclasses.replace(noted, state=State.REGISTERED, entry=records.entry)
        assert uow.documents.get(one.id) == entered


def test_what_was_received_never_changes(any_register: Register, records) -> None:
    one = records.stored()
    with any_register.begin() as uow:
        for fields in ({"sha256": "0" * 64}, {"id": "x"}, {"claim_id": "x"}, {"size": 1}):
            with pytest.raises(RefusedError):
                uow.documents.change(one.id, expect=State.RECEIVED, **fields)
        with pytest.raises(TypeError):
            uow.documents.change(one.id, expect=State.RECEIVED, colour="red")
        with pytest.raises(NotFoundError):
            uow.documents.change("unknown", expect=State.RECEIVED, note="x")


def test_a_document_that_turns_suspect_leaves_no_name_in_the_ledger(any_register: Register, records) -> None:
    one = records.stored()
    claim = records.item(claim_id=one.claim_id, document_id=one.id, sha256=one.sha256, file_name=one.file_name)
    with any_register.begin() as uow:
        uow.intake.add(claim)
        uow.commit()
    with any_register.begin() as uow:
        uow.documents.change(one.id, expect=State.RECEIVED, state=State.SUSPECT, reason="suspect", file_name="")
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.get(one.claim_id) == dataclasses.replace(claim, file_name="")
        assert uow.documents.get(one.id).file_name == ""


def test_only_one_of_two_steps_at_once_succeeds(any_register: Register, records) -> None:
    one = records.stored()
    start = threading.Barrier(4)

    def read(n: int) -> bool:
        start.wait()
        try:
            with any_register.begin() as uow:
                uow.documents.change(one.id, expect=State.RECEIVED, state=State.READ, note=f"worker {n}")
                uow.commit()
        except StaleStateError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(read, range(4))) == [False, False, False, True]


def test_documents_are_listed_urgent_first_then_oldest(any_register: Register, records) -> None:
    old, new = records.stored(), records.stored(direction=Direction.OUTGOING)
    express = records.stored(urgency=Urgency.EXPRESS, office="dia-chinh")
    urgent = records.stored(urgency=Urgency.URGENT, state=State.READ)
    with any_register.begin() as uow:
        assert uow.documents.list() == [express, urgent, old, new]
        assert uow.documents.list(state=State.RECEIVED) == [express, old, new]
        assert uow.documents.list(direction=Direction.OUTGOING) == [new]
        assert uow.documents.list(office="dia-chinh") == [express]
        assert uow.documents.list(limit=2) == [express, urgent]
        counts = uow.documents.counts()
        assert (counts[State.RECEIVED], counts[State.READ], counts[State.ARCHIVED]) == (3, 1, 0)


def test_the_same_number_symbol_and_issuer_are_found_without_accents(any_register: Register, records) -> None:
    first = records.stored(state=State.REGISTERED, entry=records.entry)
    records.stored(state=State.READ, entry=records.entry)
    other_year = dataclasses.replace(records.entry, issued_date=dt.date(2025, 3, 1))
    records.stored(state=State.ARCHIVED, entry=other_year)
    same = {"number": "5", "symbol": "qđ - ubnd", "issuer": "Uỷ ban  nhân dân phường Mẫu"}
    with any_register.begin() as uow:
        assert uow.documents.same_identity(**same, year=2026) == [first]
        assert uow.documents.same_identity(**same, year=2026, but=first.id) == []
        assert uow.documents.same_identity(**same | {"number": "50"}, year=2026) == []
        assert uow.documents.same_identity(number="", symbol="", issuer=records.entry.organ_name, year=2026) == []


def test_known_signers_are_those_of_registered_documents(any_register: Register, records) -> None:
    def signed(name, title, state, times):
        entry = dataclasses.replace(records.entry, signer_full_name=name, signer_position=title)
        for _ in range(times):
            records.stored(state=state, entry=entry)

    signed("Lê Minh Tâm", "PHÓ CHỦ TỊCH", State.REGISTERED, 1)
    signed("Trần Hồng Vân", "CHỦ TỊCH", State.ARCHIVED, 2)
    signed("Ai Đó Chưa Rõ", "CHỦ TỊCH", State.READ, 3)  # proposed by the reading, not confirmed by a clerk
    signed("", "", State.REGISTERED, 1)
    office = records.entry.organ_name
    with any_register.begin() as uow:
        assert list(uow.documents.known_signers()) == [
            KnownSigner("Trần Hồng Vân", "CHỦ TỊCH", office, 2),
            KnownSigner("Lê Minh Tâm", "PHÓ CHỦ TỊCH", office, 1),
        ]
        assert len(uow.documents.known_signers(limit=1)) == 1


def test_text_is_stored_outside_the_unit_of_work(any_register: Register, records) -> None:
    one = records.stored()
    any_register.search_text(one.id, ["trang một\x00", "trang hai"])
    any_register.search_text(one.id, ["trang một"])
    with any_register.begin() as uow:
        assert uow.documents.get(one.id) == one
    with pytest.raises(NotFoundError):
        any_register.search_text("unknown", ["…"])


def test_a_bare_list_leaves_out_what_was_read_and_verified(any_register: Register, records) -> None:
    whole = records.stored(reading={"facts": {}}, verdict={"verdict": "valid"}, entry=records.entry)
    with any_register.begin() as uow:
        assert uow.documents.list(bare=True) == [dataclasses.replace(whole, reading=None, verdict=None)]
        assert uow.documents.list() == [whole]
