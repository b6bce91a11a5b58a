"""The processes of one installation, found by what they carry in their environment and never by their name.

Source: proc(5). Every process of an installation has ``VANBAN_INSTANCE`` in its environment; children of such a process
count too, since PostgreSQL overwrites the place where its children's environment can be read.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

INSTANCE_VARIABLE = "VANBAN_INSTANCE"
PROGRAM_VARIABLE = "VANBAN_PROGRAM"
PROC = Path("/proc")
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Process:
    """One running process. ``started`` (clock ticks since boot) tells it from a later one with the same pid."""

    pid: int
    parent: int
    started: int
    program: str
    """Which ``Program`` it belongs to; empty for the supervisor itself."""


@dataclass(frozen=True, slots=True)
class _Stat:
    parent: int
    started: int
    is_zombie: bool


def of_instance(instance: str) -> tuple[Process, ...]:
    """Return the living processes of an installation, without this one and those that it was started by."""
    stats = {pid: stat for pid in _pids() if (stat := _stat(pid)) is not None and not stat.is_zombie}
    carried = {pid: program for pid in stats if (program := _program_of(pid, instance)) is not None}
    for pid in _descendants(set(carried), stats):
        carried.setdefault(pid, _inherited_program(pid, carried, stats))
    ours = _ancestors(os.getpid(), stats)
    return tuple(
        Process(pid, stats[pid].parent, stats[pid].started, program)
        for pid, program in sorted(carried.items())
        if pid not in ours
    )


def is_alive(process: Process) -> bool:
    """Tell whether exactly this process still runs."""
    stat = _stat(process.pid)
    return stat is not None and stat.started == process.started and not stat.is_zombie


def end(processes: Collection[Process], *, first: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask processes to end, wait, then kill what is left. Returns when none of them runs."""
    _send(processes, first)
    if not _wait_until_gone(processes, seconds):
        _send(processes, signal.SIGKILL)
        _wait_until_gone(processes, 10)


def memory_bytes(pid: int) -> int:
    """Return the proportional set size of a process in bytes; 0 if it cannot be read."""
    try:
        rollup = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def _send(processes: Collection[Process], what: signal.Signals) -> None:
    for process in processes:
        if is_alive(process):
            try:
                os.kill(process.pid, what)
            except ProcessLookupError:
                continue


def _wait_until_gone(processes: Collection[Process], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while any(is_alive(process) for process in processes):
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_SECONDS)
    return True


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _stat(pid: int) -> _Stat | None:
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    # The second field, the name, may hold spaces and brackets: what counts starts after its last bracket.
    fields = text[text.rindex(")") + 2 :].split()
    return _Stat(parent=int(fields[1]), started=int(fields[19]), is_zombie=fields[0] in {"Z", "X"})


def _program_of(pid: int, instance: str) -> str | None:
    """Return the program that a process of the installation carries; None if it is not of the installation."""
    try:
        environment = (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return None
    if f"{INSTANCE_VARIABLE}={instance}".encode() not in environment:
        return None
    prefix = f"{PROGRAM_VARIABLE}=".encode()
    return next((one[len(prefix) :].decode() for one in environment if one.startswith(prefix)), "")


def _descendants(roots: set[int], stats: dict[int, _Stat]) -> set[int]:
    found = set(roots)
    while True:
        more = {pid for pid, stat in stats.items() if stat.parent in found} - found
        if not more:
            return found
        found |= more


def _inherited_program(pid: int, carried: dict[int, str], stats: dict[int, _Stat]) -> str:
    while pid in stats:
        pid = stats[pid].parent
        if pid in carried:
            return carried[pid]
    return ""


def _ancestors(pid: int, stats: dict[int, _Stat]) -> set[int]:
    found = {pid}
    while pid in stats:
        pid = stats[pid].parent
        found.add(pid)
    return found
