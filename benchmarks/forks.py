"""Work done in forks, and what it costs: one piece of work, or pieces that several workers take from one queue."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took."""

    cpu: float
    wall: float
    peak: int
    """Bytes: the largest resident size of one process."""

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


NOTHING = Cost(0.0, 0.0, 0)


def forked(work: Callable[[], object]) -> Cost:
    """Return what a piece of work costs in a process of its own, with everything that it starts.

    Raises:
        SystemExit: if the work failed; the child has told its exception on standard error.
    """
    started = time.monotonic()
    child = _start(work)
    _, status, used = os.wait4(child, 0)
    _check(child, status)
    # ru_maxrss of wait4 is the largest of the child and what it waited for.
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss * 1024)


def shared(count: int, workers: Sequence[Callable[[int], object]]) -> float:
    """Let workers, a fork each, take the numbers below ``count`` from one queue in order; return the seconds it took.

    Args:
        count: pieces of work, at most 256.
        workers: what each does with a number.

    Raises:
        SystemExit: if one of them failed.
    """
    # A byte in a pipe is taken by exactly one reader, and all of them fit into it before anybody reads.
    queue, end = os.pipe()
    os.write(end, bytes(range(count)))
    os.close(end)
    started = time.monotonic()
    children = [_start(partial(_take, queue, work)) for work in workers]
    os.close(queue)
    statuses = [(child, os.waitpid(child, 0)[1]) for child in children]
    seconds = time.monotonic() - started
    for child, status in statuses:
        _check(child, status)
    return seconds


def _take(queue: int, work: Callable[[int], object]) -> None:
    while taken := os.read(queue, 1):
        work(taken[0])


def _start(work: Callable[[], object]) -> int:
    """Fork a child that does the work, and return its number."""
    child = os.fork()
    if child == 0:
        _work_and_end(work)
    return child


def _work_and_end(work: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001  whatever it is, the child must not go on as its parent
        with contextlib.suppress(OSError, ValueError):
            traceback.print_exc(file=sys.stderr)
            sys.stderr.flush()
    finally:
        os._exit(code)


def _check(child: int, status: int) -> None:
    if status:
        code = os.waitstatus_to_exitcode(status)
        how = f"by signal {-code}" if code < 0 else "with the exception above"
        raise SystemExit(f"the work of process {child} ended {how}")
