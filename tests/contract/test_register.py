"""The contract of ``vanban.ports.Register``, on PostgreSQL and in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanban.domain.batch import Batch, BatchItem, Grant, ItemState, Purpose
from vanban.domain.document import Direction, Document, RegisterEntry, State, Urgency
from vanban.domain.errors import DuplicateError, NotFoundError, RefusedError, StaleStateError
from vanban.domain.evidence import GENESIS, ArchiveReceipt
from vanban.domain.intake import Disposition, IntakeItem
from vanban.ports import Book, Register
from vanban.register.memory import MemoryRegister

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
BOOK = Book(office="van-phong", direction=Direction.INCOMING, year=2026)
SEQUENCE = itertools.count(1)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.services)])
def any_register(request: pytest.FixtureRequest) -> Register:
    return MemoryRegister() if request.param == "memory" else request.getfixturevalue("register")


def document(**fields) -> Document:
    n = next(SEQUENCE)
    usual = {
        "id": f"doc-{n:04}",
        "claim_id": f"claim-{n:04}",
        "office": "van-phong",
        "direction": Direction.INCOMING,
        "state": State.RECEIVED,
        "sha256": f"{n:064x}",
        "size": 1234,
        "media_type": "application/pdf",
        "file_name": "Quyết định số 05.pdf",
        "received_at": NOW + dt.timedelta(seconds=n),
        "received_by": "vanthu",
    }
    return Document(**usual | fields)


def item(**fields) -> IntakeItem:
    n = next(SEQUENCE)
    usual = {
        "claim_id": f"claim-{n:04}",
        "disposition": Disposition.ACCEPTED,
        "sha256": f"{n:064x}",
        "size": 99,
        "received_at": NOW + dt.timedelta(seconds=n),
        "received_by": "vanthu",
        "office": "van-phong",
        "direction": Direction.OUTGOING,
        "file_name": "Tờ trình.pdf",
        "document_id": f"doc-{n:04}",
    }
    return IntakeItem(**usual | fields)


def stored(register: Register, **fields) -> Document:
    one = document(**fields)
    with register.begin() as uow:
        uow.documents.add(one)
        uow.commit()
    return one


def stored_batch(register: Register, *, size: int = 2, **fields) -> Batch:
    lines = tuple(
        BatchItem(
            document_id=stored(register).id, sha256="a" * 64, kind="công văn", number="05/UBND", subject="Về việc"
        )
        for _ in range(size)
    )
    usual = {"id": f"batch-{next(SEQUENCE)}", "purpose": Purpose.SIGN, "office": "van-phong", "created_by": "lanhdao"}
    batch = Batch(**usual | {"created_at": NOW, "items": lines} | fields)
    with register.begin() as uow:
        uow.batches.add(batch)
        uow.commit()
    return batch


def grant(batch: Batch, **fields) -> Grant:
    usual = {
        "id": f"grant-{next(SEQUENCE)}",
        "batch_id": batch.id,
        "manifest_sha256": batch.manifest_sha256,
        "person": "lanhdao",
        "certificate_sha256": "c" * 64,
        "granted_at": NOW,
        "expires_at": NOW + dt.timedelta(minutes=15),
        "sealed_pin": b"\x00sealed\xff",
    }
    return Grant(**usual | fields)


# --- unit of work


def test_nothing_is_kept_without_commit(any_register: Register) -> None:
    one = document()
    with any_register.begin() as uow:
        uow.documents.add(one)
        uow.numbers.take(BOOK, document_id=one.id)
        uow.events.append(at=NOW, actor="vanthu", name="document.received", subject=one.id)
        assert uow.documents.get(one.id) == one
    with any_register.begin() as uow:
        with pytest.raises(NotFoundError):
            uow.documents.get(one.id)
        assert uow.numbers.list(BOOK) == []
        assert uow.events.list() == []


def test_an_error_rolls_back(any_register: Register) -> None:
    def fail_halfway() -> None:
        with any_register.begin() as uow:
            uow.intake.add(item())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with any_register.begin() as uow:
        assert sum(uow.intake.counts().values()) == 0


def test_a_unit_of_work_goes_on_after_commit(any_register: Register) -> None:
    first, second, third = document(), document(), document()
    with any_register.begin() as uow:
        uow.documents.add(first)
        uow.commit()
        uow.documents.add(second)
        uow.commit()
        uow.documents.add(third)
    with any_register.begin() as uow:
        assert [one.id for one in uow.documents.list()] == [first.id, second.id]


def test_others_see_only_what_is_committed(any_register: Register) -> None:
    one = document()
    with any_register.begin() as writing, any_register.begin() as reading:
        writing.documents.add(one)
        assert reading.documents.list() == []
        writing.commit()
        assert reading.documents.list() == [one]


@pytest.mark.parametrize("part", ["numbers", "evidence", "receipts", "batches"])
def test_what_points_to_no_document_is_not_committed(any_register: Register, part: str) -> None:
    with any_register.begin() as uow:
        match part:
            case "numbers":
                uow.numbers.take(BOOK, document_id="nobody")
            case "evidence":
                uow.evidence.add("nobody", role="original", sha256="0" * 64, at=NOW)
            case "receipts":
                uow.receipts.add(receipt("nobody"))
            case "batches":
                lines = (BatchItem(document_id="nobody", sha256="0" * 64),)
                uow.batches.add(Batch("b", Purpose.SEAL, "van-phong", "vanthu", NOW, lines))
        with pytest.raises(NotFoundError):
            uow.commit()
        assert uow.numbers.list(BOOK) == []


# --- intake


def test_the_first_outcome_of_a_claim_stays(any_register: Register) -> None:
    first = item(disposition=Disposition.QUARANTINED, reason="truncated", document_id="")
    again = dataclasses.replace(first, disposition=Disposition.ACCEPTED, reason="")
    with any_register.begin() as uow:
        assert uow.intake.add(first) == first
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.add(again) == first
        assert uow.intake.get(first.claim_id) == first
        assert uow.intake.get("unknown") is None


def test_the_same_bytes_are_accepted_once(any_register: Register) -> None:
    first = item()
    second = item(sha256=first.sha256)
    with any_register.begin() as uow:
        uow.intake.add(first)
        uow.commit()
    with any_register.begin() as uow:
        with pytest.raises(DuplicateError) as caught:
            uow.intake.add(second)
        assert caught.value.document_id == first.document_id
        duplicate = dataclasses.replace(
            second, disposition=Disposition.DUPLICATE, reason="duplicate", document_id=caught.value.document_id
        )
        assert uow.intake.add(duplicate) == duplicate
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.accepted(first.sha256) == first
        assert uow.intake.accepted("f" * 64) is None
        assert uow.intake.counts() == {
            Disposition.ACCEPTED: 1,
            Disposition.DUPLICATE: 1,
            Disposition.QUARANTINED: 0,
            Disposition.SUSPECT: 0,
        }


def test_an_accepted_claim_that_comes_again_is_no_duplicate_of_itself(any_register: Register) -> None:
    first = item()
    with any_register.begin() as uow:
        uow.intake.add(first)
        assert uow.intake.add(first) == first


def test_items_are_listed_newest_first(any_register: Register) -> None:
    items = [item(), item(disposition=Disposition.QUARANTINED, reason="empty"), item()]
    with any_register.begin() as uow:
        for one in items:
            uow.intake.add(one)
        assert uow.intake.list() == items[::-1]
        assert uow.intake.list(disposition=Disposition.ACCEPTED, limit=1) == [items[2]]


def test_a_suspect_keeps_nothing_but_its_digest(any_register: Register) -> None:
    bare = item(
        disposition=Disposition.SUSPECT, reason="suspect", document_id="", office="", direction=None, file_name=""
    )
    with any_register.begin() as uow:
        for name, value in [("file_name", "x.pdf"), ("office", "van-phong"), ("direction", Direction.INCOMING)]:
            with pytest.raises(RefusedError):
                uow.intake.add(dataclasses.replace(bare, **{name: value}))
        assert uow.intake.add(bare) == bare
        assert uow.intake.list() == [bare]


def test_one_of_two_drops_at_once_is_the_duplicate(any_register: Register) -> None:
    start = threading.Barrier(6)

    def drop(n: int) -> str:
        one = item(sha256="e" * 64, claim_id=f"racing-{n}", document_id=f"racing-doc-{n}")
        start.wait()
        with any_register.begin() as uow:
            try:
                uow.intake.add(one)
            except DuplicateError as error:
                return error.document_id
            uow.commit()
            return ""

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(drop, range(6)))
    with any_register.begin() as uow:
        winner = uow.intake.accepted("e" * 64)
        assert winner is not None
        assert sorted(outcomes) == sorted(["", *[winner.document_id] * 5])


# --- documents

FULL = RegisterEntry(
    organ_id="000.00.00.H26",
    file_catalog=3,
    file_notation="HS-01",
    doc_ordinal=7,
    type_name="quyết định",
    code_number="05",
    code_notation="QĐ-UBND",
    issued_date=dt.date(2026, 3, 1),
    organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
    subject="Về việc thử sổ đăng ký",
    page_amount=4,
    description="mô tả",
    arrival_date=dt.date(2026, 3, 2),
    arrival_number=12,
    signer_position="CHỦ TỊCH",
    signer_full_name="Nguyễn Văn Mẫu",
    priority=3,
    to_places="Như trên; Lưu: VT",
    trace_header_list="…",
    due_date=dt.date(2026, 4, 1),
    issued_amount=2,
)


def test_a_document_comes_back_as_it_was(any_register: Register) -> None:
    one = document(
        urgency=Urgency.EXPRESS,
        pages=4,
        current_sha256="b" * 64,
        reason="low-confidence",
        note="ghi chú",
        warnings=("same-identity", "symbol"),
        reading={"facts": {"kind": {"value": "quyết định", "confidence": 0.9731, "box": [1.5, 2.0, 3, 4]}}, "pages": 4},
        verdict={"verdict": "valid", "signatures": []},
        entry=FULL,
    )
    with any_register.begin() as uow:
        uow.documents.add(one)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.documents.get(one.id) == one


def test_a_document_is_added_once(any_register: Register) -> None:
    one = stored(any_register)
    with any_register.begin() as uow:
        for again in (one, dataclasses.replace(one, id="other"), dataclasses.replace(one, claim_id="other")):
            with pytest.raises(DuplicateError):
                uow.documents.add(again)
        assert uow.documents.list() == [one]


def test_change_follows_the_transitions(any_register: Register) -> None:
    one = stored(any_register)
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
        entered = uow.documents.change(one.id, expect=State.READ, state=State.REGISTERED, entry=FULL)
        assert uow.documents.get(one.id) == entered == dataclasses.replace(noted, state=State.REGISTERED, entry=FULL)


def test_what_was_received_never_changes(any_register: Register) -> None:
    one = stored(any_register)
    with any_register.begin() as uow:
        for fields in ({"sha256": "0" * 64}, {"id": "x"}, {"claim_id": "x"}, {"size": 1}):
            with pytest.raises(RefusedError):
                uow.documents.change(one.id, expect=State.RECEIVED, **fields)
        with pytest.raises(TypeError):
            uow.documents.change(one.id, expect=State.RECEIVED, colour="red")
        with pytest.raises(NotFoundError):
            uow.documents.change("unknown", expect=State.RECEIVED, note="x")


def test_a_document_that_turns_suspect_leaves_no_name_in_the_ledger(any_register: Register) -> None:
    one = stored(any_register)
    claim = item(claim_id=one.claim_id, document_id=one.id, sha256=one.sha256, file_name=one.file_name)
    with any_register.begin() as uow:
        uow.intake.add(claim)
        uow.commit()
    with any_register.begin() as uow:
        uow.documents.change(one.id, expect=State.RECEIVED, state=State.SUSPECT, reason="suspect", file_name="")
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.get(one.claim_id) == dataclasses.replace(claim, file_name="")
        assert uow.documents.get(one.id).file_name == ""


def test_only_one_of_two_steps_at_once_succeeds(any_register: Register) -> None:
    one = stored(any_register)
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


def test_documents_are_listed_urgent_first_then_oldest(any_register: Register) -> None:
    old, new = stored(any_register), stored(any_register, direction=Direction.OUTGOING)
    express = stored(any_register, urgency=Urgency.EXPRESS, office="dia-chinh")
    urgent = stored(any_register, urgency=Urgency.URGENT, state=State.READ)
    with any_register.begin() as uow:
        assert uow.documents.list() == [express, urgent, old, new]
        assert uow.documents.list(state=State.RECEIVED) == [express, old, new]
        assert uow.documents.list(direction=Direction.OUTGOING) == [new]
        assert uow.documents.list(office="dia-chinh") == [express]
        assert uow.documents.list(limit=2) == [express, urgent]
        counts = uow.documents.counts()
        assert (counts[State.RECEIVED], counts[State.READ], counts[State.ARCHIVED]) == (3, 1, 0)


def test_the_same_number_symbol_and_issuer_are_found_without_accents(any_register: Register) -> None:
    first = stored(any_register, state=State.REGISTERED, entry=FULL)
    stored(any_register, state=State.READ, entry=FULL)
    other_year = dataclasses.replace(FULL, issued_date=dt.date(2025, 3, 1))
    stored(any_register, state=State.ARCHIVED, entry=other_year)
    same = {"number": "5", "symbol": "qđ - ubnd", "issuer": "Uỷ ban  nhân dân phường Mẫu"}
    with any_register.begin() as uow:
        assert uow.documents.same_identity(**same, year=2026) == [first]
        assert uow.documents.same_identity(**same, year=2026, but=first.id) == []
        assert uow.documents.same_identity(**same | {"number": "50"}, year=2026) == []
        assert uow.documents.same_identity(number="", symbol="", issuer=FULL.organ_name, year=2026) == []


# --- numbers


def test_numbers_run_from_one_in_each_book(any_register: Register) -> None:
    ids = [stored(any_register).id for _ in range(3)]
    other = Book(office="van-phong", direction=Direction.OUTGOING, year=2026)
    with any_register.begin() as uow:
        assert [uow.numbers.take(BOOK, document_id=one) for one in ids] == [1, 2, 3]
        assert uow.numbers.take(BOOK, document_id=ids[1]) == 2
        assert uow.numbers.take(other, document_id=ids[2]) == 1
        uow.commit()
    with any_register.begin() as uow:
        assert uow.numbers.list(BOOK) == [(1, ids[0], ""), (2, ids[1], ""), (3, ids[2], "")]
        assert uow.numbers.take(dataclasses.replace(BOOK, year=2027), document_id=ids[0]) == 1


def test_a_void_number_keeps_its_row_and_is_never_given_again(any_register: Register) -> None:
    one, two = stored(any_register).id, stored(any_register).id
    with any_register.begin() as uow:
        uow.numbers.take(BOOK, document_id=one)
        uow.numbers.void(BOOK, document_id=one, reason="ký không thành")
        uow.numbers.void(BOOK, document_id=one, reason="lần hai")
        assert uow.numbers.take(BOOK, document_id=two) == 2
        assert uow.numbers.take(BOOK, document_id=one) == 3
        assert uow.numbers.list(BOOK) == [(1, one, "ký không thành"), (2, two, ""), (3, one, "")]
        with pytest.raises(RefusedError):
            uow.numbers.void(BOOK, document_id=two, reason="  ")
        with pytest.raises(NotFoundError):
            uow.numbers.void(BOOK, document_id="unknown", reason="x")


def test_eight_clerks_at_once_leave_no_gap(any_register: Register) -> None:
    ids = [stored(any_register).id for _ in range(24)]

    def register_some(worker: int) -> None:
        for position, document_id in enumerate(ids[worker::8]):
            with any_register.begin() as uow:
                uow.numbers.take(BOOK, document_id=document_id)
                if position == worker % 3:
                    continue  # left without commit: the number goes to the next
                uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(register_some, range(8)))
    with any_register.begin() as uow:
        numbers = uow.numbers.list(BOOK)
    assert [number for number, _, _ in numbers] == list(range(1, 17))
    assert len({document_id for _, document_id, _ in numbers}) == 16


STEP = st.tuples(st.integers(0, 4), st.sampled_from(["take", "void"]), st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=10))
def test_numbers_stay_gapless_whatever_is_taken_voided_or_rolled_back(
    any_register: Register, steps: list[tuple[int, str, bool]]
) -> None:
    book = dataclasses.replace(BOOK, year=next(SEQUENCE))
    ids = [stored(any_register).id for _ in range(5)]
    held: dict[str, int] = {}
    expected: list[tuple[int, str, str]] = []
    for who, what, keep in steps:
        with any_register.begin() as uow:
            if what == "take":
                number = uow.numbers.take(book, document_id=ids[who])
                assert number == held.get(ids[who], len(expected) + 1)
                if keep and ids[who] not in held:
                    held[ids[who]] = number
                    expected.append((number, ids[who], ""))
            elif any(holder == ids[who] for _, holder, _ in expected):
                uow.numbers.void(book, document_id=ids[who], reason="hủy")
                if keep and ids[who] in held:
                    voided = held.pop(ids[who])
                    expected[voided - 1] = (voided, ids[who], "hủy")
            if keep:
                uow.commit()
    with any_register.begin() as uow:
        assert uow.numbers.list(book) == expected
    assert [number for number, _, _ in expected] == list(range(1, len(expected) + 1))


# --- batches and grants


def test_a_batch_comes_back_with_its_frozen_manifest(any_register: Register) -> None:
    batch = stored_batch(any_register, size=3)
    with any_register.begin() as uow:
        assert uow.batches.get(batch.id) == batch
        assert uow.batches.get(batch.id).manifest_sha256 == batch.manifest_sha256
        with pytest.raises(RefusedError):
            uow.batches.add(batch)
        with pytest.raises(NotFoundError):
            uow.batches.get("unknown")


def test_batches_are_listed_newest_first_and_closed_once(any_register: Register) -> None:
    old = stored_batch(any_register)
    new = stored_batch(any_register, created_at=NOW + dt.timedelta(hours=1), items=())
    with any_register.begin() as uow:
        assert uow.batches.list() == [new, old]
        uow.batches.close(new.id, at=NOW)
        uow.batches.close(new.id, at=NOW + dt.timedelta(days=1))
        assert uow.batches.get(new.id).closed_at == NOW
        assert uow.batches.list(open_only=True) == [old]
        assert uow.batches.list(limit=1)[0].id == new.id
        with pytest.raises(NotFoundError):
            uow.batches.close("unknown", at=NOW)


def test_the_first_result_of_an_item_stays(any_register: Register) -> None:
    batch = stored_batch(any_register)
    done = dataclasses.replace(batch.items[0], state=ItemState.DONE, result_sha256="d" * 64)
    failed = dataclasses.replace(
        batch.items[0], state=ItemState.FAILED, reason="device", message_vi="hỏng", message_en="broken"
    )
    with any_register.begin() as uow:
        uow.batches.set_item(batch.id, done)
        uow.commit()
    with any_register.begin() as uow:
        uow.batches.set_item(batch.id, failed)
        uow.batches.set_item(batch.id, dataclasses.replace(failed, document_id=batch.items[1].document_id))
        got = uow.batches.get(batch.id)
        assert got.items[0] == done
        assert (got.items[1].state, got.items[1].message_vi) == (ItemState.FAILED, "hỏng")
        assert got.manifest_sha256 == batch.manifest_sha256
        assert got.pending == ()


def test_a_result_must_be_of_a_line_of_the_manifest(any_register: Register) -> None:
    batch = stored_batch(any_register)
    done = dataclasses.replace(batch.items[0], state=ItemState.DONE)
    with any_register.begin() as uow:
        with pytest.raises(RefusedError):
            uow.batches.set_item(batch.id, dataclasses.replace(done, sha256="9" * 64))
        with pytest.raises(RefusedError):
            uow.batches.set_item(batch.id, dataclasses.replace(done, document_id="unknown"))
        with pytest.raises(NotFoundError):
            uow.batches.set_item("unknown", done)


def test_a_grant_is_used_once_and_its_pin_wiped(any_register: Register) -> None:
    batch = stored_batch(any_register)
    one = grant(batch)
    with any_register.begin() as uow:
        assert uow.batches.grant_for(batch.id) is None
        uow.batches.add_grant(one)
        assert uow.batches.grant_for(batch.id) == one
        uow.commit()
    later = NOW + dt.timedelta(minutes=1)
    with any_register.begin() as uow:
        assert uow.batches.use_grant(one.id, at=later) is True
        uow.commit()
    with any_register.begin() as uow:
        assert uow.batches.use_grant(one.id, at=later + dt.timedelta(minutes=1)) is False
        assert uow.batches.grant_for(batch.id) == dataclasses.replace(one, used_at=later, sealed_pin=b"")
        with pytest.raises(NotFoundError):
            uow.batches.use_grant("unknown", at=NOW)


def test_a_batch_has_one_usable_grant(any_register: Register) -> None:
    batch = stored_batch(any_register)
    first = grant(batch)
    with any_register.begin() as uow:
        uow.batches.add_grant(first)
        with pytest.raises(RefusedError):
            uow.batches.add_grant(grant(batch, granted_at=NOW + dt.timedelta(minutes=14)))
        after_expiry = grant(batch, granted_at=first.expires_at, expires_at=first.expires_at + dt.timedelta(minutes=15))
        uow.batches.add_grant(after_expiry)
        assert uow.batches.grant_for(batch.id) == after_expiry
        assert uow.batches.use_grant(after_expiry.id, at=first.expires_at) is True
        uow.batches.add_grant(grant(batch, granted_at=after_expiry.granted_at + dt.timedelta(seconds=1)))
        with pytest.raises(NotFoundError):
            uow.batches.add_grant(grant(batch, batch_id="unknown"))


def test_a_grant_is_used_by_one_of_many(any_register: Register) -> None:
    batch = stored_batch(any_register)
    one = grant(batch)
    with any_register.begin() as uow:
        uow.batches.add_grant(one)
        uow.commit()
    start = threading.Barrier(4)

    def use(_: int) -> bool:
        start.wait()
        with any_register.begin() as uow:
            used = uow.batches.use_grant(one.id, at=NOW)
            uow.commit()
            return used

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]


# --- events


def test_events_form_a_chain(any_register: Register) -> None:
    data = {"sha256": "a" * 64, "big": 1e22, "exact": 100.0, "list": (1, 2), "chữ": "ạ"}
    with any_register.begin() as uow:
        first = uow.events.append(at=NOW, actor="vanthu", name="document.received", subject="d1", data=data)
        uow.commit()
    hanoi = dt.timezone(dt.timedelta(hours=7))
    with any_register.begin() as uow:
        second = uow.events.append(at=NOW.astimezone(hanoi), actor="hệ thống", name="document.read", subject="d2")
        uow.commit()
    assert (first.sequence, first.previous, second.sequence, second.previous) == (1, GENESIS, 2, first.digest)
    with any_register.begin() as uow:
        assert uow.events.list() == [first, second]
        assert uow.events.list(subject="d2") == [second]
        assert uow.events.list(after=1) == [second]
        assert uow.events.list(limit=1) == [first]
        assert uow.events.verify_chain() == []


def test_the_chain_stays_whole_under_many_writers(any_register: Register) -> None:
    def write(worker: int) -> None:
        for n in range(10):
            with any_register.begin() as uow:
                uow.events.append(at=NOW, actor=f"worker {worker}", name="test.event", subject=str(n))
                if n % 4 != 3:
                    uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with any_register.begin() as uow:
        assert [event.sequence for event in uow.events.list()] == list(range(1, 33))
        assert uow.events.verify_chain() == []


def test_units_of_work_never_wait_for_each_other_in_a_circle(any_register: Register) -> None:
    ids = [stored(any_register).id for _ in range(4)]

    def change_all(worker: int) -> None:
        for _ in range(5):
            with any_register.begin() as uow:
                for document_id in ids[worker:] + ids[:worker]:
                    uow.documents.change(document_id, expect=State.RECEIVED, note=f"{worker}")
                    uow.events.append(at=NOW, actor="x", name="test.event", subject=document_id)
                uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change_all, range(4)))
    with any_register.begin() as uow:
        assert len(uow.events.list()) == 4 * 5 * 4
        assert len({uow.documents.get(one).note for one in ids}) == 1


# --- receipts and evidence


def receipt(document_id: str, **fields) -> ArchiveReceipt:
    usual = {
        "package": f"packages/{document_id}",
        "manifest_sha256": "1" * 64,
        "retain_until": NOW + dt.timedelta(days=3650),
        "archived_at": NOW,
        "objects": {"a": "2" * 64},
    }
    return ArchiveReceipt(document_id=document_id, **usual | fields)


def test_the_first_receipt_of_a_document_stays(any_register: Register) -> None:
    one, two = stored(any_register), stored(any_register)
    with any_register.begin() as uow:
        assert uow.receipts.get(one.id) is None
        uow.receipts.add(receipt(one.id))
        uow.receipts.add(receipt(one.id, package="other"))
        uow.receipts.add(receipt(two.id, archived_at=NOW - dt.timedelta(days=1)))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.receipts.get(one.id) == receipt(one.id)
        assert [r.document_id for r in uow.receipts.list()] == [two.id, one.id]
        assert len(uow.receipts.list(limit=1)) == 1


def test_evidence_is_noted_once_in_order(any_register: Register) -> None:
    one = stored(any_register)
    with any_register.begin() as uow:
        for role, digest in [("original", "1"), ("signed", "3"), ("original", "1"), ("sealed", "4"), ("signed", "5")]:
            uow.evidence.add(one.id, role=role, sha256=digest * 64, at=NOW)
        uow.commit()
    with any_register.begin() as uow:
        roles = [("original", "1" * 64), ("signed", "3" * 64), ("sealed", "4" * 64), ("signed", "5" * 64)]
        assert uow.evidence.list(one.id) == roles
        assert uow.evidence.list("unknown") == []


def test_evidence_may_be_noted_before_its_document_in_one_unit_of_work(any_register: Register) -> None:
    one = document()
    with any_register.begin() as uow:
        uow.evidence.add(one.id, role="original", sha256=one.sha256, at=NOW)
        uow.documents.add(one)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.evidence.list(one.id) == [("original", one.sha256)]


# --- handing out work


def test_take_gives_the_most_urgent_then_the_oldest_that_nobody_holds(any_register: Register) -> None:
    old, new = stored(any_register), stored(any_register, direction=Direction.OUTGOING)
    express = stored(any_register, urgency=Urgency.EXPRESS)
    waiting = frozenset({State.RECEIVED})
    with any_register.take(states=waiting) as first, any_register.take(states=waiting) as second:
        assert (first, second) == (express, old)
        with any_register.take(states=waiting, direction=Direction.INCOMING) as none_left:
            assert none_left is None
        with any_register.take(states=waiting) as third, any_register.take(states=waiting) as fourth:
            assert (third, fourth) == (new, None)
    with any_register.take(states=waiting) as again:
        assert again == express
    with any_register.take(states=frozenset({State.READ, State.NEEDS_REVIEW})) as nothing:
        assert nothing is None


def test_take_can_ask_for_urgent_ones_only(any_register: Register) -> None:
    stored(any_register)
    urgent = stored(any_register, urgency=Urgency.URGENT)
    waiting = frozenset({State.RECEIVED})
    with any_register.take(states=waiting, urgent_only=True) as first:
        assert first == urgent
        with any_register.take(states=waiting, urgent_only=True) as second:
            assert second is None


def test_a_hold_ends_with_an_error_too(any_register: Register) -> None:
    one = stored(any_register)
    with pytest.raises(ZeroDivisionError), any_register.take(states=frozenset({State.RECEIVED})):
        raise ZeroDivisionError
    with any_register.take(states=frozenset({State.RECEIVED})) as again:
        assert again == one


def test_workers_share_the_queue_without_doing_anything_twice(any_register: Register) -> None:
    ids = {stored(any_register).id for _ in range(12)}
    done: list[str] = []

    def work(_: int) -> None:
        while True:
            with any_register.take(states=frozenset({State.RECEIVED})) as one:
                if one is None:
                    return
                with any_register.begin() as uow:
                    uow.documents.change(one.id, expect=State.RECEIVED, state=State.READ)
                    uow.commit()
                done.append(one.id)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert sorted(done) == sorted(ids)


def test_a_named_hold_is_exclusive(any_register: Register) -> None:
    with any_register.hold("sweep") as mine, any_register.hold("sweep") as theirs, any_register.hold("audit") as other:
        assert (mine, theirs, other) == (True, False, True)
    with any_register.hold("sweep") as again:
        assert again is True


def test_text_is_stored_outside_the_unit_of_work(any_register: Register) -> None:
    one = stored(any_register)
    any_register.search_text(one.id, ["trang một\x00", "trang hai"])
    any_register.search_text(one.id, ["trang một"])
    with any_register.begin() as uow:
        assert uow.documents.get(one.id) == one
    with pytest.raises(NotFoundError):
        any_register.search_text("unknown", ["…"])


def test_errors_say_what_to_do_in_both_languages(any_register: Register) -> None:
    failing: list[Callable[[], object]] = []
    with any_register.begin() as uow:
        failing.append(lambda: uow.documents.get("unknown"))
        failing.append(lambda: uow.batches.get("unknown"))
        for one in failing:
            with pytest.raises(NotFoundError) as caught:
                one()
            assert caught.value.vi != caught.value.en
            assert caught.value.remedy
