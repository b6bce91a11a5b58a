"""The settled test on real files and real writers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vanban.intake.looking import Writers, entries, look_at, writers_of
from vanban.intake.settling import Patience, settle

PATIENCE = Patience(settle=0.05, without_lease=30, incomplete=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "den" / "van-phong" / "hoa-toc").mkdir(parents=True)
    (tmp_path / "di" / "van-phong").mkdir(parents=True)
    return tmp_path / "den" / "van-phong"


def settled(intake: Path, *, completeness=lambda _: "complete", **kwargs):
    return settle(entries(intake), patience=PATIENCE, completeness=completeness, **kwargs)


def test_a_quiet_whole_file_is_ready(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"x")
    result = settled(folder.parent.parent)
    assert [e.path.name for e in result.ready] == ["a.pdf"]
    assert result.ready[0].office == "van-phong"


def test_urgent_folder_and_outgoing_are_seen_with_their_kind(folder: Path) -> None:
    (folder / "hoa-toc" / "u.pdf").write_bytes(b"x")
    (folder.parent.parent / "di" / "van-phong" / "d.pdf").write_bytes(b"x")
    seen = {e.path.name: (e.direction.value, e.urgent_hint) for e in entries(folder.parent.parent)}
    assert seen == {"u.pdf": ("den", True), "d.pdf": ("di", False)}


@pytest.mark.parametrize("name", [".hidden", "a.pdf.part", "~$a.docx", "a.crdownload"])
def test_unfinished_transfers_wait_for_their_name(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    result = settled(folder.parent.parent)
    assert not result.ready
    assert [why for _, why in result.waiting] == ["unfinished"]


@pytest.mark.parametrize("place", ["a.pdf", "den/a.pdf", "di/a.pdf", "somewhere/a.pdf"])
def test_a_file_outside_of_any_office_is_seen_and_told_of(folder: Path, place: str) -> None:
    path = folder.parent.parent / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    result = settled(folder.parent.parent)
    assert not result.ready
    assert [why for _, why in result.waiting] == ["misplaced"]


def test_a_file_that_grows_between_the_looks_waits(folder: Path) -> None:
    file = folder / "a.pdf"
    file.write_bytes(b"x")

    def grow(_: float) -> None:
        with file.open("ab") as more:
            more.write(b"y")

    result = settled(folder.parent.parent, sleep=grow)
    assert not result.ready
    assert result.waiting[0][1] == "writing"


def test_a_file_that_another_process_holds_open_for_writing_waits(folder: Path) -> None:
    file = folder / "a.pdf"
    script = f"import sys, time; f = open({str(file)!r}, 'wb'); f.write(b'x'); f.flush(); print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert settled(folder.parent.parent).waiting[0][1] == "writing"
        writer.communicate(b"\n")
    assert [e.path.name for e in settled(folder.parent.parent).ready] == ["a.pdf"]


def test_the_lease_tells_readers_from_writers(folder: Path) -> None:
    file = folder / "a.pdf"
    file.write_bytes(b"x")
    with file.open("rb"):
        assert writers_of(file) is Writers.NONE
    with file.open("ab"):
        assert writers_of(file) is Writers.SOME


def test_without_a_lease_the_settle_time_grows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.pdf").write_bytes(b"x")
    monkeypatch.setattr("vanban.intake.settling.writers_of", lambda _: Writers.UNKNOWN)
    assert settled(folder.parent.parent).waiting[0][1] == "writing"
    in_a_minute = lambda: time.time_ns() + 60 * 10**9  # noqa: E731
    assert settled(folder.parent.parent, now_ns=in_a_minute).ready


def test_an_incomplete_file_waits_for_its_end_but_not_for_ever(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 half")
    half = lambda _: "incomplete"  # noqa: E731
    assert settled(folder.parent.parent, completeness=half).waiting[0][1] == "incomplete"
    later = lambda: time.time_ns() + 61 * 10**9  # noqa: E731
    assert settled(folder.parent.parent, completeness=half, now_ns=later).ready


def test_an_old_modification_time_does_not_make_a_new_file_old(folder: Path) -> None:
    file = folder / "a.pdf"
    file.write_bytes(b"half")
    os.utime(file, (0, 0))
    assert settled(folder.parent.parent, completeness=lambda _: "incomplete").waiting[0][1] == "incomplete"


def test_links_pipes_and_folders_are_ready_to_be_refused(folder: Path) -> None:
    (folder / "link.pdf").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "folder.pdf").mkdir()
    result = settled(folder.parent.parent)
    assert {e.path.name: e.is_regular for e in result.ready} == {
        "link.pdf": False,
        "pipe.pdf": False,
        "folder.pdf": False,
    }
    assert look_at(folder / "nothing") is None
