"""Damaged files without end: ``python -m benchmarks.fuzz --seed 1 --files 10000``; ``make bench-fuzz``.

Each file goes through what ``vanban read`` does with one: examination and reading, in child processes. Whatever happens
to a child must come back as a reason; the process that asked must not die, hang, grow or leave anything behind.

The same seed makes the same files, whatever the number of workers: ``--only 4711`` makes and reads that one again, and
``--first 2000 --files 1000`` those from 2000 to 2999. What is found is told on standard error at once, and how far it
is every few hundred files; SIGTERM or Ctrl-C ends it early, with the table of what was read until then.
Exit 0 if nothing was found, 1 if something was; ended early with nothing found, 128 and the number of the signal.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from benchmarks.fuzz_reading import Seen
from benchmarks.fuzz_report import Tally
from benchmarks.fuzz_workers import Work, Workers, work

PROGRESS_EVERY = 200
"""Files between two lines of progress."""


class _Ending:
    """Remembers the signal that asks for an early end."""

    def __init__(self) -> None:
        self.signal = 0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.signal = number


def main() -> int:
    """Share the files out among workers, add up what they saw, and print it as Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=10_000, help="how many, from the first on (%(default)s)")
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first: to read them in pieces (%(default)s)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--real-tesseract", type=int, default=10, help="every so many files; the rest get a blank one")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of single files")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        given = json.load(sys.stdin)
        work(Work(**{**given, "numbers": tuple(given["numbers"])}))
        return 0
    if options.files < 1 or options.jobs < 1:
        parser.error("--files and --jobs: at least 1")
    numbers = options.only or range(options.first, options.first + options.files)
    return _run(numbers, options)


def shares(numbers: Sequence[int], jobs: int) -> list[tuple[int, ...]]:
    """Return what each of so many workers reads; none of them nothing."""
    return [share for worker in range(jobs) if (share := tuple(numbers[worker::jobs]))]


def _run(numbers: Sequence[int], options: argparse.Namespace) -> int:
    started, tally, ending = time.monotonic(), Tally(), _Ending()
    with tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as name:
        works = []
        for worker, share in enumerate(shares(numbers, 1 if options.only else options.jobs)):
            folder = Path(name) / str(worker)
            folder.mkdir()
            works.append(Work(share, options.seed, options.real_tesseract, str(folder)))
        workers = Workers(works, command=[sys.executable, "-m", "benchmarks.fuzz", "--worker"])
        try:
            for worker, told in workers.told(is_ended=lambda: bool(ending.signal)):
                _take(worker, told, tally, len(numbers), time.monotonic() - started)
        finally:
            workers.close()
    minutes = (time.monotonic() - started) / 60
    early = ", ended early" if ending.signal else ""
    head = f"seed {options.seed}, from file {numbers[0]} on: {tally.files} of {len(numbers)} files read{early}"
    sys.stdout.write("\n".join([f"{head}; {len(works)} workers, {minutes:.0f} min", "", *tally.table()]) + "\n")
    sys.stdout.flush()
    return 1 if tally.found else 128 + ending.signal if ending.signal else 0


def _take(worker: int, told: Seen | str, tally: Tally, count: int, seconds: float) -> None:
    """Add up what was told, and say on standard error what was found and how far it is."""
    if isinstance(told, str):
        tally.found.append(told)
        lines = [f"found: {told}"]
    else:
        tally.add(worker, told)
        lines = [f"found: {line}" for line in told.found]
        if tally.files % PROGRESS_EVERY == 0:
            lines.append(f"{tally.files} of {count} files, {seconds:.0f} s, found: {len(tally.found) or 'nothing'}")
    for line in lines:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
