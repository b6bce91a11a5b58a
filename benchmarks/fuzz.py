"""Damaged files without end: ``python -m benchmarks.fuzz --seed 1 --files 10000``; ``make bench-fuzz``.

Each file goes through what ``vanban read`` does with one: examination and reading, in child processes. Whatever happens
to a child must come back as a reason; the process that asked must not die, hang, grow or leave anything behind.

The same seed makes the same files, whatever the number of workers: ``--only 4711`` makes and reads that one again.
Exit 0 if nothing was found, 1 if something was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fuzz_mutations import mutate
from benchmarks.fuzz_seeds import Seeds, seeds
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
_MIB = 1024 * 1024


@dataclass(slots=True)
class Result:
    """What one worker saw."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Group and what became of the file: ``pdf answered``, ``image truncated`` …"""
    found: list[str] = field(default_factory=list)
    """What must not be, a line each."""
    memory: list[int] = field(default_factory=list)
    """Resident bytes of this process and of its nursery, every ``_SAMPLE_EVERY`` files."""
    slowest: float = 0.0
    slowest_file: int = 0


def damaged_file(number: int, *, seed: int, from_seeds: Seeds) -> tuple[str, str, bytes]:
    """Return (group, file name, bytes) of one damaged file."""
    chance = random.Random(f"{seed}:{number}")
    (group,) = chance.choices(list(SHARES), weights=list(SHARES.values()))
    name, data = chance.choice(from_seeds[group])
    _, other = chance.choice(from_seeds[group])
    return group, name, mutate(data, chance, other)


def run(
    numbers: Iterator[int] | range, *, seed: int, from_seeds: Seeds, folder: Path, blank: Path, real_tesseract: int = 10
) -> Result:
    """Read damaged files one after the other; never raises for what is in one.

    Args:
        numbers: which ones.
        seed: of all.
        from_seeds: the whole files.
        folder: empty; everything temporary must come and go in it.
        blank: folder for a ``tesseract`` that finds nothing.
        real_tesseract: every so many files get the real one.
    """
    limits = Limits(examine_seconds=LIMIT_SECONDS, read_seconds=LIMIT_SECONDS, container_seconds=2 * LIMIT_SECONDS)
    examiner, reader = SandboxedExaminer(limits=limits), SandboxedReader(limits=limits)
    result = Result()
    plain = os.environ["PATH"]
    (blank / "tesseract").write_text(BLANK_TESSERACT)
    (blank / "tesseract").chmod(0o700)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        for count, number in enumerate(numbers):
            os.environ["PATH"] = plain if number % real_tesseract == 0 else f"{blank}:{plain}"
            group, name, data = damaged_file(number, seed=seed, from_seeds=from_seeds)
            _read(folder / name, data, result, number, group, examiner, reader)
            if count % _SAMPLE_EVERY == _SAMPLE_EVERY - 1:
                result.memory.append(_memory())
    finally:
        os.environ["PATH"], tempfile.tempdir = plain, before
    result.found += [f"process {pid} is left over" for pid in _left_over(folder)]
    return result


def _read(
    path: Path,
    data: bytes,
    result: Result,
    number: int,
    group: str,
    examiner: SandboxedExaminer,
    reader: SandboxedReader,
) -> None:
    path.write_bytes(data)
    started = time.monotonic()
    try:
        outcome = read_one(path, examiner=examiner, reader=reader)
        json.dumps([one.as_json() for one in (outcome, *outcome.inside())], ensure_ascii=False).encode()
        result.outcomes[f"{group} {outcome.code or 'answered'}"] += 1
    except Exception as error:  # noqa: BLE001  this is what is looked for
        result.found.append(f"file {number} ({path.name}): {type(error).__name__} in the parent")
    seconds = time.monotonic() - started
    path.unlink()
    _check(result, number, path.name, group, seconds, path.parent)


def _check(result: Result, number: int, name: str, group: str, seconds: float, folder: Path) -> None:
    if seconds > result.slowest:
        result.slowest, result.slowest_file = seconds, number
    if seconds > SLOW_SECONDS * (4 if group == "container" else 1):
        result.found.append(f"file {number} ({name}) took {seconds:.0f} s")
    for left in folder.iterdir():
        result.found.append(f"file {number} ({name}) left {left.name}")
        subprocess.run(["rm", "-rf", str(left)], check=False)


