"""Second looks at suspects, and what they let back in. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.document import Direction, State
from vanban.domain.errors import RefusedError, StaleStateError
from vanban.domain.intake import Disposition
from vanban.domain.second_look import Decision, SecondLook, decided
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)


def asked(sha256: str = "a" * 64, *, by: str = "vanthu", minutes: int = 0) -> SecondLook:
    at = NOW + dt.timedelta(minutes=minutes)
    return SecondLook(sha256, "van-phong", Direction.INCOMING, by, at, "Dấu đỏ bị nhận nhầm")


def by_another(look: SecondLook, decision: Decision = Decision.RELEASED) -> SecondLook:
    return decided(look, decision, by="lanhdao", at=NOW + dt.timedelta(hours=1), why="Đã xem bản giấy")


def stored(register: Register, *looks: SecondLook) -> None:
    with register.begin() as uow:
        for look in looks:
            uow.second_looks.ask(dataclasses.replace(look, decision=Decision.ASKED, decided_by="", decided_at=None))
            if look.decision is not Decision.ASKED:
                assert uow.second_looks.decide(look)
        uow.commit()


def test_a_request_is_stored_once_and_decided_once(any_register: Register) -> None:
    look = asked()
    stored(any_register, look)
    with any_register.begin() as uow:
        assert uow.second_looks.ask(asked(by="khac", minutes=1)) == look
        assert uow.second_looks.get(look.sha256) == look
        assert uow.second_looks.get("b" * 64) is None
        assert not uow.second_looks.is_released(look.sha256)
        assert uow.second_looks.decide(by_another(look))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.second_looks.get(look.sha256) == by_another(look)
        assert uow.second_looks.is_released(look.sha256)
        assert not uow.second_looks.is_released("b" * 64)
        assert not uow.second_looks.decide(by_another(look, Decision.REFUSED))
        assert uow.second_looks.ask(asked(minutes=5)) == by_another(look)


def test_who_asked_never_releases(any_register: Register) -> None:
    look = asked()
    stored(any_register, look)
    own = dataclasses.replace(by_another(look), decided_by=look.asked_by)
    with any_register.begin() as uow, pytest.raises(RefusedError):
        uow.second_looks.decide(own)
    with any_register.begin() as uow:
        assert not uow.second_looks.is_released(look.sha256)


def test_what_was_refused_may_be_asked_again_and_an_old_decision_does_not_fit(any_register: Register) -> None:
    first, again = asked(), asked(by="khac", minutes=9)
    stored(any_register, by_another(first, Decision.REFUSED))
    with any_register.begin() as uow:
        assert uow.second_looks.ask(again) == again
        assert not uow.second_looks.decide(by_another(first))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.second_looks.list() == [again]


def test_requests_are_listed_newest_first(any_register: Register) -> None:
    open_one, refused = asked(), by_another(asked("b" * 64, minutes=1), Decision.REFUSED)
    stored(any_register, open_one, refused)
    with any_register.begin() as uow:
        assert [one.sha256[0] for one in uow.second_looks.list()] == ["b", "a"]
        assert uow.second_looks.list(open_only=True) == [open_one]
        assert len(uow.second_looks.list(limit=1)) == 1


def test_a_suspect_document_is_taken_up_only_if_its_own_bytes_were_released(any_register: Register, records) -> None:
    one = records.stored(sha256="c" * 64)
    with any_register.begin() as uow:
        uow.documents.change(one.id, expect=State.RECEIVED, state=State.SUSPECT, reason="suspect", file_name="")
        uow.commit()
    stored(any_register, by_another(asked("d" * 64)), asked(one.sha256))
    with any_register.begin() as uow:
        with pytest.raises(StaleStateError):
            uow.documents.change(one.id, expect=State.SUSPECT, state=State.RECEIVED)
        uow.second_looks.decide(by_another(asked(one.sha256)))
        assert uow.documents.change(one.id, expect=State.SUSPECT, state=State.RECEIVED).state is State.RECEIVED


def test_only_what_was_asked_for_or_released_begins_anew(any_register: Register, records) -> None:
    bare = {"document_id": "", "office": "", "direction": None, "file_name": ""}
    cut = records.item(disposition=Disposition.QUARANTINED, reason="truncated", document_id="")
    other = records.item(disposition=Disposition.QUARANTINED, reason="empty", document_id="")
    locked = records.item(disposition=Disposition.SUSPECT, reason="suspect", **bare)
    freed = records.item(disposition=Disposition.SUSPECT, reason="suspect", **bare)
    accepted = records.item()
    with any_register.begin() as uow:
        for one in (cut, other, locked, freed, accepted):
            uow.intake.add(one)
        uow.commit()
    stored(any_register, by_another(asked(freed.sha256)), asked(locked.sha256))
    with any_register.begin() as uow:
        assert uow.intake.ask_again(cut.claim_id)
        assert not any(uow.intake.ask_again(one.claim_id) for one in (cut, locked, accepted))
        assert not uow.intake.ask_again("unknown")
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.to_reopen() == [dataclasses.replace(cut, again=True), freed]
        assert [uow.intake.reopen(one.claim_id) for one in (other, locked, accepted)] == [False] * 3
        assert uow.intake.reopen(cut.claim_id)
        assert uow.intake.reopen(freed.claim_id)
        assert not uow.intake.reopen(cut.claim_id)
        uow.commit()
    with any_register.begin() as uow:
        assert {one.claim_id for one in uow.intake.list()} == {one.claim_id for one in (other, locked, accepted)}
