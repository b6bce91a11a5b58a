"""How a run over damaged files is shared out, told and ended early."""

from __future__ import annotations

import sys
import time

import pytest

from benchmarks.fuzz import shares
from benchmarks.fuzz_reading import Seen
from benchmarks.fuzz_report import Tally
from benchmarks.fuzz_workers import Work, Workers

TELLS = """
import json, sys, time
given = json.load(sys.stdin)
for number in given["numbers"]:
    seen = {"number": number, "group": "pdf", "outcome": "broken", "seconds": 1, "found": [f"file {number} took long"]}
    print(json.dumps({"seen": seen}), flush=True)
"""
GOES_ON = TELLS + "time.sleep(600)"
IS_KILLED = TELLS + "import os; print('{\"seen', end='', flush=True); os.kill(os.getpid(), 9)"
SAYS_SO = TELLS + "print(json.dumps({'found': ['process 4 is left over']}))"


@pytest.fixture
def workers():
    started = []

    def start(script: str, *numbers: tuple[int, ...]) -> Workers:
        works = [Work(share, seed=1, real_tesseract=10, folder="") for share in numbers]
        started.append(Workers(works, command=[sys.executable, "-c", script]))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_so_many_files_from_the_first_on_are_shared_out():
    assert shares(range(2000, 2005), 2) == [(2000, 2002, 2004), (2001, 2003)]
    assert shares(range(2), 4) == [(0,), (1,)]


def test_every_worker_is_heard_until_its_end(workers):
    told = list(workers(SAYS_SO, (0, 2), (1,)).told(is_ended=lambda: False))

    assert sorted((worker, one.number) for worker, one in told if isinstance(one, Seen)) == [(0, 0), (0, 2), (1, 1)]
    assert sorted(one for one in told if not isinstance(one[1], Seen)) == [
        (0, "process 4 is left over"),
        (1, "process 4 is left over"),
    ]


def test_a_finding_is_told_while_the_run_goes_on_and_counts_when_it_is_ended(workers):
    running, tally, started = workers(GOES_ON, (7, 8), (9,)), Tally(), time.monotonic()
    for worker, seen in running.told(is_ended=lambda: tally.files == 3):
        tally.add(worker, seen)

    assert time.monotonic() - started < 60
    assert sorted(tally.found) == [f"file {number} took long" for number in (7, 8, 9)]
    assert "| pdf | 3 | 0 | 0 | broken 3 |" in tally.table()


def test_a_worker_that_is_killed_is_found_and_what_it_read_counts(workers):
    told = [one for _, one in workers(IS_KILLED, (5,)).told(is_ended=lambda: False)]

    assert told == [Seen(5, "pdf", "broken", 1, found=("file 5 took long",)), "worker 0 died (-9)"]


def test_the_table_counts_by_kind_and_names_the_slowest():
    tally = Tally()
    for number, outcome in enumerate(("answered", "suspect", "time-limit", "truncated", "time-limit", "")):
        tally.add(0, Seen(number, "image", outcome, seconds=number / 2, memory=number * 1024 * 1024))
    tally.add(0, Seen(9, "container", "part-refused", seconds=0, inside=("broken", "time-limit")))

    table = tally.table()
    assert "| image | 6 | 1 | 1 | time-limit 2, truncated 1, in the parent 1 |" in table
    assert "| office | 0 | 0 | 0 |  |" in table
    assert "- worker 0: 1 MiB in the first quarter, 5 MiB in the last" in table
    assert "- slowest: 2.5 s (file 5)" in table
    assert "- time-limit: 2 4 9" in table
    assert table[-1] == "- found: nothing"
