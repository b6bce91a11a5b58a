"""Audit: the whole list of every store against the catalogue, the log against its roots, and packages read again.

Packages are read in rounds: each is read once before any is read again, those that were not read for the longest time
first. A run takes all that are left of the round, or only the share that is due today so that everything is read again
within so many days; what was read is noted in the register as it goes, so that a run that was cut off is gone on with.

The same code checks the archive and its copies. What is found stands in the findings book until a later check of the
same thing no longer finds it. A package that is found whole some time after it was written also lets its intake copy
go: until then a power cut could still take the package.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from storage.retention import Schedule, load_schedule
from vanban.domain.document import Document, State
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.findings import Finding
from vanban.domain.keeping import Custody, Holding
from vanban.ports import Clock, ObjectStore, Register
from vanban.workflows.audit_listing import SUBJECT, Catalogue, check_listing, is_stray
from vanban.workflows.audit_package import Checked, check_package, digests_in
from vanban.workflows.audit_rounds import due_share, is_overdue, left_of_round
from vanban.workflows.check_roots import TimeIsUpError, check_roots
from vanban.workflows.findings import ACTOR, away, note_findings
from vanban.workflows.holdings import NamedStore, holdings
from vanban.workflows.keep_locks import Wanted, wanted_locks

_ALL = 10_000_000
NOTED_AT_ONCE = 16
"""Packages that are read before the register is told; so many are read again after a crash."""


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
class _Known:
    """The register's side, as it was when the audit began."""

    everything: Sequence[Holding]
    documents: Mapping[str, Document]
    case_files: frozenset[str]
    gone: tuple[str, ...]
    """Key prefixes of packages that were disposed of."""
    wanted: Mapping[str, Wanted]


