"""Keep locks: extend every lock before it ends, per version and only ever later, and let holds follow the register.

Safe to run at any time and to be cut off: each package is noted in the register once its locks were read back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from storage.retention import Schedule, end_of_day
from vanban.clock import HANOI
from vanban.domain.errors import ServiceUnavailableError, VanbanError
from vanban.domain.findings import Finding
from vanban.domain.keeping import Custody, Holding
from vanban.ports import ARCHIVE, Clock, ObjectStore, Register, StoredObject
from vanban.workflows.findings import away, note_findings
from vanban.workflows.holdings import NamedStore, holdings
from vanban.workflows.holds import banned
from vanban.workflows.terms import all_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRoom:
    """Everything that keeping locks needs."""

    register: Register
    stores: Sequence[NamedStore]
    clock: Clock
    schedule: Schedule
    lock_days: int
    """Length of the rolling lock."""
    margin_days: int
    """A lock that ends within so many days is extended."""


@dataclass(slots=True)
class LocksKept:
    """What one run did."""

    packages: int = 0
    """Packages, counted per store, whose locks or holds were changed."""
    whole: bool = True
    """False if the time was up before all were looked at; the next run goes on."""
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How one package should be locked."""

    until: dt.datetime | None
    """The furthest end of its lock now; None where the term is over: then nothing is extended any more."""
    held: bool
    """Whether it should be under legal hold."""


def keep_locks(room: LockRoom, *, keep_on: Callable[[], bool], only: str = "") -> LocksKept:
    """Extend what ends soon and set what holds the register wants; the locks that end first come first.

    Args:
        room: what it needs.
        keep_on: asked before each package.
        only: look after one document alone.

    Raises:
        ServiceUnavailableError: if the register or the archive does not answer. A copy that is away is a finding.
    """
    kept = LocksKept()
    with room.register.hold("keep-locks") as mine:
        if not mine:  # another run is at it
            kept.whole = False
            return kept
        with room.register.begin() as uow:
            everything = [one for one in holdings(uow) if only in ("", one.subject)]
        wanted = wanted_locks(
            everything, register=room.register, clock=room.clock, schedule=room.schedule, lock_days=room.lock_days
        )
        for place in room.stores:
            _keep_in(place, everything, wanted, kept, room, keep_on)
    return kept


def _keep_in(
    place: NamedStore,
    everything: Sequence[Holding],
    wanted: dict[str, Wanted],
    kept: LocksKept,
    room: LockRoom,
    keep_on: Callable[[], bool],
) -> None:
    with room.register.begin() as uow:
        noted = uow.custody.list(place.name)
    young = room.clock.now() - place.grace  # what is younger need not be in a copy yet
    due = [(one, noted.get(one.prefix)) for one in everything if not place.grace or one.since <= young]
    due = [(one, row) for one, row in due if _is_due(one, row, wanted[one.prefix], place, room)]
    for holding, _ in sorted(due, key=lambda pair: _known_end(pair[0], pair[1], place)):
        if not keep_on():
            kept.whole = False
            return
        scope = f"locks:{place.name}:{holding.prefix}"
        try:
            found = _keep_one(holding, wanted[holding.prefix], place, room)
        except ServiceUnavailableError:
            if not place.name:
                raise
            kept.findings.append(away(place.name))
            kept.whole = False
            note_findings({f"store:{place.name}": kept.findings[-1:]}, register=room.register, clock=room.clock)
            return
        kept.findings += found
        note_findings({scope: found}, register=room.register, clock=room.clock)
        kept.packages += not found
    if place.name:
        note_findings({f"store:{place.name}": []}, register=room.register, clock=room.clock)


