"""From draft to sealed: numbers before signatures, grants used once, failures on their own, power cuts harmless."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.batch import ItemState, Purpose
from vanban.domain.document import Direction
from vanban.domain.errors import CertificateError, RefusedError, StaleStateError
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS, Book
from vanban.workflows.assemble_batch import freeze_batch, grant_batch, identity_of, waiting_for
from vanban.workflows.process import process_waiting
from vanban.workflows.register_document import proposed_entry, register_document, return_document
from vanban.workflows.sign_batch import granted_batches, sign_batch

PIN = "48151623"


def registered(office, count: int = 3) -> list[str]:
    return office.registered(count)


def granted(office, ids, *, purpose: Purpose = Purpose.SIGN, pin: str = PIN) -> str:
    return office.granted(ids, purpose=purpose, pin=pin)


def states(office) -> list[str]:
    return [d.state.value for d in office.documents()]


def test_registering_writes_number_and_date_into_the_draft(office) -> None:
    (document_id,) = registered(office, 1)
    document = office.document()
    assert (document.entry.code_number, document.entry.issued_date) == ("01", dt.date(2026, 11, 22))
    numbered = office.memory_store.get(RECORDS, original_key(document.current_sha256))
    assert numbered == b"clean draft 0|01 2026-11-22"
    again = register_document(document_id, document.entry, actor="vanthu", office=office.registry)
    assert again == document


def test_a_missing_field_takes_no_number(office) -> None:
    office.drop("a.pdf", "clean in")
    office.receive()
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    document = office.document()
    with pytest.raises(RefusedError, match="trích yếu"):
        register_document(document.id, document.entry, actor="vanthu", office=office.registry)
    with office.memory.begin() as uow:
        assert uow.numbers.list(Book("van-phong", Direction.INCOMING, 2026)) == []


def test_returning_a_registered_draft_voids_its_number_with_the_reason(office) -> None:
    (first,) = registered(office, 1)
    return_document(first, why="Sai thể thức", actor="vanthu", office=office.registry)
    with office.memory.begin() as uow:
        assert uow.numbers.list(Book("van-phong", Direction.OUTGOING, 2026)) == [(1, first, "Sai thể thức")]


def test_sign_then_seal_the_whole_batch(office) -> None:
    ids = registered(office)
    batch = sign_batch(granted(office, ids), room=office.signing)
    assert [i.state for i in batch.items] == [ItemState.DONE] * 3
    assert states(office) == ["SIGNED"] * 3
    sign_batch(granted(office, ids, purpose=Purpose.SEAL), room=office.signing)
    assert states(office) == ["SEALED"] * 3
    with office.memory.begin() as uow:
        assert [role for role, _ in uow.evidence.list(ids[0])] == ["original", "numbered", "signed", "sealed"]
        assert uow.events.verify_chain() == []


def test_the_pin_is_wiped_when_the_batch_closes_and_never_in_an_event(office) -> None:
    batch_id = granted(office, registered(office, 1))
    sign_batch(batch_id, room=office.signing)
    with office.memory.begin() as uow:
        grant = uow.batches.grant_for(batch_id)
        assert grant.used_at is not None
        assert grant.sealed_pin == b""
        assert PIN not in repr(uow.events.list())


def test_a_wrong_pin_costs_one_try_and_returns_the_documents(office) -> None:
    ids = registered(office)
    batch = sign_batch(granted(office, ids, pin="00000000"), room=office.signing)
    assert office.desk.logins == 1
    assert {i.reason for i in batch.items} == {"pin"}
    assert states(office) == ["REGISTERED"] * 3
    sign_batch(granted(office, ids), room=office.signing)
    assert states(office) == ["SIGNED"] * 3


def test_a_bad_certificate_is_refused_before_the_pin_is_used(office) -> None:
    office.desk.preflight_error = CertificateError("expired", vi="Chứng thư số đã hết hạn.")
    batch = sign_batch(granted(office, registered(office)), room=office.signing)
    assert office.desk.logins == 0
    assert {i.message_vi for i in batch.items} == {"Chứng thư số đã hết hạn."}


def test_one_failure_leaves_the_rest(office) -> None:
    ids = registered(office)
    office.desk.fail[ids[1]] = "broken"
    batch = sign_batch(granted(office, ids), room=office.signing)
    assert sorted(i.state.value for i in batch.items) == ["done", "done", "failed"]
    assert sorted(states(office)) == ["REGISTERED", "SIGNED", "SIGNED"]


def test_a_lost_device_stops_the_rest(office) -> None:
    ids = registered(office)
    first = freeze_batch(ids, purpose=Purpose.SIGN, actor="lanhdao", room=office.approval).items[0].document_id
    office.desk.fail[first] = "device"
    sign_batch(granted(office, ids), room=office.signing)
    assert office.desk.signatures == []
    assert states(office) == ["REGISTERED"] * 3


def test_an_expired_grant_signs_nothing(office) -> None:
    batch_id = granted(office, registered(office))
    office.clock.at += dt.timedelta(minutes=16)
    batch = sign_batch(batch_id, room=office.signing)
    assert {i.reason for i in batch.items} == {"grant-expired"}
    assert office.desk.logins == 0


def test_a_second_run_signs_nothing_again(office) -> None:
    batch_id = granted(office, registered(office))
    sign_batch(batch_id, room=office.signing)
    sign_batch(batch_id, room=office.signing)
    assert len(office.desk.signatures) == 3
    assert granted_batches(office.memory) == []


def test_only_what_waits_can_be_frozen_and_only_the_right_person_grants(office) -> None:
    ids = registered(office)
    with pytest.raises(RefusedError):
        freeze_batch(ids, purpose=Purpose.SEAL, actor="vanthu", room=office.approval)
    batch = freeze_batch(ids, purpose=Purpose.SIGN, actor="lanhdao", room=office.approval)
    clerk = next(i for i in office.desk.identities() if i.account == "vanthu")
    with pytest.raises(RefusedError):
        grant_batch(batch.id, identity=clerk, pin=PIN, room=office.approval)
    assert len(waiting_for(Purpose.SIGN, office="van-phong", room=office.approval)) == 3


def test_the_same_document_in_two_batches_is_granted_once(office) -> None:
    ids = registered(office)
    granted(office, ids)
    second = pytest.raises((RefusedError, StaleStateError))
    with second:
        granted(office, ids)


def test_power_cut_at_any_call_never_signs_twice(new_office, power_cut) -> None:
    whole = new_office()
    batch_id = granted(whole, registered(whole, 2))
    whole.fuse.calls = 0
    sign_batch(batch_id, room=whole.signing)
    calls = whole.fuse.calls
    assert calls > 15
    for cut in range(1, calls + 1):
        office = new_office()
        ids = registered(office, 2)
        batch_id = granted(office, ids)
        office.fuse.calls, office.fuse.cut_at = 0, cut
        with contextlib.suppress(power_cut):
            sign_batch(batch_id, room=office.signing)
        office.fuse.cut_at = None
        sign_batch(batch_id, room=office.signing)
        assert len(office.desk.signatures) == len(set(office.desk.signatures)), cut
        done = {d.id: d.state.value for d in office.documents()}
        assert set(done.values()) <= {"SIGNED", "REGISTERED"}, (cut, done)
        # Every signature that was made counts, and none exists that the register does not know.
        assert sorted(office.desk.signatures) == sorted(i for i, s in done.items() if s == "SIGNED"), cut
        assert granted_batches(office.memory) == []


def test_a_list_frozen_anew_replaces_the_abandoned_one(office) -> None:
    ids = registered(office)
    abandoned = freeze_batch(ids, purpose=Purpose.SIGN, actor="lanhdao", room=office.approval)
    newest = freeze_batch(ids[:2], purpose=Purpose.SIGN, actor="lanhdao", room=office.approval)
    with office.memory.begin() as uow:
        assert [b.id for b in uow.batches.list(open_only=True)] == [newest.id]
    identity = identity_of("lanhdao", purpose=Purpose.SIGN, desk=office.desk)
    with pytest.raises(RefusedError, match="closed"):
        grant_batch(abandoned.id, identity=identity, pin=PIN, room=office.approval)
    grant_batch(newest.id, identity=identity, pin=PIN, room=office.approval)


def waiting_draft(office, content: str = "clean scan"):
    office.drop("a.pdf", content, stream="di")
    office.receive()
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    return office.document()


def test_a_copy_takes_no_number_and_goes_straight_to_the_seal(office) -> None:
    document = waiting_draft(office)
    entry = replace(proposed_entry(document), type_name="Bản sao y")
    registered = register_document(document.id, entry, actor="vanthu", office=office.registry)
    assert registered.current_sha256 == registered.sha256, "nothing is written into it"
    with office.memory.begin() as uow:
        assert uow.numbers.list(Book("van-phong", Direction.OUTGOING, 2026)) == []
    assert waiting_for(Purpose.SIGN, office="van-phong", room=office.approval) == []
    with pytest.raises(RefusedError):
        freeze_batch([document.id], purpose=Purpose.SIGN, actor="lanhdao", room=office.approval)
    sign_batch(granted(office, [document.id], purpose=Purpose.SEAL), room=office.signing)
    assert states(office) == ["SEALED"]


def test_a_copy_whose_seal_failed_waits_again_and_can_be_returned(office) -> None:
    document = waiting_draft(office)
    entry = replace(proposed_entry(document), type_name="bản sao y")
    register_document(document.id, entry, actor="vanthu", office=office.registry)
    office.desk.fail[document.id] = "broken"
    sign_batch(granted(office, [document.id], purpose=Purpose.SEAL), room=office.signing)
    assert [d.id for d in waiting_for(Purpose.SEAL, office="van-phong", room=office.approval)] == [document.id]
    return_document(document.id, why="Quét thiếu trang", actor="vanthu", office=office.registry)
    assert states(office) == ["RETURNED"]


def test_an_annex_needs_the_number_of_its_main_document_typed_as_it_is_printed(office) -> None:
    document = waiting_draft(office)
    proposed = replace(proposed_entry(document), type_name="văn bản kèm theo", code_number="")
    with pytest.raises(RefusedError, match="15/QĐ-UBND"):
        register_document(document.id, proposed, actor="vanthu", office=office.registry)
    entry = replace(proposed, code_notation="07/QĐ-UBND")
    registered = register_document(document.id, entry, actor="vanthu", office=office.registry)
    assert (registered.entry.code_number, registered.entry.code_notation) == ("07", "QĐ-UBND")
    (item,) = freeze_batch([document.id], purpose=Purpose.SEAL, actor="vanthu", room=office.approval).items
    assert item.number == "07/QĐ-UBND"


def test_a_damaged_copy_is_mended_and_the_original_kept(office) -> None:
    document = waiting_draft(office, "clean broken copy")
    entry = replace(proposed_entry(document), type_name="bản sao y")
    registered = register_document(document.id, entry, actor="vanthu", office=office.registry)
    assert office.memory_store.get(RECORDS, original_key(registered.current_sha256)) == b"clean broken copy|mended"
    assert office.memory_store.get(RECORDS, original_key(registered.sha256)) == b"clean broken copy"
    with office.memory.begin() as uow:
        assert [role for role, _ in uow.evidence.list(document.id)] == ["original", "mended"]


@pytest.mark.parametrize("kind", ["quyết định", "bản sao y"])
def test_a_file_beyond_mending_takes_no_number_and_waits(office, kind) -> None:
    document = waiting_draft(office, "clean beyond mending")
    entry = replace(proposed_entry(document), type_name=kind)
    with pytest.raises(RefusedError, match="cannot take a signature"):
        register_document(document.id, entry, actor="vanthu", office=office.registry)
    with office.memory.begin() as uow:
        assert uow.numbers.list(Book("van-phong", Direction.OUTGOING, 2026)) == []
    assert states(office) == ["READ"]


def test_what_arrived_on_new_years_eve_and_was_registered_after_it_can_be_returned(office) -> None:
    office.clock.at = dt.datetime(2026, 12, 31, 9, 0, tzinfo=dt.UTC)
    office.drop("a.pdf", "clean in")
    office.receive()
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    document = office.document()
    office.clock.at = dt.datetime(2027, 1, 1, 2, 0, tzinfo=dt.UTC)
    entry = proposed_entry(document)
    register_document(document.id, replace(entry, subject="Về việc thử"), actor="vanthu", office=office.registry)
    return_document(document.id, why="Gửi nhầm nơi nhận", actor="vanthu", office=office.registry)
    with office.memory.begin() as uow:
        assert uow.numbers.list(Book("van-phong", Direction.INCOMING, 2027)) == [(1, document.id, "Gửi nhầm nơi nhận")]
