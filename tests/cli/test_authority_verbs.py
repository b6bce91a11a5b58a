"""``vanban authority`` and ``vanban delegate`` on a register in memory: what a person types, and what comes back."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vanban.cli.main import cli
from vanban.clock import SystemClock
from vanban.domain.errors import RefusedError
from vanban.register.memory import MemoryRegister
from vanban.workflows.authorities import AuthorityOffice


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    office = AuthorityOffice(register=MemoryRegister(), clock=SystemClock())
    monkeypatch.setattr("vanban.bootstrap.build", lambda: SimpleNamespace(authority_office=office))

    def invoke(*arguments: str):
        done = CliRunner().invoke(cli, arguments)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return invoke


def test_granted_listed_delegated_and_revoked(run) -> None:
    head = run("authority", "grant", "lanhdao", "--capacity", "direct", "--as", "quantri", "--json")
    head_id = json.loads(head.output)["id"]
    passed_on = run(
        "delegate", "lanhdao", "truongphong", "--until", "31/12/2099", "--kind", "Giấy mời",
        "--basis-number", "12", "--basis-symbol", "GUQ-UBND", "--basis-date", "05/01/2026",
    )  # fmt: skip
    assert "truongphong: TUQ. thay lanhdao, giấy mời" in passed_on.output
    assert "căn cứ 12/GUQ-UBND ngày 05/01/2026" in passed_on.output
    rows = [json.loads(line) for line in run("authority", "list", "--json").output.splitlines()]
    assert [(row["account"], row["delegated_from"]) for row in rows] == [("lanhdao", ""), ("truongphong", head_id)]
    assert "Nghỉ hưu" in run("authority", "revoke", head_id, "--why", "Nghỉ hưu", "--as", "quantri").output
    assert run("authority", "list").output == ""
    ended = run("authority", "list", "--all").output
    assert ended.count("[không có hiệu lực]") == 2


def test_what_the_decree_does_not_allow_is_refused(run) -> None:
    with pytest.raises(RefusedError) as refused:
        run("authority", "grant", "truongphong", "--capacity", "TUQ", "--for", "lanhdao", "--basis-number", "12")
    assert "giới hạn thời gian và nội dung" in refused.value.vi
    with pytest.raises(RefusedError) as refused:
        run("delegate", "nobody", "truongphong", "--until", "31/12/2099", "--kind", "giấy mời", "--basis-number", "12")
    assert "không có thẩm quyền" in refused.value.vi


def test_batches_follow_needs_to_know_which(run) -> None:
    assert run("batches", "--follow").exit_code == 2
