"""Files are whole under their name, private, and flushed before anyone can see them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vanban.durable_files import write_once, write_whole


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_old_content_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("old and longer")
    write_whole(path, "mới")
    assert path.read_bytes() == "mới".encode()
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_the_mode_is_the_one_asked_for_whatever_was_there(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    path.touch(mode=0o666)
    leftover = tmp_path / "key.tmp"
    leftover.write_bytes(b"half of something else")
    leftover.chmod(0o666)
    write_whole(path, b"secret", mode=mode)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"secret"


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    path.write_text("old")

    def disk_is_full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_is_full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"


def test_bytes_reach_the_disk_before_their_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    seen: list[tuple[bool, bool]] = []

    def noted(descriptor: int) -> None:
        seen.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists()))

    monkeypatch.setattr(os, "fsync", noted)
    write_whole(path, b"x")
    assert seen == [(False, False), (True, True)]


def test_the_first_of_several_writers_wins(tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: write_once(path, f"writer {n}" * 1000), range(4)))
    first = path.read_text()
    write_once(path, "late")
    assert path.read_text() == first
    assert first == first[:8] * 1000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["passwords.json"]