def _memory() -> int:
    """Return the resident bytes of this process and the children that live on (the nursery)."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for pid, stat in _processes():
        if pid == os.getpid() or int(stat[1]) == os.getpid():
            total += int(stat[21]) * page
    return total


def _left_over(folder: Path) -> list[int]:
    """Return the processes that work in the folder, or whose parent is a nursery of ours: it has no child now."""
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


# --- the command


def main() -> None:
    """Share the files out among workers, add up what they saw, and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Read damaged files.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first: to make and read them in pieces")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--real-tesseract", type=int, default=10, help="every so many files; the rest get a blank one")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of single files")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        _work(options)
        return
    started = time.monotonic()
    workers = [_start(options, worker) for worker in range(1 if options.only else options.jobs)]
    told = [json.loads(worker.communicate()[0] or "{}") for worker in workers]
    died = [f"worker {n} died" for n, worker in enumerate(workers) if worker.returncode]
    found = died + [line for one in told for line in one.get("found", [])]
    sys.stdout.write(_report(options, told, found, time.monotonic() - started))
    sys.exit(1 if found else 0)


def _start(options: argparse.Namespace, worker: int) -> subprocess.Popen[str]:
    given = ["--only", *map(str, options.only)] if options.only else []
    command = [sys.executable, "-m", "benchmarks.fuzz", "--worker", str(worker), "--seed", str(options.seed)]
    command += ["--files", str(options.files), "--jobs", str(options.jobs), *given]
    command += ["--real-tesseract", str(options.real_tesseract), "--first", str(options.first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _work(options: argparse.Namespace) -> None:
    numbers = options.only or range(options.first + options.worker, options.files, options.jobs)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, tempfile.TemporaryDirectory() as blank:
        result = run(
            _told(numbers, options),
            seed=options.seed,
            from_seeds=seeds(),
            folder=Path(folder),
            blank=Path(blank),
            real_tesseract=options.real_tesseract,
        )
    json.dump(
        {
            "outcomes": result.outcomes,
            "found": result.found,
            "memory": result.memory,
            "slowest": result.slowest,
            "slowest_file": result.slowest_file,
        },
        sys.stdout,
    )


def _told(numbers: list[int] | range, options: argparse.Namespace) -> Iterator[int]:
    """Yield the numbers, saying how far it is on standard error."""
    started = time.monotonic()
    for count, number in enumerate(numbers):
        if count % 500 == 499 and options.worker == 0:
            sys.stderr.write(f"{count + 1} of {len(numbers)}, {time.monotonic() - started:.0f} s\n")
        yield number


def _report(options: argparse.Namespace, told: list[dict[str, object]], found: list[str], seconds: float) -> str:
    outcomes: Counter[str] = Counter()
    for one in told:
        outcomes.update(one.get("outcomes", {}))  # type: ignore[arg-type]
    rows = [f"seed {options.seed}, {sum(outcomes.values())} files, {len(told)} workers, {seconds / 60:.0f} min", ""]
    rows += [
        "| kind | files | answered | suspect | refused with a reason: how many times each |",
        "|---|---|---|---|---|",
    ]
    for group in SHARES:
        own = {key.split(" ", 1)[1]: count for key, count in outcomes.items() if key.startswith(f"{group} ")}
        refused = {code: n for code, n in own.items() if code not in ("answered", "suspect")}
        listed = ", ".join(f"{code} {n}" for code, n in sorted(refused.items(), key=lambda pair: -pair[1]))
        row = (group, sum(own.values()), own.get("answered", 0), own.get("suspect", 0), listed)
        rows.append("| " + " | ".join(map(str, row)) + " |")
    rows.append("")
    for number, one in enumerate(told):
        memory: list[int] = one.get("memory", [])  # type: ignore[assignment]
        if memory:
            quarter = max(1, len(memory) // 4)
            early, late = (sum(part) / len(part) / _MIB for part in (memory[:quarter], memory[-quarter:]))
            rows.append(f"- worker {number}: {early:.0f} MiB in the first quarter, {late:.0f} MiB in the last")
    slowest = max(told, key=lambda one: float(one.get("slowest", 0)))  # type: ignore[arg-type]
    rows.append(f"- slowest: {slowest.get('slowest', 0):.1f} s (file {slowest.get('slowest_file')})")
    rows.append(f"- found: {len(found) or 'nothing'}")
    return "\n".join([*rows, *(f"  - {line}" for line in found[:50])]) + "\n"


if __name__ == "__main__":
    main()
