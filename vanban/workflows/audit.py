"""Audit: the whole list of every store against the catalogue, the log against its roots, and packages read again.

Packages are read in rounds: each is read once before any is read again, those that were not read for the longest time
first. A run takes all that are left of the round, or only the share that is due today so that everything is read again
within so many days; what was read is noted in the register as it goes, so that a run that was cut off is gone on with.

The same code checks the archive and its copies. What is found stands in the findings book until a later check of the
same thing no longer finds it. A package that is found whole some time after it was written also lets its intake copy
go: until then a power cut could still take the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from vanban.domain.document import State
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.findings import Finding
from vanban.workflows.audit_listing import SUBJECT, Catalogue, check_listing, is_stray
from vanban.workflows.audit_reading import read_packages, to_read
from vanban.workflows.audit_run import AuditResult, AuditRoom, Known, Run, Tally
from vanban.workflows.check_clock import COMPLETED, check_clock
from vanban.workflows.check_roots import TimeIsUpError, check_roots
from vanban.workflows.findings import ACTOR, away
from vanban.workflows.holdings import NamedStore, holdings
from vanban.workflows.keep_locks import wanted_locks

_ALL = 10_000_000
__all__ = ["AuditResult", "AuditRoom", "audit_archive"]


def audit_archive(room: AuditRoom, *, keep_on: Callable[[], bool], everything: bool = True) -> AuditResult:
    """Check lists, log and packages while ``keep_on`` says so; findings go into the book and become events.

    Args:
        room: what it needs.
        keep_on: asked before each step and each package.
        everything: read all that is left of the round; else only what is due today.

    Raises:
        ServiceUnavailableError: if the register or the archive does not answer. A copy that is away is a finding.
    """
    tally = Tally()
    with room.register.hold("audit") as mine:
        if not mine:  # another run is at it
            return AuditResult(documents=0, objects=0, bytes=0, whole=False, findings=())
        run = Run(room, _known(room), tally, keep_on, everything)
        run.note({"catalogue": list(_without_receipt(run.known))})
        _check_log(run)
        for place in (NamedStore("", room.store), *room.copies):
            _check_store(place, run)
        _complete(run)
    return AuditResult(tally.documents, tally.objects, tally.bytes, tally.whole, tuple(tally.findings))


def _known(room: AuditRoom) -> Known:
    with room.register.begin() as uow:
        everything = list(holdings(uow))
        documents = {document.id: document for document in uow.documents.list(limit=_ALL, bare=True)}
        tombstones = uow.disposals.tombstones()
        gone = [one.package for one in uow.receipts.list(limit=_ALL) if one.document_id in tombstones]
        case_files = frozenset(case_file.id for case_file in uow.case_files.list(limit=_ALL))
    wanted = wanted_locks(
        everything, register=room.register, clock=room.clock, schedule=room.schedule, lock_days=room.lock_days
    )
    return Known(everything, documents, case_files, tuple(gone), wanted)


def _without_receipt(known: Known) -> Iterator[Finding]:
    packaged = {one.subject for one in known.everything}
    for document in known.documents.values():
        if document.state is State.ARCHIVED and document.id not in packaged:
            yield Finding("no-receipt", document.id, "archived without a receipt")


def _check_log(run: Run) -> None:
    """Follow the chain of events, and compute every published root anew."""
    if not run.keep_on():
        run.tally.whole = False
        return
    register = run.room.register
    with register.begin() as uow:
        run.note({"chain": [Finding("chain", SUBJECT, sentence) for sentence in uow.events.verify_chain()]})
    run.note({"clock": list(check_clock(register=register, clock=run.room.clock))})
    try:
        found = list(check_roots(register=register, store=run.room.store, keep_on=run.keep_on))
    except TimeIsUpError:
        run.tally.whole = False
        return
    run.note({"roots": [Finding(*one) for one in found]})


def _check_store(place: NamedStore, run: Run) -> None:
    try:
        reading = to_read(place, run)
        catalogue = _catalogue(run.known, place, run.room)
        listed = check_listing(place, catalogue, keep_on=run.keep_on, collected=reading.listed)
        if listed is None:
            run.tally.whole = False
            return
        run.note({f"listing:{place.name}": _still_strange(listed, place, run.room)})
        read_packages(place, reading, run)
    except ServiceUnavailableError:
        if not place.name:
            raise
        run.tally.whole = False
        run.note({f"store:{place.name}": [away(place.name)]})
        return
    if place.name:
        run.note({f"store:{place.name}": []})


def _catalogue(known: Known, place: NamedStore, room: AuditRoom) -> Catalogue:
    names = known.case_files.union(known.documents)
    return Catalogue.of(known.everything, names, place, room.clock.now(), gone=known.gone)


def _still_strange(listed: list[Finding], place: NamedStore, room: AuditRoom) -> list[Finding]:
    """Leave out what was archived while the list was read."""
    if all(finding.kind != "unexpected" for finding in listed):
        return listed
    now_known = _catalogue(_known(room), place, room)
    return [one for one in listed if one.kind != "unexpected" or is_stray(one.detail, now_known, place)]


def _complete(run: Run) -> None:
    tally = run.tally
    with run.room.register.begin() as uow:
        data: dict[str, Any] = {
            "documents": tally.documents,
            "objects": tally.objects,
            "bytes": tally.bytes,
            "findings": len(tally.findings),
            "whole": tally.whole,
        }
        uow.events.append(at=run.room.clock.now(), actor=ACTOR, name=COMPLETED, subject=SUBJECT, data=data)
        uow.commit()
