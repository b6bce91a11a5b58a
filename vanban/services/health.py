"""How every service of an installation is: state, process, health, memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.errors import ServiceUnavailableError
from vanban.services import catalogue, processes, supervisor
from vanban.services.catalogue import Service
from vanban.services.installation import Installation
from vanban.services.program import Program
from vanban.services.supervisor import ProgramState
from vanban.services.system import load

SUPERVISOR = "supervisor"
ALIVE = frozenset({"RUNNING", "STARTING"})


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """How one supervised process is."""

    name: str
    state: str
    pid: int
    since: int
    """Seconds since 1970; 0 when it does not run."""
    memory_bytes: int
    """Proportional set size, with all its children."""


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """How one service is."""

    name: str
    vi: str
    en: str
    health: str
    """Empty when it is healthy."""
    processes: tuple[ProcessStatus, ...]


def status(home: Path) -> tuple[ServiceStatus, ...]:
    """Return how every service is, also when none runs.

    Raises:
        RefusedError: if there is no installation in ``home``.
    """
    installation = load(home)
    found = processes.of_instance(installation.instance)
    memory: dict[str, int] = {}
    for one in found:
        memory[one.program] = memory.get(one.program, 0) + processes.memory_bytes(one.pid)
    try:
        states = {one.name: one for one in supervisor.states(installation)}
    except ServiceUnavailableError:
        states = {}
    own = next((one.pid for one in found if not one.program), 0)
    first = ServiceStatus(
        SUPERVISOR,
        "Trình giám sát",
        SUPERVISOR,
        "" if states else "not running",
        (ProcessStatus(SUPERVISOR, "RUNNING" if states else "STOPPED", own, 0, memory.get("", 0)),),
    )
    return (first, *(_of_service(installation, one, states, memory) for one in catalogue.services(installation)))


def _of_service(
    installation: Installation, service: Service, states: Mapping[str, ProgramState], memory: Mapping[str, int]
) -> ServiceStatus:
    parts = tuple(_of_program(one, states.get(one.name), memory.get(one.name, 0)) for one in service.programs)
    dead = [part.name for part in parts if part.state not in ALIVE]
    health = f"not running: {', '.join(dead)}" if dead else service.healthy(installation)
    return ServiceStatus(service.name, service.vi, service.en, health, parts)


def _of_program(program: Program, state: ProgramState | None, memory_bytes: int) -> ProcessStatus:
    if state is None or state.state not in ALIVE:
        return ProcessStatus(program.name, state.state if state else "STOPPED", 0, 0, memory_bytes)
    return ProcessStatus(program.name, state.state, state.pid, state.since, memory_bytes)