@dataclass(slots=True)
class _Tally:
    documents: int = 0
    objects: int = 0
    bytes: int = 0
    whole: bool = True
    findings: dict[Finding, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of the audit."""

    room: AuditRoom
    known: _Known
    tally: _Tally
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


def audit_archive(room: AuditRoom, *, keep_on: Callable[[], bool], everything: bool = True) -> AuditResult:
    """Check lists, log and packages while ``keep_on`` says so; findings go into the book and become events.

    Args:
        room: what it needs.
        keep_on: asked before each step and each package.
        everything: read all that is left of the round; else only what is due today.

    Raises:
        ServiceUnavailableError: if the register or the archive does not answer. A copy that is away is a finding.
    """
    tally = _Tally()
    with room.register.hold("audit") as mine:
        if not mine:  # another run is at it
            return AuditResult(documents=0, objects=0, bytes=0, whole=False, findings=())
        run = _Run(room, _known(room), tally, keep_on, everything)
        run.note({"catalogue": list(_without_receipt(run.known))})
        _check_log(run)
        for place in (NamedStore("", room.store), *room.copies):
            _check_store(place, run)
        _complete(run)
    return AuditResult(tally.documents, tally.objects, tally.bytes, tally.whole, tuple(tally.findings))


def _known(room: AuditRoom) -> _Known:
    with room.register.begin() as uow:
        everything = list(holdings(uow))
        documents = {document.id: document for document in uow.documents.list(limit=_ALL)}
        tombstones = uow.disposals.tombstones()
        gone = [one.package for one in uow.receipts.list(limit=_ALL) if one.document_id in tombstones]
        case_files = frozenset(case_file.id for case_file in uow.case_files.list(limit=_ALL))
    wanted = wanted_locks(
        everything, register=room.register, clock=room.clock, schedule=room.schedule, lock_days=room.lock_days
    )
    return _Known(everything, documents, case_files, tuple(gone), wanted)


def _without_receipt(known: _Known) -> Iterator[Finding]:
    packaged = {one.subject for one in known.everything}
    for document in known.documents.values():
        if document.state is State.ARCHIVED and document.id not in packaged:
            yield Finding("no-receipt", document.id, "archived without a receipt")


def _check_log(run: _Run) -> None:
    """Follow the chain of events, and compute every published root anew."""
    if not run.keep_on():
        run.tally.whole = False
        return
    register = run.room.register
    with register.begin() as uow:
        run.note({"chain": [Finding("chain", SUBJECT, sentence) for sentence in uow.events.verify_chain()]})
    try:
        found = list(check_roots(register=register, store=run.room.store, keep_on=run.keep_on))
    except TimeIsUpError:
        run.tally.whole = False
        return
    run.note({"roots": [Finding(*one) for one in found]})


def _check_store(place: NamedStore, run: _Run) -> None:
    try:
        listed = check_listing(place, _catalogue(run.known, place, run.room), keep_on=run.keep_on)
        if listed is None:
            run.tally.whole = False
            return
        run.note({f"listing:{place.name}": _still_strange(listed, place, run.room)})
        _read_packages(place, run)
    except ServiceUnavailableError:
        if not place.name:
            raise
        run.tally.whole = False
        run.note({f"store:{place.name}": [away(place.name)]})
        return
    if place.name:
        run.note({f"store:{place.name}": []})


def _catalogue(known: _Known, place: NamedStore, room: AuditRoom) -> Catalogue:
    names = known.case_files.union(known.documents)
    return Catalogue.of(known.everything, names, place, room.clock.now(), gone=known.gone)


def _still_strange(listed: list[Finding], place: NamedStore, room: AuditRoom) -> list[Finding]:
    """Leave out what was archived while the list was read."""
    if all(finding.kind != "unexpected" for finding in listed):
        return listed
    now_known = _catalogue(_known(room), place, room)
    return [one for one in listed if one.kind != "unexpected" or is_stray(one.detail, now_known, place)]


def _read_packages(place: NamedStore, run: _Run) -> None:
    room, now, noted = run.room, run.room.clock.now(), run.custody(place)
    expected = [one for one in run.known.everything if not place.grace or one.since <= now - place.grace]
    current, todo = left_of_round(expected, noted)
    if not run.everything:
        todo = due_share(todo, noted, total=len(expected), now=now, within_days=room.within_days)
    with ThreadPoolExecutor(max_workers=max(room.at_once, 1)) as pool:
        under_way: list[Future[Checked]] = []
        for holding in todo:
            if not run.keep_on():
                run.tally.whole = False
                break
            under_way.append(pool.submit(_read_one, holding, place, noted.get(holding.prefix), run))
            if len(under_way) == NOTED_AT_ONCE:
                _collect([one.result() for one in under_way], place, current, run)
                under_way = []
        _collect([one.result() for one in under_way], place, current, run)
    late = is_overdue(expected, run.custody(place), now=now, within_days=room.within_days)
    said = f"packages were not read again within {room.within_days} days"
    run.note({f"overdue:{place.name}": [Finding("overdue", SUBJECT, said, place.name)] if late else []})


def _read_one(holding: Holding, place: NamedStore, noted: Custody | None, run: _Run) -> Checked:
    return check_package(
        holding,
        place,
        noted=noted,
        wanted=run.known.wanted[holding.prefix],
        now=run.room.clock.now(),
        digests=digests_in(holding, run.room.store) if place.name else {},
    )


def _collect(done: Sequence[Checked], place: NamedStore, current: int, run: _Run) -> None:
    """Note packages that were read, and let intake copies go."""
    settled = run.room.clock.now() - run.room.keep_intake_copies
    wrong = {finding.subject for finding in run.tally.findings if finding.kind != "unexpected"}
    run.note({f"package:{place.name}:{one.holding.prefix}": one.findings for one in done})
    early, read = [], []
    for one in done:
        run.tally.documents += 1
        run.tally.objects += one.objects
        run.tally.bytes += one.bytes
        if not place.name and one.holding.since > settled:
            early.append(one.holding.prefix)
            continue
        read.append(one.holding.prefix)
        document = run.known.documents.get(one.holding.subject)
        if document is not None and not place.name and not one.findings and document.id not in wrong:
            run.room.release_intake_copy(document.claim_id)
    with run.room.register.begin() as uow:
        # What is too young to let its intake copy go is read once more by the next run.
        uow.custody.read(place.name, early, at=None, of_round=current)
        uow.custody.read(place.name, read, at=run.room.clock.now(), of_round=current)
        uow.commit()


def _complete(run: _Run) -> None:
    tally = run.tally
    with run.room.register.begin() as uow:
        data: dict[str, Any] = {
            "documents": tally.documents,
            "objects": tally.objects,
            "bytes": tally.bytes,
            "findings": len(tally.findings),
            "whole": tally.whole,
        }
        uow.events.append(at=run.room.clock.now(), actor=ACTOR, name="audit.completed", subject=SUBJECT, data=data)
        uow.commit()
