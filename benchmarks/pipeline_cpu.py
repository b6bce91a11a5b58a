"""Where the CPU of an installation goes: all its processes, its tasks, and what the tasks start.

Source: proc(5). A process's own times and those of the children it waited for (fields 14 to 17 of ``stat``), summed
over all that live, hold everything that ever ran, also what came and went: whoever ends hands its sum to its parent.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from vanban.services import processes

_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK_SECONDS = 0.25
_MEMORY_EVERY = 8
"""Looks between two that also read the memory, which costs more."""
_SCHEDULER = "airflow-scheduler"


@dataclass(frozen=True, slots=True)
class Stat:
    """What one process has used."""

    parent: int
    group: int
    started: int
    own: float
    """CPU seconds of its own."""
    reaped: float
    """CPU seconds of the children it waited for, with theirs."""


def stat_of(pid: int) -> Stat | None:
    """Return what a process has used; None if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    user, system, children_user, children_system = (int(value) / _TICKS for value in fields[11:15])
    return Stat(int(fields[1]), int(fields[2]), int(fields[19]), user + system, children_user + children_system)


def living() -> dict[int, Stat]:
    """Return every process of the machine by its number."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return {pid: stat for pid in pids if (stat := stat_of(pid))}


def used_by_programs(instance: str) -> dict[str, float]:
    """Return CPU seconds of every program of an installation since its start, ended children included."""
    used: dict[str, float] = {}
    for one in processes.of_instance(instance):
        if stat := stat_of(one.pid):
            name = one.program or "supervisor"
            used[name] = used.get(name, 0.0) + stat.own + stat.reaped
    return used


def proportional_memory(instance: str) -> int:
    """Return the proportional set size of all processes of an installation, in bytes."""
    return sum(processes.memory_bytes(one.pid) for one in processes.of_instance(instance))


class TaskWatch:
    """Watches the tasks of an installation while it is entered.

    The executor's workers are children of the scheduler; each task is a child of a worker and starts the parsers. What
    a task's own children used is read while the task lives, so what they use after the last look at a task is missed.
    """

    def __init__(self, instance: str) -> None:
        self._workers = _workers(instance)
        self._before = self._in_workers()
        self._children: dict[tuple[int, int], float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.memory_bytes = 0
        """Largest proportional set size seen of one task with everything it started."""
        self.tasks_seconds = 0.0
        """CPU of the executor's workers and tasks, parsers included."""

    @property
    def parsers_seconds(self) -> float:
        """CPU of the processes that tasks started: examination, reading, Tesseract."""
        return sum(self._children.values())

    @property
    def tasks(self) -> int:
        """Tasks that were seen."""
        return len(self._children)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self.tasks_seconds = self._in_workers() - self._before

    def _in_workers(self) -> float:
        stats = living()
        alive = self._workers | {one for pid in self._workers for one in descendants(pid, stats)}
        return sum(stats[pid].own + stats[pid].reaped for pid in alive if pid in stats)

    def _watch(self) -> None:
        looks = 0
        while not self._ended.wait(_LOOK_SECONDS):
            looks += 1
            stats = living()
            for pid, stat in stats.items():
                if stat.parent in self._workers:
                    below = sum(stats[one].own + stats[one].reaped for one in descendants(pid, stats)) + stat.reaped
                    self._children[pid, stat.started] = max(below, self._children.get((pid, stat.started), 0.0))
                    if looks % _MEMORY_EVERY == 0:
                        self.memory_bytes = max(self.memory_bytes, _memory(pid, stats))


def _workers(instance: str) -> frozenset[int]:
    scheduler = [one for one in processes.of_instance(instance) if one.program == _SCHEDULER]
    pids = {one.pid for one in scheduler}
    main = {one.pid for one in scheduler if one.parent not in pids}
    return frozenset(one.pid for one in scheduler if one.parent in main)


def descendants(root: int, stats: dict[int, Stat]) -> set[int]:
    """Return the processes below one, without itself."""
    found: set[int] = set()
    more = {root}
    while more:
        more = {pid for pid, stat in stats.items() if stat.parent in more} - found
        found |= more
    return found


def _memory(root: int, stats: dict[int, Stat]) -> int:
    return sum(processes.memory_bytes(pid) for pid in (root, *descendants(root, stats)))
