"""The faults: which process is killed, what is taken away, and how the system is got going again."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.errors import VanbanError
from vanban.services import health, processes, supervisor
from vanban.services.installation import Installation
from vanban.services.processes import Process

PROGRAMS = {
    "postgres": "postgres",
    "object store": "objects",
    "pki": "pki",
    "signing worker": "signing-worker",
    "scheduler": "airflow-scheduler",
    "dag processor": "airflow-dag-processor",
    "triggerer": "airflow-triggerer",
    "api server": "airflow-api-server",
    "desk": "desk",
}
CHILDREN = {
    "database session": "postgres",
    "executor worker": "airflow-scheduler",
    "task": "airflow-scheduler",
    "parser": "airflow-scheduler",
    "trigger runner": "airflow-triggerer",
}
SUPERVISOR, POWER_OFF = "supervisor", "power off"
DATABASE_AWAY, OBJECTS_AWAY, DISK_FULL = "database away", "object store away", "disk full"
STAMPS_AWAY = "time-stamps away"
"""With them the revocation service: the demo PKI serves both."""
KILLS = (*PROGRAMS, *CHILDREN, SUPERVISOR)
_RECOVERY_SECONDS = 300
_UP_TRIES = 3
_BALLAST_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that was made."""

    kind: str
    at: float
    """Seconds since the start of the run."""
    pids: int
    """How many processes were killed or stopped."""
    recovered: float
    """Seconds until every service was healthy again; negative if it never was."""
    ups: int = 0
    """How often ``vanban up`` was needed; 0 where the system healed by itself."""
    over: float = 0.0
    """Seconds since the start of the run when the processes were dead, or what was taken away was given back."""
    worked_again: float | None = None
    """Seconds from ``over`` to the next event in the register; None if nothing was left to do."""


