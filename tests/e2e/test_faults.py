"""A short random-fault run on an installation of its own: nothing may be lost, doubled or signed twice.

The long one is ``make bench-faults``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[2]
FAULTS = ("executor worker", "power off", "signing worker")
"""Two single kills and one of everything; the seed draws the pauses and the files."""


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, Any]]:
    # Short: the sockets' paths have little room.
    home = Path(tempfile.mkdtemp(prefix="vbf-"))
    arguments = ["--home", home, "--seed", 11, "--files", 12, "--disk-mb", 0, "--drop-seconds", 15, "--json"]
    for fault in FAULTS:
        arguments += ["--fault", fault]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.faults", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=800,
        )
        assert done.stdout, done.stderr
        yield json.loads(done.stdout)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(home.with_name(home.name + "-logs"), ignore_errors=True)


def test_every_fault_was_made_and_recovered_from(report: dict[str, Any]) -> None:
    assert [fault["kind"] for fault in report["faults"]] == [*FAULTS]
    assert all(fault["pids"] > 0 and fault["recovered"] >= 0 for fault in report["faults"]), report["faults"]


def test_nothing_was_lost_doubled_or_signed_twice(report: dict[str, Any]) -> None:
    assert {name: problems for name, problems in report["checks"].items() if problems} == {}
    assert len(report["checks"]) >= 13
    assert report["documents"] == {"ARCHIVED": 10}
