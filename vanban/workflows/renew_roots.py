"""Time-stamps over the published roots of the event log, renewed: each over the file before (RFC 4998, 5.2)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from vanban.domain.errors import IntegrityError, NotFoundError
from vanban.domain.event_log import ROOT, PublishedRoot
from vanban.domain.findings import Finding
from vanban.domain.stamps import RENEWED, RenewedStamp, StampEnd, renewal_name
from vanban.ports import ARCHIVE, StampKeeper, UnitOfWork
from vanban.workflows.archive import ArchiveRoom
from vanban.workflows.event_log import ACTOR, SUBJECT, published_roots, said_of_the_log
from vanban.workflows.findings import note_findings


class Done(Protocol):
    """Where is counted what was done."""

    read: int
    roots: int
    whole: bool
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class StampedRoot:
    """A published root with its renewals so far."""

    key: str
    """Key prefix."""
    renewals: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of each renewal, in order."""

    @property
    def newest(self) -> str:
        """Name of the file with the newest time-stamp."""
        return self.renewals[-1][0] if self.renewals else ROOT


def stamped_roots(uow: UnitOfWork) -> Iterator[StampedRoot]:
    """Yield every published root with its renewals."""
    renewals: dict[str, list[tuple[str, str]]] = {str(event.data["key"]): [] for event in published_roots(uow)}
    for event in said_of_the_log(uow, RENEWED):
        renewals.setdefault(str(event.data["key"]), []).append((str(event.data["file"]), str(event.data["sha256"])))
    for key, some in renewals.items():
        yield StampedRoot(key, tuple(some))


def renew_roots(
    room: ArchiveRoom, keeper: StampKeeper, *, soon: dt.datetime, keep_on: Callable[[], bool], done: Done
) -> None:
    """Look at roots that were never looked at, and renew the time-stamps that end before ``soon``.

    Raises:
        ServiceUnavailableError: if register, store or every time-stamp service is away.
    """
    with room.register.begin() as uow:
        roots, known = list(stamped_roots(uow)), dict(uow.stamp_ends.list())
    for root in roots:
        end = known.get(root.key)
        if root.key in known and (end is None or end.until > soon):
            continue
        if not keep_on():
            done.whole = False
            return
        try:
            if not _look_and_renew(root, end, room, keeper, soon, done):
                return
        except (NotFoundError, IntegrityError) as error:  # the audit says the same, with the reason
            done.findings.append(Finding("time-stamp-not-renewed", root.key, error.en))
            note_findings({f"stamp:{root.key}": done.findings[-1:]}, register=room.register, clock=room.clock)


def _look_and_renew(
    root: StampedRoot, end: StampEnd | None, room: ArchiveRoom, keeper: StampKeeper, soon: dt.datetime, done: Done
) -> bool:
    """Return False if the time-stamps to be had end no later than this one."""
    data = room.store.get(ARCHIVE, root.key + root.newest)
    token = _token(root.newest, data)
    if end is None:
        end = keeper.end_of_token(token)
        _note(root.key, end, room)
        done.read += 1
    if end.until > soon:
        return True
    name = renewal_name(len(root.renewals) + 1)
    made = _kept(root, name, data, room) or keeper.renewed_over(root.newest, data, token, at=room.clock.now())
    new_end = keeper.end_of_token(bytes.fromhex(made.timestamp))
    scope = f"stamp:{root.key}"
    if new_end.until <= end.until:
        found = Finding("time-stamp-not-renewed", root.key, f"the time-stamps to be had now end no later ({end.why})")
        done.findings.append(found)
        note_findings({scope: [found]}, register=room.register, clock=room.clock)
        return False
    note_findings({scope: []}, register=room.register, clock=room.clock)
    _store(root, name, made, new_end, room)
    done.roots += 1
    return True


def _kept(root: StampedRoot, name: str, data: bytes, room: ArchiveRoom) -> RenewedStamp | None:
    """Return what a run that was cut off has put there already."""
    if room.store.stat(ARCHIVE, root.key + name) is None:
        return None
    try:
        kept = RenewedStamp.from_bytes(room.store.get(ARCHIVE, root.key + name))
    except ValueError as error:
        raise _strange(root.key + name) from error
    if kept.over_sha256 != hashlib.sha256(data).hexdigest():
        raise _strange(root.key + name)
    return kept


def _store(root: StampedRoot, name: str, made: RenewedStamp, end: StampEnd, room: ArchiveRoom) -> None:
    key, data = root.key + name, made.as_bytes()
    lock = room.clock.now() + dt.timedelta(days=max(room.lock_days, 1))
    stored = room.store.put(ARCHIVE, key, data, retain_until=lock, content_type="application/json")
    if room.store.get(ARCHIVE, key, version_id=stored.version_id) != data:
        raise _strange(key)
    with room.register.begin() as uow:
        said = {
            "key": root.key,
            "file": name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "until": end.until.isoformat(),
        }
        uow.events.append(at=room.clock.now(), actor=ACTOR, name=RENEWED, subject=SUBJECT, data=said)
        uow.stamp_ends.note(root.key, end)
        uow.commit()


def _note(key: str, end: StampEnd, room: ArchiveRoom) -> None:
    with room.register.begin() as uow:
        uow.stamp_ends.note(key, end)
        uow.commit()


def _token(name: str, data: bytes) -> bytes:
    try:
        kept = PublishedRoot.from_bytes(data) if name == ROOT else RenewedStamp.from_bytes(data)
        return bytes.fromhex(kept.timestamp)
    except ValueError as error:
        raise _strange(name) from error


def _strange(key: str) -> IntegrityError:
    return IntegrityError(
        f"{key} is not what was kept there.",
        vi=f"{key} không đúng với tệp đã lưu.",
        remedy="Run `vanban audit`. / Hãy chạy `vanban audit`.",
    )
