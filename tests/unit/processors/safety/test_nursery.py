"""The nursery that children are forked from: killed, shared by threads, ended."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from processors.nursery import end_nurseries
from processors.sandbox import ENTRY, run_child

MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def _fresh():
    end_nurseries()
    yield
    end_nurseries()


def _idle(**arguments):
    return run_child("idle", arguments, seconds=30, memory_bytes=300 * MIB)


def _nurseries() -> list[int]:
    """Return the nurseries of this process."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if parent == os.getpid() and ENTRY[-1] in words:
            found.append(int(entry.name))
    return found


def test_all_children_come_from_one_nursery_and_leave_nothing():
    for number in range(5):
        assert _idle(number=number) == {"number": number}
    [nursery] = _nurseries()
    children = Path(f"/proc/{nursery}/task/{nursery}/children")
    assert not children.exists() or not children.read_text()
    end_nurseries()
    assert not _nurseries()


def test_a_killed_nursery_is_replaced():
    _idle()
    [first] = _nurseries()
    os.kill(first, signal.SIGKILL)
    assert _idle(again=True) == {"again": True}
    [second] = _nurseries()
    assert second != first


def test_threads_share_it():
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(_idle(n=n)["n"])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))
    assert len(_nurseries()) == 1


def test_a_fork_of_the_caller_has_a_nursery_of_its_own():
    _idle()
    [ours] = _nurseries()
    pid = os.fork()
    if pid == 0:
        fine = _idle(forked=True) == {"forked": True} and ours not in _nurseries() and len(_nurseries()) == 1
        end_nurseries()
        os._exit(0 if fine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert _idle(still=True) == {"still": True}
    assert _nurseries() == [ours]


def test_what_children_used_is_on_our_account_after_the_end():
    before = os.times()
    _idle()
    end_nurseries()
    after = os.times()
    assert after.children_user + after.children_system > before.children_user + before.children_system
