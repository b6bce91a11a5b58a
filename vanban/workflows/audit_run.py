"""One run of the audit: what it needs, what the register knew when it began, and what it has seen so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from storage.retention import Schedule, load_schedule
from vanban.domain.document import Document
from vanban.domain.findings import Finding
from vanban.domain.keeping import Custody, Holding
from vanban.ports import Clock, ObjectStore, Register
from vanban.workflows.findings import note_findings
from vanban.workflows.holdings import NamedStore
from vanban.workflows.keep_locks import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRoom:
    """Everything that an audit needs."""

    register: Register
    store: ObjectStore
    """The archive itself."""
    clock: Clock
    release_intake_copy: Callable[[str], None]
    """Removes the intake copy of a claim; harmless when it is gone."""
    keep_intake_copies: dt.timedelta = dt.timedelta(hours=1)
    """How long after archiving a package must still be whole before its intake copy goes."""
    copies: Sequence[NamedStore] = ()
    """Other stores in which the same packages must lie under the same keys."""
    within_days: int = 90
    """Every version of every object is read again within so many days."""
    schedule: Schedule = field(default_factory=load_schedule)
    lock_days: int = 3650
    at_once: int = 4
    """Packages that are read at the same time."""


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What one audit saw."""

    documents: int
    """Packages and roots that were read, in all stores together."""
    objects: int
    bytes: int
    whole: bool
    """True if all that was to be done was done; else the next audit goes on."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The register's side, as it was when the audit began."""

    everything: Sequence[Holding]
    documents: Mapping[str, Document]
    case_files: frozenset[str]
    gone: tuple[str, ...]
    """Key prefixes of packages that were disposed of."""
    wanted: Mapping[str, Wanted]


@dataclass(slots=True)
class Tally:
    """What it has seen so far."""

    documents: int = 0
    objects: int = 0
    bytes: int = 0
    whole: bool = True
    findings: dict[Finding, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the audit."""

    room: AuditRoom
    known: Known
    tally: Tally
    keep_on: Callable[[], bool]
    everything: bool

    def note(self, found: Mapping[str, Sequence[Finding]]) -> None:
        """Put what checks found into the book, by their scope."""
        self.tally.findings.update(dict.fromkeys(finding for some in found.values() for finding in some))
        note_findings(found, register=self.room.register, clock=self.room.clock)

    def custody(self, place: NamedStore) -> Mapping[str, Custody]:
        """Return what is noted of the packages in a store."""
        with self.room.register.begin() as uow:
            return uow.custody.list(place.name)
