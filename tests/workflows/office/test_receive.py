"""Receiving: each file ends in one state, and a power cut before or after any call changes nothing."""

from __future__ import annotations

import contextlib
import hashlib
from types import SimpleNamespace

from vanban.domain.identifiers import original_key
from vanban.domain.intake import HANDED_IN
from vanban.ports import RECORDS
from vanban.workflows.account import take_account
from vanban.workflows.receive import LOOK_AGAIN, receive_settled, urgent_then_both_ends


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_clean_file_becomes_a_document_with_its_original_stored(office) -> None:
    office.drop("Quyết định.pdf", "clean paper")
    (item,) = office.receive()
    document = office.document()
    assert (item.disposition.value, item.document_id) == ("accepted", document.id)
    assert document.state.value == "RECEIVED"
    assert office.memory_store.get(RECORDS, original_key(sha("clean paper"))) == b"clean paper"
    assert (office.home / "done" / item.claim_id / "payload").read_text() == "clean paper"


def test_who_handed_a_file_in_at_the_desk_is_named_not_the_owner_of_the_file(office) -> None:
    with office.memory.begin() as uow:
        uow.events.append(at=office.clock.now(), actor="vanthu.mau", name=HANDED_IN, subject=sha("clean by desk"))
        uow.commit()
    office.drop("a.pdf", "clean by desk")
    office.drop("b.pdf", "clean by folder")
    by_desk, by_folder = sorted(office.receive(), key=lambda item: item.file_name)
    assert by_desk.received_by == "vanthu.mau"
    assert by_folder.received_by == (office.home / "intake").owner()


def test_refused_files_are_kept_with_a_reason_and_not_stored(office) -> None:
    office.drop("a.pdf", "truncated paper")
    (item,) = office.receive()
    assert (item.disposition.value, item.reason) == ("quarantined", "truncated")
    assert list(office.memory_store.versions(RECORDS)) == []
    assert "cắt cụt" in (office.home / "quarantine" / item.claim_id / "reason.json").read_text()


def test_a_suspect_leaves_digest_size_time_and_clerk_only(office) -> None:
    office.drop("Tối mật.pdf", "suspect paper")
    (item,) = office.receive()
    assert (item.disposition.value, item.sha256, item.size) == ("suspect", sha("suspect paper"), 13)
    assert (item.office, item.direction, item.file_name) == ("", None, "")
    assert list(office.memory_store.versions(RECORDS)) == []
    with office.memory.begin() as uow:
        told = repr(uow.events.list())
    assert "Tối" not in told
    assert "mật" not in told


def test_the_same_bytes_twice_at_once_give_one_document_and_one_duplicate(office) -> None:
    office.drop("a.pdf", "clean same")
    office.drop("b.pdf", "clean same")
    outcomes = sorted(item.disposition.value for item in office.receive())
    assert outcomes == ["accepted", "duplicate"]
    assert take_account(office.accounting).balanced


def test_a_signed_file_is_known_as_signed_before_it_is_verified(office) -> None:
    office.drop("a.pdf", "clean SIGNED")
    office.receive()
    assert office.document().verdict == {"verdict": "unchecked"}


def test_what_the_checks_warn_of_stays_with_the_document(office) -> None:
    office.drop("a.pdf", "clean REPAIRED")
    office.receive()
    assert office.document().warnings == ("repaired",)


def test_a_file_that_cannot_be_received_does_not_stop_the_others(office, monkeypatch) -> None:
    office.drop("a.pdf", "clean poison")
    office.drop("b.pdf", "clean good")
    examine = type(office.reception.examiner).examine

    def examine_all_but_one(self, path, **given):
        if "poison" in path.read_text():
            raise OSError("disk trouble with this file")
        return examine(self, path, **given)

    with monkeypatch.context() as trouble:
        trouble.setattr(type(office.reception.examiner), "examine", examine_all_but_one)
        for _ in range(2):
            office.receive()
        account = take_account(office.accounting)
        assert (account.in_progress, account.waiting, account.balanced) == (1, 1, True)
    office.receive()
    assert take_account(office.accounting).in_progress == 2


def test_order_is_urgent_then_oldest_and_newest_in_turn() -> None:
    def entry(ctime: int, *, urgent: bool = False) -> SimpleNamespace:
        return SimpleNamespace(look=SimpleNamespace(ctime_ns=ctime), urgent_hint=urgent)

    entries = [entry(n) for n in range(5)] + [entry(9, urgent=True)]
    assert [e.look.ctime_ns for e in urgent_then_both_ends(entries)] == [9, 0, 4, 1, 3, 2]


def test_power_cut_before_or_after_any_call_loses_and_doubles_nothing(new_office, power_cut) -> None:
    def drop_all(office) -> None:
        office.drop("a.pdf", "clean one")
        office.drop("b.pdf", "clean one")
        office.drop("c.pdf", "truncated two")
        office.drop("d.pdf", "suspect three")

    whole = new_office()
    drop_all(whole)
    whole.receive()
    calls = whole.fuse.calls
    assert calls > 20
    for cut in range(1, calls + 1):
        office = new_office()
        drop_all(office)
        office.fuse.cut_at = cut
        with contextlib.suppress(power_cut):
            office.receive()
        half_way = take_account(office.accounting)
        assert half_way.balanced, (cut, half_way.problems)
        assert half_way.seen == 4, cut
        office.fuse.cut_at = None
        office.receive()
        account = take_account(office.accounting)
        assert account.balanced, (cut, account.problems)
        counts = (account.in_progress, account.duplicate, account.quarantined, account.suspect, account.waiting)
        assert counts == (1, 1, 1, 1, 0), cut
        assert len(list(office.memory_store.versions(RECORDS))) == 1


def test_a_pass_ends_early_for_what_came_meanwhile(office) -> None:
    for number in range(4):
        office.drop(f"{number}.pdf", f"clean paper {number}")
    passing = receive_settled(office.reception, keep_on=lambda: True)
    first = next(passing)
    office.drop("moi.pdf", "clean paper, just come")
    office.clock.at += 2 * LOOK_AGAIN
    assert list(passing) == []
    later = office.receive()
    assert first.disposition.value == "accepted"
    assert len(later) == 4


def test_a_pass_goes_on_while_nothing_comes(office) -> None:
    for number in range(4):
        office.drop(f"{number}.pdf", f"clean paper {number}")
    passing = receive_settled(office.reception, keep_on=lambda: True)
    next(passing)
    office.clock.at += 2 * LOOK_AGAIN
    assert len(list(passing)) == 3
