"""Accounts, changes of rights, and what outlives the desk. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.people import Account, ChangeState, RightsChange, Role
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=8)
CLERK = Account("vanthu", Role.CLERK, "$argon2id$…", "van-phong", must_change=True)


@pytest.fixture
def staffed(any_register: Register) -> Register:
    with any_register.begin() as uow:
        uow.people.add(CLERK)
        uow.people.add(Account("admin", Role.ADMIN, "x"))
        uow.commit()
    return any_register


def test_an_account_comes_back_as_it_was_added(staffed: Register) -> None:
    with staffed.begin() as uow:
        assert uow.people.get("vanthu") == CLERK
        assert [one.name for one in uow.people.list()] == ["admin", "vanthu"]
        assert uow.people.get("nobody") is None
        assert uow.people.get("no\x00body") is None
        with pytest.raises(RefusedError):
            uow.people.add(dataclasses.replace(CLERK, role=Role.ADMIN))


def test_every_change_ends_the_sessions(staffed: Register) -> None:
    with staffed.begin() as uow:
        changed = uow.people.change("vanthu", role=Role.OFFICIAL, office="phong-khac", must_change=False)
        assert changed == dataclasses.replace(
            CLERK, role=Role.OFFICIAL, office="phong-khac", must_change=False, generation=1
        )
        assert uow.people.change("vanthu", disabled=True).generation == 2
        with pytest.raises(NotFoundError):
            uow.people.change("nobody", disabled=True)
        uow.commit()
    with staffed.begin() as uow:
        assert uow.people.get("vanthu") == dataclasses.replace(changed, disabled=True, generation=2)


def test_a_change_of_rights_waits_and_is_decided_once(staffed: Register) -> None:
    change = RightsChange("c1", "vanthu", Role.OFFICIAL, "phong-khac", "admin", NOW)
    with staffed.begin() as uow:
        uow.people.ask(change)
        with pytest.raises(NotFoundError):
            uow.people.ask(dataclasses.replace(change, id="c2", account="nobody"))
        uow.commit()
    with staffed.begin() as uow:
        assert uow.people.waiting() == uow.people.waiting(account="vanthu") == [change]
        assert uow.people.waiting(account="admin") == []
        assert uow.people.decide("c1", ChangeState.CONFIRMED, by="vanthu", at=LATER) is True
        assert uow.people.decide("c1", ChangeState.REFUSED, by="vanthu", at=LATER) is False
        with pytest.raises(NotFoundError):
            uow.people.decide("unknown", ChangeState.REFUSED, by="vanthu", at=LATER)
        uow.commit()
    with staffed.begin() as uow:
        decided = dataclasses.replace(change, state=ChangeState.CONFIRMED, decided_by="vanthu", decided_at=LATER)
        assert uow.people.asked("c1") == decided
        assert uow.people.waiting() == []


def test_ended_sessions_are_kept_as_long_as_their_cookies_live(any_register: Register) -> None:
    with any_register.begin() as uow:
        uow.entrance.end_session("a", until=LATER, now=NOW)
        uow.entrance.end_session("a", until=LATER, now=NOW)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.entrance.has_ended("a")
        assert not uow.entrance.has_ended("b")
        uow.entrance.end_session("b", until=LATER + dt.timedelta(hours=8), now=LATER)
        assert not uow.entrance.has_ended("a")
        assert uow.entrance.has_ended("b")


def test_guesses_are_counted_until_they_are_forgotten(any_register: Register) -> None:
    with any_register.begin() as uow:
        assert uow.entrance.failures("a") is None
        uow.entrance.note_failure("a", count=1, until=NOW, forget_before=NOW)
        uow.entrance.note_failure("a", count=2, until=LATER, forget_before=NOW)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.entrance.failures("a") == (2, LATER)
        uow.entrance.note_failure("b", count=1, until=LATER, forget_before=LATER + dt.timedelta(seconds=1))
        assert uow.entrance.failures("a") is None
        uow.entrance.forget_failures("b")
        assert uow.entrance.failures("b") is None