def wanted_locks(
    everything: Sequence[Holding], *, register: Register, clock: Clock, schedule: Schedule, lock_days: int
) -> dict[str, Wanted]:
    """Return how each package should be locked, by its prefix."""
    now = clock.now()
    rolling = end_of_day(now.astimezone(HANOI).date() + dt.timedelta(days=max(lock_days, 1)))
    with register.begin() as uow:
        terms = all_kept(uow, schedule)
        under_hold = banned(uow)
    wanted = {}
    for holding in everything:
        kept = terms.get(holding.subject)
        held = holding.subject in under_hold
        if kept is None:
            wanted[holding.prefix] = Wanted(rolling, held)
            continue
        over = end_of_day(kept.last_day) if kept.last_day else rolling
        wanted[holding.prefix] = Wanted(min(over, rolling) if over > now else None, held or kept.term.permanent)
    return wanted


def _is_due(holding: Holding, row: Custody | None, wanted: Wanted, place: NamedStore, room: LockRoom) -> bool:
    if wanted.held != (row is not None and row.held):
        return True
    if wanted.until is None:
        return False
    end = _known_end(holding, row, place)
    soon = room.clock.now() + dt.timedelta(days=room.margin_days)
    return end < min(soon, wanted.until)


def _known_end(holding: Holding, row: Custody | None, place: NamedStore) -> dt.datetime:
    if row is not None and row.locked_until is not None:
        return row.locked_until
    read_back = holding.locked_until if not place.name else None
    return read_back or dt.datetime.min.replace(tzinfo=dt.UTC)


def _keep_one(holding: Holding, wanted: Wanted, place: NamedStore, room: LockRoom) -> list[Finding]:
    """Extend, hold, read back and note one package; return why it could not be done."""
    found, ends = [], []
    for version in _versions(place.store, holding):
        try:
            end = _keep_version(version, wanted, place.store)
        except ServiceUnavailableError:
            raise
        except VanbanError as error:
            found.append(_failed(holding, version, place, type(error).__name__))
            continue
        if end is None:
            found.append(_failed(holding, version, place, "no lock"))
        else:
            ends.append(end)
    if not ends and not found:
        found.append(Finding("lock-not-extended", holding.subject, f"{holding.prefix}: nothing there", place.name))
    if not found:
        with room.register.begin() as uow:
            uow.custody.locked(place.name, holding.prefix, until=min(ends), held=wanted.held)
            data = {"package": holding.prefix, "locked_until": min(ends).isoformat(), "held": wanted.held}
            data |= {"store": place.name} if place.name else {}
            uow.events.append(
                at=room.clock.now(), actor="archive", name="archive.lock-kept", subject=holding.subject, data=data
            )
            uow.commit()
    return found


def _versions(store: ObjectStore, holding: Holding) -> Iterator[StoredObject]:
    for version in store.versions(ARCHIVE, holding.prefix):
        if version.key in holding.objects and not version.is_delete_marker:
            yield version


def _keep_version(version: StoredObject, wanted: Wanted, store: ObjectStore) -> dt.datetime | None:
    """Return the end of the version's lock after what was wanted was done; None if it has no lock.

    What was never locked is not locked now: whether those are the right bytes is the audit's to say.
    """
    key, version_id = version.key, version.version_id
    stored = store.stat(ARCHIVE, key, version_id=version_id)
    if stored is None or stored.retention_mode != "COMPLIANCE" or stored.retain_until is None:
        return None
    if wanted.until is not None and stored.retain_until < wanted.until:
        store.extend_retention(ARCHIVE, key, version_id=version_id, retain_until=wanted.until)
        stored = store.stat(ARCHIVE, key, version_id=version_id)
        if stored is None or stored.retain_until is None or stored.retain_until < wanted.until:
            return None
    if store.is_held(ARCHIVE, key, version_id=version_id) != wanted.held:
        store.set_hold(ARCHIVE, key, version_id=version_id, held=wanted.held)
        if store.is_held(ARCHIVE, key, version_id=version_id) != wanted.held:
            return None
    return stored.retain_until


def _failed(holding: Holding, version: StoredObject, place: NamedStore, why: str) -> Finding:
    return Finding(
        "lock-not-extended", holding.subject, f"{version.key} ({why})", place.name, version_id=version.version_id
    )
