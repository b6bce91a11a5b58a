"""``vanban offices``: an office adds its own issuers, and is told of every bad line before anything is taken in."""

import json

import pytest
from click.testing import CliRunner

from processors.directory import COLUMNS
from vanban.cli.offices import command

HEAD = ",".join(COLUMNS)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("VANBAN_HOME", str(tmp_path / "home"))
    return lambda *arguments: CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_good_file_is_taken_in_and_found(run, tmp_path):
    new = tmp_path / "moi.csv"
    new.write_text(f"{HEAD}\nTrường Mầm non Hoa Mai,MNHM,office,2025-07-01,,\n", encoding="utf-8")

    assert run("--import", new).exit_code == 0
    found = json.loads(run("truong mam non", "--json").stdout)
    assert (found["name"], found["abbreviation"]) == ("Trường Mầm non Hoa Mai", "MNHM")
    assert json.loads(run("--json").stdout)["entries"] == 1


def test_a_bad_line_is_told_of_and_nothing_is_taken_in(run, tmp_path):
    new = tmp_path / "moi.csv"
    new.write_text(f"{HEAD}\nTrường Tốt,TT,office,,,\nTrường Hỏng,TH,trường,,,\n", encoding="utf-8")
    done = run("--import", new)

    assert done.exit_code == 1
    assert "dòng 3" in done.stderr
    assert json.loads(run("--json").stdout)["entries"] == 0


def test_shipped_offices_are_found_without_marks(run):
    assert "Sở Y tế" in run("so y te").stdout
    assert run("không có thật").exit_code == 1
