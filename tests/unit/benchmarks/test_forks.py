"""Work in forks: a failure is told where it happened, and a queue is worked off once."""

from __future__ import annotations

import os
import signal

import pytest

from benchmarks.forks import forked, shared


def test_a_child_that_fails_tells_its_exception_and_the_parent_fails(capfd):
    def stumble() -> None:
        raise LookupError("no such page")

    with pytest.raises(SystemExit, match="exception above"):
        forked(stumble)
    told = capfd.readouterr().err
    assert "LookupError: no such page" in told
    assert "in stumble" in told


def test_a_child_that_is_killed_fails_the_parent_with_the_signal():
    with pytest.raises(SystemExit, match="signal 9"):
        forked(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_two_workers_take_every_number_once_and_the_first_one_free_takes_the_next(tmp_path):
    def first(number: int) -> None:
        (tmp_path / f"{number} first").touch()
        while len(list(tmp_path.iterdir())) < 5:  # its one piece is as long as all the others together
            pass

    def second(number: int) -> None:
        while not list(tmp_path.glob("* first")):
            pass
        (tmp_path / f"{number} second").touch()

    shared(5, [first, second])

    done = sorted(entry.name.split() for entry in tmp_path.iterdir())
    assert [number for number, _ in done] == ["0", "1", "2", "3", "4"]
    assert [worker for _, worker in done].count("first") == 1


def test_a_worker_that_fails_fails_the_whole(capfd):
    def stumble(number: int) -> None:
        raise LookupError(number)

    with pytest.raises(SystemExit, match="exception above"):
        shared(1, [stumble])
    assert "LookupError: 0" in capfd.readouterr().err
