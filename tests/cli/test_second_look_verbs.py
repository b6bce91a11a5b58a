"""``vanban suspects`` and ``vanban rerun`` on a register in memory: what two people type, and what comes back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vanban.cli.main import cli
from vanban.clock import SystemClock
from vanban.domain.errors import RefusedError
from vanban.domain.intake import Disposition, IntakeItem
from vanban.intake.filing import Cabinet
from vanban.register.memory import MemoryRegister
from vanban.workflows.rerun import RerunRoom
from vanban.workflows.second_look import SecondLookRoom

SHA256 = "ab" * 32
WORDS = ("--office", "van-phong", "--why", "nhận nhầm dấu đến")
NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    register, clock = MemoryRegister(), SystemClock()
    folders = {name: tmp_path / name for name in ("spool", "work", "done", "quarantine", "duplicates", "suspects")}
    services = SimpleNamespace(
        register=register,
        second_look_room=SecondLookRoom(register=register, clock=clock),
        rerun_room=RerunRoom(register=register, cabinet=Cabinet(**folders), clock=clock),
    )
    monkeypatch.setattr("vanban.bootstrap.build", lambda: services)
    refused = IntakeItem("claim", Disposition.QUARANTINED, "cd" * 32, 9, NOW, "a", "van-phong", reason="no-office")
    with register.begin() as uow:
        uow.intake.add(IntakeItem("locked", Disposition.SUSPECT, SHA256, 9, NOW, "www-data", reason="suspect"))
        uow.intake.add(refused)
        uow.commit()

    def invoke(*arguments: str) -> str:
        done = CliRunner().invoke(cli, arguments)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return invoke


def test_two_people_release_a_suspect_and_one_cannot(run) -> None:
    with pytest.raises(RefusedError, match="paper"):
        run("suspects", "ask", SHA256, *WORDS, "--as", "vanthu")
    assert "asked" in run("suspects", "ask", SHA256, *WORDS, "--as", "vanthu", "--paper-seen")
    with pytest.raises(RefusedError, match="second person"):
        run("suspects", "confirm", SHA256, *WORDS, "--as", "vanthu", "--paper-seen")
    told = run("suspects", "confirm", SHA256, *WORDS, "--as", "lanhdao", "--paper-seen")
    assert "released" in told
    assert "vanthu → lanhdao" in told
    line = json.loads(run("suspects", "list", "--json"))
    assert line == {
        "sha256": SHA256, "size": 9, "received_at": NOW.isoformat(), "received_by": "www-data",
        "release": "released", "asked_by": "vanthu",
    }  # fmt: skip


def test_a_refused_request_is_told_as_such(run) -> None:
    run("suspects", "ask", SHA256, *WORDS, "--as", "vanthu", "--paper-seen")
    assert "refused" in run("suspects", "refuse", SHA256, *WORDS, "--as", "lanhdao")
    assert SHA256 in run("suspects", "list")


def test_a_refused_file_is_received_again_from_where_it_can(run) -> None:
    assert "tiếp nhận lại" in run("rerun", "claim", "--why", "đã cài LibreOffice", "--as", "vanthu")
    with pytest.raises(RefusedError, match="from examine it can"):
        run("rerun", "claim", "--from", "read", "--why", "thử", "--as", "vanthu")
