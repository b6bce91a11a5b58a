"""A suspect is released by two people for exactly its bytes, and then goes the way of any other file."""

from __future__ import annotations

import contextlib
import hashlib
import stat

import pytest

from vanban.domain.document import Direction
from vanban.domain.errors import NotFoundError, RefusedError, StaleStateError, SuspectError
from vanban.workflows.account import take_account
from vanban.workflows.process import process_waiting
from vanban.workflows.second_look import SecondLookRoom, ask_release, confirm_release, refuse_release, suspects

PAPER = "suspect but false"
SHA256 = hashlib.sha256(PAPER.encode()).hexdigest()


@pytest.fixture
def room(office) -> SecondLookRoom:
    return SecondLookRoom(register=office.memory, clock=office.clock)


def ask(room, sha256: str = SHA256, *, actor: str = "vanthu", unit: str = "van-phong"):
    why = "Dấu ĐẾN màu đỏ bị nhận nhầm"
    return ask_release(sha256, why=why, actor=actor, office=unit, direction=Direction.OUTGOING, room=room)


def confirm(room, sha256: str = SHA256, *, actor: str = "lanhdao", unit: str = "van-phong"):
    return confirm_release(sha256, why="Đã đối chiếu bản giấy", actor=actor, office=unit, room=room)


def release(room, sha256: str = SHA256) -> None:
    ask(room, sha256)
    confirm(room, sha256)


def suspected(office, *, content: str = PAPER):
    office.drop("Quyết định 12.pdf", content)
    (item,) = office.receive()
    assert item.disposition.value == "suspect"
    return item


def test_two_people_release_a_suspect_and_it_is_received_like_any_other(office, room) -> None:
    item = suspected(office)
    release(room)
    (again,) = office.receive()
    document = office.document()
    assert (again.claim_id, again.disposition.value) == (item.claim_id, "accepted")
    assert (document.office, document.direction.value, document.file_name) == ("van-phong", "di", f"tep-{SHA256[:12]}")
    assert [one.name for one in office.events(SHA256)] == ["suspect.release-asked", "suspect.released"]
    assert [one.data.get("why") for one in office.events(SHA256)] == [
        "Dấu ĐẾN màu đỏ bị nhận nhầm",
        "Đã đối chiếu bản giấy",
    ]
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    assert office.states() == ["READ"]
    assert take_account(office.accounting).balanced


def test_who_asked_cannot_confirm_and_nothing_moves_before_a_second_person_does(office, room) -> None:
    item = suspected(office)
    ask(room)
    with pytest.raises(RefusedError):
        confirm(room, actor="vanthu")
    assert office.receive() == []
    payload = office.home / "suspects" / item.claim_id / "payload"
    assert stat.S_IMODE(payload.lstat().st_mode) == 0


def test_only_the_released_bytes_are_let_in(office, room) -> None:
    suspected(office)
    release(room)
    office.receive()
    office.drop("b.pdf", "suspect of other bytes")
    (other,) = office.receive()
    assert other.disposition.value == "suspect"
    assert take_account(office.accounting).suspect == 1


def test_a_document_that_was_stopped_while_it_was_read_is_read_again(office, room) -> None:
    office.drop("a.pdf", "clean paper")
    office.receive()
    office.reader.error = SuspectError()
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    document = office.document()
    assert document.state.value == "SUSPECT"
    with pytest.raises(NotFoundError):
        ask(room, document.sha256, unit="phong-khac")
    release(room, document.sha256)
    assert office.states() == ["RECEIVED"]
    assert office.document().direction is Direction.INCOMING, "what was taken in keeps its way"
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    assert office.states() == ["READ"]
    names = [one.name for one in office.events(document.id)]
    assert names == ["document.received", "document.read", "document.released", "document.read"]


def test_clicking_twice_changes_nothing(office, room) -> None:
    suspected(office)
    assert ask(room) == ask(room) == ask(room, actor="khac")
    assert confirm(room) == confirm(room) == confirm(room, actor="khac")
    assert len(office.events(SHA256)) == 2
    office.receive()
    with pytest.raises(StaleStateError):
        refuse_release(SHA256, why="muộn", actor="khac", office="van-phong", room=room)
    assert office.receive() == []


def test_a_refused_request_leaves_the_file_locked_until_it_is_asked_again(office, room) -> None:
    suspected(office)
    ask(room)
    refuse_release(SHA256, why="Có dấu thật", actor="lanhdao", office="van-phong", room=room)
    assert office.receive() == []
    with pytest.raises(StaleStateError):
        confirm(room)
    release(room)
    (item,) = office.receive()
    assert item.disposition.value == "accepted"


@pytest.mark.parametrize("why", ["", "  \n "])
def test_nothing_happens_without_a_reason(office, room, why) -> None:
    suspected(office)
    with pytest.raises(RefusedError):
        ask_release(SHA256, why=why, actor="a", office="van-phong", direction=Direction.INCOMING, room=room)
    ask(room)
    with pytest.raises(RefusedError):
        confirm_release(SHA256, why=why, actor="lanhdao", office="van-phong", room=room)
    assert len(office.events(SHA256)) == 1


def test_what_is_no_suspect_cannot_be_asked_for_and_another_office_decides_nothing(office, room) -> None:
    office.drop("a.pdf", "clean paper")
    office.receive()
    with pytest.raises(NotFoundError):
        ask(room, office.document().sha256)
    suspected(office)
    ask(room)
    with pytest.raises(NotFoundError):
        confirm(room, unit="phong-khac")


def test_the_list_tells_digest_size_time_and_clerk(office, room) -> None:
    suspected(office)
    with office.memory.begin() as uow:
        (one,) = suspects(uow, office="phong-khac")
    assert (one.sha256, one.size, one.office, one.document_id) == (SHA256, len(PAPER), "", "")


def test_power_cut_while_a_suspect_is_taken_back_loses_nothing_and_opens_nothing(new_office, power_cut) -> None:
    def released(office) -> None:
        suspected(office)
        release(SecondLookRoom(register=office.memory, clock=office.clock))
        office.fuse.calls = 0

    whole = new_office()
    released(whole)
    whole.receive()
    calls = whole.fuse.calls
    assert calls > 8
    for cut in range(1, calls + 1):
        office = new_office()
        released(office)
        office.fuse.cut_at = cut
        with contextlib.suppress(power_cut):
            office.receive()
        half_way = take_account(office.accounting)
        assert (half_way.balanced, half_way.seen) == (True, 1), (cut, half_way.problems)
        office.fuse.cut_at = None
        office.receive()
        account = take_account(office.accounting)
        assert (account.balanced, account.in_progress, account.seen) == (True, 1, 1), (cut, account.problems)
