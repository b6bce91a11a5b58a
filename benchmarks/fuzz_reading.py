"""One damaged file after the other through what ``vanban read`` does, and a look at what stayed behind."""

from __future__ import annotations

import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_mutations import mutate
from benchmarks.fuzz_seeds import Seeds
from processors.examination import SandboxedExaminer
from processors.reading import SandboxedReader
from vanban.cli.read import read_one
from vanban.settings import Limits

SHARES = {"pdf": 46, "image": 37, "container": 16, "office": 1}
"""Percent; an office file costs a start of LibreOffice, some fifty times an image."""
BLANK_TESSERACT = """#!/bin/sh
case "$1" in --version) echo "tesseract 5.3.0"; exit;; --list-langs) echo vie; exit;; esac
h='level page_num block_num par_num line_num word_num left top width height conf text'
echo "$h" | tr ' ' '\\t' > "$2.tsv"
"""
"""Finds no word, in three milliseconds: what is under test is whatever opens and decodes strangers' files."""
LIMIT_SECONDS = 30
SLOW_SECONDS = 2 * (LIMIT_SECONDS + 10)
"""Examination and reading each end at the limit; what takes longer than both has passed a limit by."""
_SAMPLE_EVERY = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one damaged file."""

    number: int
    group: str
    outcome: str
    """``answered``, or the code of a reason; empty if the process that asked stumbled."""
    seconds: float
    inside: tuple[str, ...] = ()
    """Why files in it were refused, if it is a container."""
    found: tuple[str, ...] = ()
    """What must not be, a line each."""
    memory: int = 0
    """Resident bytes of this process and of its nursery, with every ``_SAMPLE_EVERY``-th file; else 0."""


def damaged_file(number: int, *, seed: int, from_seeds: Seeds) -> tuple[str, str, bytes]:
    """Return (group, file name, bytes) of one damaged file."""
    chance = random.Random(f"{seed}:{number}")
    (group,) = chance.choices(list(SHARES), weights=list(SHARES.values()))
    name, data = chance.choice(from_seeds[group])
    _, other = chance.choice(from_seeds[group])
    return group, name, mutate(data, chance, other)


class DamagedReader:
    """Makes and reads damaged files.

    Args:
        seed: of all.
        from_seeds: the whole files.
        folder: empty; everything temporary must come and go in it.
        real_tesseract: every so many files get the real one, the others one that finds nothing.
    """

    def __init__(self, *, seed: int, from_seeds: Seeds, folder: Path, real_tesseract: int = 10) -> None:
        limits = Limits(examine_seconds=LIMIT_SECONDS, read_seconds=LIMIT_SECONDS, container_seconds=2 * LIMIT_SECONDS)
        self._examiner, self._reader = SandboxedExaminer(limits=limits), SandboxedReader(limits=limits)
        self._seed, self._from_seeds, self._real_tesseract = seed, from_seeds, real_tesseract
        self._place, blank = folder / "place", folder / "blank"
        self._place.mkdir()
        blank.mkdir()
        (blank / "tesseract").write_text(BLANK_TESSERACT)
        (blank / "tesseract").chmod(0o700)
        self._blank_path = f"{blank}:{os.environ['PATH']}"
        self._count = 0

    def read(self, number: int) -> Seen:
        """Read one damaged file; never raises for what is in it."""
        group, name, data = damaged_file(number, seed=self._seed, from_seeds=self._from_seeds)
        path = self._place / name
        path.write_bytes(data)
        started = time.monotonic()
        found: list[str] = []
        with self._surroundings(blank=number % self._real_tesseract != 0):
            outcome, *inside = self._outcome(path, found)
        seconds = time.monotonic() - started
        path.unlink()
        if seconds > SLOW_SECONDS * (4 if group == "container" else 1):
            found.append(f"took {seconds:.0f} s")
        for left in self._place.iterdir():
            found.append(f"left {left.name}")
            subprocess.run(["rm", "-rf", str(left)], check=False)
        self._count += 1
        told = tuple(f"file {number} ({name}) {line}" for line in found)
        return Seen(
            number, group, outcome, seconds, tuple(inside), told, 0 if self._count % _SAMPLE_EVERY else _memory()
        )

    def left_over(self) -> list[str]:
        """Return a line for each process that works in the folder, or whose parent is a nursery of ours.

        A nursery has no child between two files.
        """
        return [f"process {pid} is left over" for pid in _left_over(self._place)]

    def _outcome(self, path: Path, found: list[str]) -> list[str]:
        """Return what became of the file, and the reasons of those in it that were refused."""
        try:
            outcome = read_one(path, examiner=self._examiner, reader=self._reader)
            json.dumps([one.as_json() for one in (outcome, *outcome.inside())], ensure_ascii=False).encode()
        except Exception as error:  # noqa: BLE001  this is what is looked for
            found.append(f"raised {type(error).__name__} in the parent")
            return [""]
        return [outcome.code or "answered", *(one.code for one in outcome.inside() if one.code)]

    @contextmanager
    def _surroundings(self, *, blank: bool) -> Iterator[None]:
        plain, before = os.environ["PATH"], tempfile.tempdir
        os.environ["PATH"], tempfile.tempdir = self._blank_path if blank else plain, str(self._place)
        try:
            yield
        finally:
            os.environ["PATH"], tempfile.tempdir = plain, before


def _memory() -> int:
    """Return the resident bytes of this process and the children that live on (the nursery)."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for pid, stat in _processes():
        if pid == os.getpid() or int(stat[1]) == os.getpid():
            total += int(stat[21]) * page
    return total


def _left_over(folder: Path) -> list[int]:
    own = {pid for pid, stat in _processes() if int(stat[1]) == os.getpid() and _is_nursery(pid)}
    found = []
    for pid, stat in _processes():
        try:
            inside = Path(f"/proc/{pid}/cwd").readlink().is_relative_to(folder)
        except OSError:
            continue
        if inside or int(stat[1]) in own:
            found.append(pid)
    return found


def _is_nursery(pid: int) -> bool:
    try:
        return b"processors.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _processes() -> Iterator[tuple[int, list[bytes]]]:
    """Yield process numbers and the fields of their ``stat`` after the name: state, parent, group …; 22nd, rss."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_bytes()
            except OSError:
                continue
            yield int(entry.name), stat[stat.rindex(b")") + 2 :].split()
