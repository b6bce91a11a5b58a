"""``vanban casefile`` and ``vanban archive`` as a person types them, from opening to handing out."""

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vanban.cli import archive, casefile
from vanban.workflows.export_case import ExportRoom


@pytest.fixture
def run(cases, monkeypatch):
    archive_room = cases.archive.room
    services = SimpleNamespace(
        case_office=cases.office,
        archive_room=archive_room,
        register=archive_room.register,
        store=archive_room.store,
        verifier=archive_room.verifier,
        settings=SimpleNamespace(organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU"),
        export_room=ExportRoom(office=cases.office, store=archive_room.store, organisation="UBND"),
    )
    monkeypatch.setattr("vanban.bootstrap.build", lambda: services)

    def run(command, *arguments, code=0):
        done = CliRunner().invoke(command, [str(argument) for argument in arguments])
        assert done.exit_code == code, (done.output, done.exception)
        return done.stdout

    return run


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_case_file_from_opening_to_handing_out(run, cases, tmp_path):
    named = ["--title", "Hồ sơ tuyển dụng", "--term", "10N", "--unit", "Phòng Nội vụ", "--year", "2026"]
    [opened] = lines(run(casefile.command, "open", "01.TCCB", *named, "--json"))
    assert (opened["code"], opened["state"]) == ("000.00.00.H26.2026.01.TCCB", "OPEN")
    one, two, stray = (cases.document(dt.date(2026, 5, day)) for day in (20, 4, 9))
    run(casefile.command, "add", opened["case_file"], one, two, stray)
    run(casefile.command, "remove", opened["case_file"], stray)
    assert "đã kết thúc" in run(casefile.command, "close", opened["case_file"], "--ended", "31/05/2026")

    told = lines(run(archive.command, "--json"))
    assert [one.get("case_file") for one in told] == [None, None, None, opened["case_file"]]
    [shown] = lines(run(casefile.command, "show", opened["case_file"], "--json"))
    assert [one["document"] for one in shown["documents"]] == [two, one]
    assert (shown["state"], shown["doc_total"], shown["ended"]) == ("ARCHIVED", 2, "2026-05-31")
    assert "đã lưu trữ" in run(casefile.command, "list", "--state", "archived")

    run(casefile.command, "inventory", opened["case_file"], "-o", tmp_path / "muc-luc.pdf")
    run(casefile.command, "inventory", opened["case_file"], "-o", tmp_path / "muc-luc.pdf", code=2)
    run(casefile.command, "hand-over", opened["case_file"], "--into", tmp_path / "giao", "--giver", "Trần Thị Giao")
    assert {path.name for path in (tmp_path / "giao").iterdir()} == {
        "bien-ban-giao-nhan.pdf",
        "muc-luc-ho-so-nop-luu.pdf",
    }
    for kind in ("aip", "bagit", "dip"):
        [out] = lines(run(casefile.command, "export", opened["case_file"], "--as", kind, "--into", tmp_path, "--json"))
        assert out["folder"].endswith(f"-{kind}")
    checked = lines(run(archive.command, "--check", out["folder"].replace("-dip", "-bagit"), "--json"))
    assert [one["whole"] for one in checked] == [True, True, True]
    assert lines(run(archive.command, "--check", opened["case_file"], "--json"))[0]["whole"]
    next((tmp_path).rglob("casefile.json")).write_bytes(b"{}")
    assert "altered" in run(archive.command, "--check", tmp_path, code=1)


def test_what_is_due_is_listed_and_written(run, cases, tmp_path):
    opened = cases.open()
    cases.add(opened, cases.document(dt.date(2026, 5, 4)))
    cases.close(opened)
    cases.archive.clock.at = dt.datetime(2027, 4, 10, tzinfo=dt.UTC)
    assert lines(run(casefile.command, "due", "--json"))[0]["due"] == "2027-05-04"
    assert run(casefile.command, "due", "--days", "5") == ""
    run(casefile.command, "due", "--list", "Phòng Tài chính", "2026", tmp_path / "den-han.pdf")
    assert (tmp_path / "den-han.pdf").read_bytes().startswith(b"%PDF-")
