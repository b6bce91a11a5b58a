"""Processing: proposals and states; nothing of a suspect is kept; a lost race leaves the first result."""

from __future__ import annotations

import hashlib
import json

import pytest

from storage.memory_store import MemoryStore
from vanban.domain.errors import IntegrityError, ServiceUnavailableError, SuspectError, UnreadableError
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS
from vanban.workflows.process import process_document, process_waiting


def process(office) -> list:
    return list(process_waiting(office.reading_room, keep_on=lambda: True))


def received(office, content: str = "clean paper", **kwargs):
    office.drop("a.pdf", content, **kwargs)
    office.receive()
    return office.document()


def test_sure_facts_make_it_read(office) -> None:
    received(office)
    process(office)
    document = office.document()
    assert (document.state.value, document.reason) == ("READ", "")
    assert document.reading["facts"]["symbol"]["value"] == "QĐ-UBND"
    assert document.entry.type_name == ""  # the clerk has not confirmed anything
    assert document.entry.page_amount == 1


def test_unsure_facts_ask_for_review(office) -> None:
    office.reader.confidence = 0.5
    received(office)
    process(office)
    assert (office.document().state.value, office.document().reason) == ("NEEDS_REVIEW", "low-confidence")


def test_an_unreadable_file_asks_the_clerk_to_type(office) -> None:
    office.reader.error = UnreadableError("time-limit")
    received(office)
    process(office)
    assert (office.document().state.value, office.document().reason) == ("NEEDS_REVIEW", "unreadable")


def test_a_service_that_is_away_is_tried_again_later(office) -> None:
    office.reader.error = ServiceUnavailableError("away")
    received(office)
    with pytest.raises(ServiceUnavailableError):
        process(office)
    assert office.document().state.value == "RECEIVED"


def test_a_mark_on_a_later_page_keeps_nothing_of_the_reading(office) -> None:
    office.reader.error = SuspectError()
    received(office)
    process(office)
    document = office.document()
    assert (document.state.value, document.reading, document.file_name) == ("SUSPECT", None, "")


def test_a_signature_that_is_not_valid_asks_for_review(office) -> None:
    received(office, "clean SIGNED paper")
    process(office)
    document = office.document()
    assert document.verdict["verdict"] == "unsigned"
    assert (document.state.value, document.reason) == ("NEEDS_REVIEW", "signature-doubt")


def test_what_verification_said_is_kept_as_evidence(office) -> None:
    document = received(office, "clean SIGNED paper")
    process(office)
    with office.memory.begin() as uow:
        roles = dict(uow.evidence.list(document.id))
        [event] = [one for one in uow.events.list(subject=document.id) if one.name == "document.read"]
    kept = office.memory_store.get(RECORDS, original_key(roles["verification-report"]))
    assert hashlib.sha256(kept).hexdigest() == roles["verification-report"] == event.data["verification_report"]
    report = json.loads(kept)
    assert (report["document"], report["sha256"], report["verdict"]) == (document.id, document.sha256, "unsigned")


def test_nothing_is_kept_of_what_verification_said_of_a_suspect(office) -> None:
    document = received(office, "clean SIGNED paper")
    office.reader.error = SuspectError()
    process(office)
    with office.memory.begin() as uow:
        assert [role for role, _ in uow.evidence.list(document.id)] == ["original"]


def test_urgent_documents_are_taken_first(office) -> None:
    for n in range(3):
        office.drop(f"{n}.pdf", f"clean {n}")
    office.receive()
    office.drop("u.pdf", "clean HOATOC")
    office.receive()
    assert next(d.urgency.value for d in process(office)) == "hỏa tốc"


def test_a_second_run_leaves_the_first_result(office) -> None:
    document = received(office)
    process(office)
    office.reader.confidence = 0.1
    again = process_document(document, room=office.reading_room)
    assert again.state.value == "READ"


@pytest.mark.parametrize("trouble", [IntegrityError("changed"), ValueError("quoted text"), KeyError("x")])
def test_a_document_that_cannot_be_processed_never_blocks_the_others(office, trouble) -> None:
    for n in range(2):
        office.drop(f"{n}.pdf", f"clean {n}")
    office.receive()
    office.reader.error = trouble
    assert [d.state.value for d in process(office)] == ["NEEDS_REVIEW", "NEEDS_REVIEW"]


def test_a_damaged_original_is_told_as_such(office) -> None:
    document = received(office)
    office.memory_store = MemoryStore()
    process(office)
    assert office.document().reason == "not-intact"
    assert office.document().id == document.id


def test_the_searchable_copy_of_a_scan_is_kept_beside_the_original(office) -> None:
    document = received(office, "clean scan")
    process(office)
    with office.memory.begin() as uow:
        roles = dict(uow.evidence.list(document.id))
    copy = office.memory_store.get(RECORDS, original_key(roles["searchable"]))
    assert copy == b"%PDF-searchable clean scan"
    assert office.memory_store.get(RECORDS, original_key(document.sha256)) == b"clean scan"
    assert not list((office.home / "work").rglob("searchable.pdf"))


def test_a_signed_file_gets_no_copy(office) -> None:
    document = received(office, "clean scan SIGNED")
    process(office)
    with office.memory.begin() as uow:
        assert "searchable" not in dict(uow.evidence.list(document.id))
