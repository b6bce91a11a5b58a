"""Running again: from the step that fits, with a reason, once however often it is asked for, and nothing is lost."""

from __future__ import annotations

import contextlib
import hashlib

import pytest

from vanban.domain.errors import NotFoundError, RefusedError, SuspectError, UnreadableError
from vanban.workflows.account import take_account
from vanban.workflows.process import process_waiting
from vanban.workflows.rerun import RerunRoom, Step, rerun

WHY = {"why": "LibreOffice đã được cài", "actor": "vanthu"}


def room_of(office) -> RerunRoom:
    return RerunRoom(register=office.memory, cabinet=office.cabinet, clock=office.clock)


@pytest.fixture
def room(office) -> RerunRoom:
    return room_of(office)


def process(office) -> None:
    list(process_waiting(office.reading_room, keep_on=lambda: True))


def refused(office, content: str = "no-office letter"):
    office.drop("Thư.doc", content)
    (item,) = office.receive()
    assert item.disposition.value == "quarantined"
    return item


def mend(office, item) -> None:
    """Put right what made the examiner refuse: here a file is known by its first word."""
    payload = office.home / "quarantine" / item.claim_id / "payload"
    payload.write_text("clean letter")


def test_a_refused_file_is_received_again_under_its_claim_and_name(office, room) -> None:
    item = refused(office)
    mend(office, item)
    assert rerun(item.claim_id, **WHY, room=room) is Step.EXAMINE
    (again,) = office.receive()
    document = office.document()
    assert (again.claim_id, again.disposition.value, document.file_name) == (item.claim_id, "accepted", "Thư.doc")
    assert not list((office.home / "done" / item.claim_id).glob("reason.json"))
    assert [one.name for one in office.events(item.claim_id)] == [
        "intake.quarantined",
        "intake.rerun-asked",
        "intake.reopened",
    ]
    assert office.events(item.claim_id)[1].data["why"] == WHY["why"]
    assert take_account(office.accounting).balanced


def test_a_file_that_is_still_refused_lies_where_it_lay_with_its_reason(office, room) -> None:
    item = refused(office)
    rerun(item.claim_id, **WHY, room=room)
    (again,) = office.receive()
    assert (again.disposition, again.reason, again.again) == (item.disposition, "no-office", False)
    assert (office.home / "quarantine" / item.claim_id / "reason.json").exists()
    assert take_account(office.accounting).balanced


def test_asked_twice_it_is_done_once_also_while_it_is_under_way(office, room) -> None:
    item = refused(office)
    for _ in range(2):
        rerun(item.claim_id, **WHY, room=room)
    with office.memory.begin() as uow:
        uow.intake.reopen(item.claim_id)
        uow.events.append(at=office.clock.now(), actor="intake", name="intake.reopened", subject=item.claim_id)
        uow.commit()
    assert rerun(item.claim_id, **WHY, room=room) is Step.EXAMINE
    assert [one.name for one in office.events(item.claim_id)].count("intake.rerun-asked") == 1


@pytest.mark.parametrize("error", [UnreadableError("time-limit"), None])
def test_a_document_is_read_again_and_keeps_what_was_proposed_until_then(office, room, error) -> None:
    office.drop("a.pdf", "clean paper")
    office.receive()
    office.reader.confidence = 0.5
    process(office)
    before = office.document()
    left = office.home / "work" / before.claim_id / "page-0001.json"
    left.write_text("{}")
    for _ in range(2):
        assert rerun(before.id, **WHY, room=room) is Step.READ
    assert (office.document().state.value, office.document().reading) == ("RECEIVED", before.reading)
    assert not left.exists()
    office.reader.confidence, office.reader.error = 0.99, error
    process(office)
    after = office.document()
    if error:
        assert (after.state.value, after.reading) == ("NEEDS_REVIEW", before.reading)
    else:
        assert (after.state.value, after.reading["facts"]["symbol"]["confidence"]) == ("READ", 0.99)
    assert [one.name for one in office.events(before.id)].count("document.rerun") == 1


def test_a_mark_found_at_the_second_reading_takes_the_first_with_it(office, room) -> None:
    office.drop("a.pdf", "clean paper")
    office.receive()
    process(office)
    rerun(office.document().id, **WHY, room=room)
    office.reader.error = SuspectError()
    process(office)
    document = office.document()
    assert (document.state.value, document.reading, document.entry.page_amount) == ("SUSPECT", None, None)


def test_what_does_not_fit_is_refused_with_what_would(office, room) -> None:
    office.drop("a.pdf", "clean paper")
    office.drop("b.pdf", "clean paper")
    office.drop("c.pdf", "suspect paper")
    items = {item.disposition.value: item for item in office.receive()}
    for disposition in ("duplicate", "suspect"):
        with pytest.raises(RefusedError):
            rerun(items[disposition].claim_id, **WHY, room=room)
    with pytest.raises(RefusedError):
        rerun(items["accepted"].claim_id, **WHY, room=room, step=Step.EXAMINE)
    with pytest.raises(RefusedError):
        rerun(items["accepted"].document_id, why=" ", actor="vanthu", room=room)
    with pytest.raises(NotFoundError):
        rerun(items["accepted"].document_id, **WHY, room=room, office="phong-khac")
    with pytest.raises(NotFoundError):
        rerun("unknown", **WHY, room=room)
    registered = office.registered(1)[0]
    with pytest.raises(RefusedError):
        rerun(registered, **WHY, room=room)


def test_power_cut_while_a_file_is_received_again_loses_nothing(new_office, power_cut) -> None:
    def asked(office) -> None:
        item = refused(office)
        mend(office, item)
        rerun(item.claim_id, **WHY, room=room_of(office))
        office.fuse.calls = 0

    whole = new_office()
    asked(whole)
    whole.receive()
    for cut in range(1, whole.fuse.calls + 1):
        office = new_office()
        asked(office)
        office.fuse.cut_at = cut
        with contextlib.suppress(power_cut):
            office.receive()
        half_way = take_account(office.accounting)
        assert (half_way.balanced, half_way.seen) == (True, 1), (cut, half_way.problems)
        office.fuse.cut_at = None
        office.receive()
        account = take_account(office.accounting)
        assert (account.balanced, account.in_progress) == (True, 1), (cut, account.problems)
        assert office.document().sha256 == hashlib.sha256(b"clean letter").hexdigest()