def plan(rng: random.Random, *, kills: int, power_offs: int, outages: bool, disk: bool) -> list[str]:
    """Return the kinds of faults in their order: every kind of kill once before any comes twice."""
    kinds: list[str] = []
    while len(kinds) < kills:
        kinds += rng.sample(KILLS, len(KILLS))
    faults = [*kinds[:kills], *[POWER_OFF] * power_offs]
    faults += [DATABASE_AWAY, OBJECTS_AWAY] if outages else []
    faults += [DISK_FULL] if disk else []
    rng.shuffle(faults)
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Saboteur:
    """Makes faults in one installation, and waits until it has recovered."""

    installation: Installation
    rng: random.Random
    outage_seconds: float
    started: float

    def make(self, kind: str) -> Fault:
        """Make one fault and wait, for a bounded time, until every service is healthy again."""
        at = time.monotonic() - self.started
        pids = self._strike(kind)
        begun = time.monotonic()
        ups = self._start_again() if kind in {SUPERVISOR, POWER_OFF} else 0
        healthy = self._wait_until_healthy()
        recovered = time.monotonic() - begun if healthy else -1.0
        return Fault(kind, at, pids, recovered, ups, over=begun - self.started)

    def _strike(self, kind: str) -> int:
        if kind == POWER_OFF:
            return self._power_off()
        if kind == DATABASE_AWAY:
            return self._away("postgres")
        if kind == OBJECTS_AWAY:
            return self._away("objects")
        if kind == STAMPS_AWAY:
            return self._away("pki")
        if kind == DISK_FULL:
            fill_disk(self.installation.home, seconds=self.outage_seconds)
            return 0
        return _kill(self._victims(kind))

    def _victims(self, kind: str) -> Sequence[Process]:
        """Return the one process to kill; a child that comes and goes is waited for, for a while."""
        until = time.monotonic() + 30
        while True:
            found = [one for one in self._candidates(kind) if processes.is_alive(one)]
            if found:
                return [self.rng.choice(found)]
            if time.monotonic() > until:
                return []
            time.sleep(0.02)

    def _candidates(self, kind: str) -> list[Process]:
        everything = processes.of_instance(self.installation.instance)
        if kind == SUPERVISOR:
            return [one for one in everything if "supervisord" in _title(one)]
        if kind == "parser":
            # Readers of untrusted files carry the installation's mark, and are nobody's program.
            return [one for one in everything if _is_parser(one)]
        name = PROGRAMS.get(kind) or CHILDREN[kind]
        tree = [one for one in everything if one.program == name]
        pids = {one.pid for one in tree}
        first = [one for one in tree if one.parent not in pids]
        if kind in PROGRAMS:
            return first
        firsts = {one.pid for one in first}
        second = [one for one in tree if one.parent in firsts]
        if kind == "executor worker":
            return [one for one in second if "worker" in _title(one)]
        if kind in {"database session", "trigger runner"}:
            return second
        seconds = {one.pid for one in second}
        return [one for one in tree if one.parent in seconds and "worker" in _title_of(one.parent)]

    def _power_off(self) -> int:
        """Kill everything, the supervisor first so that it starts nothing again."""
        everything = processes.of_instance(self.installation.instance)
        return _kill(sorted(everything, key=lambda one: bool(one.program)))

    def _away(self, program: str) -> int:
        """Take a service away for a while: stopped in order, or frozen so that it neither answers nor refuses."""
        if self.rng.random() < 0.5:
            return self._stopped(program)
        tree = [one for one in processes.of_instance(self.installation.instance) if one.program == program]
        _send(tree, signal.SIGSTOP)
        try:
            time.sleep(self.outage_seconds)
        finally:
            _send(tree, signal.SIGCONT)
        return len(tree)

    def _stopped(self, program: str) -> int:
        supervisor.stop_program(self.installation, program)
        try:
            time.sleep(self.outage_seconds)
        finally:
            supervisor.start_program(self.installation, program)
        return 1

    def _start_again(self) -> int:
        for tries in range(1, _UP_TRIES + 1):
            if vanban(self.installation.home, "up").returncode == 0:
                return tries
        return _UP_TRIES

    def _wait_until_healthy(self) -> bool:
        until = time.monotonic() + _RECOVERY_SECONDS
        while time.monotonic() < until:
            if is_healthy(self.installation.home):
                return True
            time.sleep(0.5)
        return False


def is_healthy(home: Path) -> bool:
    """Tell whether every service runs and answers."""
    try:
        return all(not one.health for one in health.status(home))
    except (VanbanError, OSError):
        return False


def vanban(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an administrator would."""
    return subprocess.run(
        [Path(sys.executable).parent / "vanban", *arguments],
        env={**os.environ, "VANBAN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def fill_disk(home: Path, *, seconds: float) -> None:
    """Leave no byte free on the file system of the state directory for a while."""
    ballast = home / "ballast"
    until = time.monotonic() + seconds
    try:
        with ballast.open("ab", buffering=0) as file:
            while time.monotonic() < until:
                # What others free meanwhile is taken too.
                for piece in (_BALLAST_PIECE, 4096):
                    with contextlib.suppress(OSError):
                        while file.write(b"\1" * piece) == piece:
                            pass
                time.sleep(0.2)
    finally:
        ballast.unlink()


@contextlib.contextmanager
def small_disk(home: Path, *, megabytes: int) -> Iterator[None]:
    """Put the state directory on a file system of its own, of this size, in memory. Needs root."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not megabytes:
        yield
        return
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "vanban-faults", str(home)], check=True
    )
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(home)], check=False)


def _kill(victims: Sequence[Process]) -> int:
    return _send(victims, signal.SIGKILL)


def _send(victims: Sequence[Process], what: signal.Signals) -> int:
    sent = 0
    for one in victims:
        if processes.is_alive(one):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, what)
                sent += 1
    return sent


def _title(one: Process) -> str:
    return _title_of(one.pid)


def _title_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _is_parser(one: Process) -> bool:
    title = _title(one)
    return "processors.child" in title or title.startswith("tesseract")
