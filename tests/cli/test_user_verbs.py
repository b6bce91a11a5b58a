"""``vanban user`` on a register in memory: what an administrator types, and what comes back."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vanban.cli.main import cli
from vanban.clock import SystemClock
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.passwords import hash_password, is_password_of
from vanban.register.memory import MemoryRegister
from vanban.workflows.people import PeopleOffice


@pytest.fixture
def office() -> PeopleOffice:
    return PeopleOffice(register=MemoryRegister(), clock=SystemClock(), hashed=hash_password)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, office: PeopleOffice):
    services = SimpleNamespace(people_office=office, register=office.register)
    monkeypatch.setattr("vanban.bootstrap.build", lambda: services)

    def invoke(*arguments: str) -> list[dict]:
        done = CliRunner().invoke(cli, ["user", *arguments, "--json"])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return [json.loads(line) for line in done.output.splitlines()]

    return invoke


def test_an_account_is_added_with_a_password_that_works_and_is_replaced(run, office) -> None:
    [added] = run("add", "quantri", "--role", "admin", "--as", "root")
    [again] = run("password", "quantri", "--as", "root")
    with office.register.begin() as uow:
        account = uow.people.get("quantri")
        told = [(event.actor, event.name, dict(event.data)) for event in uow.events.list()]
    assert account is not None
    assert account.must_change
    assert is_password_of(account.password_hash, again["password"])
    assert not is_password_of(account.password_hash, added["password"])
    assert [name for _, name, _ in told] == ["account.added", "account.password-given"]
    assert added["password"] not in repr(told)


def test_rights_wait_and_a_disabled_account_is_listed_as_such(run) -> None:
    run("add", "vanthu", "--role", "clerk", "--as", "root")
    [asked] = run("role", "vanthu", "--role", "official", "--office", "phong-noi-vu", "--as", "root")
    assert asked["state"] == "WAITING"
    run("disable", "vanthu", "--as", "root")
    listed = run("list")
    assert [(one["role"], one.get("state")) for one in listed] == [("clerk", "disabled"), ("official", "WAITING")]
    assert run("enable", "vanthu", "--as", "root")[0]["state"] == "first-password"


def test_what_cannot_be_is_refused(run) -> None:
    run("add", "quantri", "--role", "admin", "--as", "root")
    for wrong in (
        ("add", "quantri", "--role", "clerk", "--as", "root"),
        ("disable", "quantri", "--as", "root"),
        ("disable", "quantri", "--as", "quantri"),
        ("role", "quantri", "--role", "official", "--as", "quantri"),
        ("role", "quantri", "--role", "admin", "--as", "root"),
    ):
        with pytest.raises(RefusedError):
            run(*wrong)
    with pytest.raises(NotFoundError):
        run("role", "nobody", "--role", "clerk", "--as", "root")
