"""Processes are found by what they carry, and ended with their children; a namesake is left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pytest

from vanban.services import processes

PARENT_WITH_A_BARE_CHILD = """
import signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], env={})
print(child.pid, flush=True)
signal.pause()
"""


@pytest.fixture
def instance() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def family(instance: str) -> Iterator[tuple[int, int]]:
    """A process of the instance, and a child of it that has lost the environment: their pids."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT_WITH_A_BARE_CHILD],
        env={**os.environ, "VANBAN_INSTANCE": instance, "VANBAN_PROGRAM": "thing"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    yield parent.pid, child
    parent.kill()
    parent.wait()
    parent.stdout.close()
    if os.path.exists(f"/proc/{child}"):  # noqa: PTH110 - no path of ours
        os.kill(child, signal.SIGKILL)


def test_a_process_and_its_children_are_found(instance: str, family: tuple[int, int]) -> None:
    found = processes.of_instance(instance)
    assert [one.pid for one in found] == sorted(family)
    assert {one.program for one in found} == {"thing"}
    assert all(processes.memory_bytes(one.pid) > 0 for one in found)


def test_other_installations_are_not_found(family: tuple[int, int]) -> None:
    assert processes.of_instance(str(uuid.uuid4())) == ()


def test_ending_leaves_none(instance: str, family: tuple[int, int]) -> None:
    processes.end(processes.of_instance(instance), seconds=5)
    assert processes.of_instance(instance) == ()


def test_one_that_ignores_the_request_is_killed(instance: str) -> None:
    stubborn = subprocess.Popen(
        [sys.executable, "-c", "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); signal.pause()"],
        env={"VANBAN_INSTANCE": instance},
        stdout=subprocess.PIPE,
    )
    assert stubborn.stdout is not None
    stubborn.stdout.readline()
    processes.end(processes.of_instance(instance), seconds=0.3)
    assert stubborn.wait(timeout=10) == -signal.SIGKILL
    stubborn.stdout.close()


def test_a_later_process_with_the_same_number_is_not_mistaken(instance: str, family: tuple[int, int]) -> None:
    [one, *_] = processes.of_instance(instance)
    earlier = processes.Process(one.pid, one.parent, one.started - 1, one.program)
    assert not processes.is_alive(earlier)
    processes.end([earlier], first=signal.SIGKILL)
    assert processes.is_alive(one)
