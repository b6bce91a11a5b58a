"""Replicate: bring the second copy up to date, under the same keys and locks, everything read back.

Luật Lưu trữ and TT 05/2025/TT-BNV, Điều 26–27 ask for two sets, each on a medium of its own. What is copied is what
the register says is archived, and the records beside it from which work in progress can go on; nothing is ever deleted
or replaced there. Safe to run at any time and to be cut off: what lies there already is not copied again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from vanban.domain.errors import NotFoundError, ServiceUnavailableError, VanbanError
from vanban.domain.findings import Finding
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS, Clock, ObjectStore, Register
from vanban.workflows.findings import note_findings
from vanban.workflows.holdings import NamedStore, holdings

ACTOR = "replicate"
COPIED = "archive.copied"
SUBJECT = "archive"
AT_ONCE = 4
"""Objects that are copied at the same time."""
_CHUNK = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRoom:
    """Everything that copying needs."""

    register: Register
    store: ObjectStore
    """The archive itself."""
    copy: NamedStore
    clock: Clock


@dataclass(slots=True)
class Replicated:
    """What one run did."""

    objects: int = 0
    """That were copied and read back."""
    bytes: int = 0
    whole: bool = True
    """False if the time was up before everything was copied; the next run goes on."""
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One object that is not in the copy yet."""

    bucket: str
    key: str
    sha256: str
    """Empty where the register knows no digest."""
    subject: str


def replicate(room: CopyRoom, *, keep_on: Callable[[], bool]) -> Replicated:
    """Copy what is missing, oldest first, while ``keep_on`` says so. What cannot be copied is a finding.

    Raises:
        RefusedError: if the locks of the second store do not hold; then nothing is copied there.
        ServiceUnavailableError: if the register or one of the stores does not answer.
    """
    done = Replicated()
    with room.register.hold("replicate") as mine:
        if not mine:  # another run is at it
            done.whole = False
            return done
        room.copy.store.probe()
        wanted = [*_archived(room), *_records(room)]
        for start in range(0, len(wanted), _CHUNK):
            if not keep_on():
                done.whole = False
                break
            _copy_all(wanted[start : start + _CHUNK], done, room)
        if done.whole:
            note_findings({f"copy:{room.copy.name}": done.findings}, register=room.register, clock=room.clock)
        _note(done, room)
    return done


def _archived(room: CopyRoom) -> Iterator[_Wanted]:
    """Yield what the register says is archived and is not in the copy: of each package the inventory comes last."""
    there = _keys(room.copy.store, ARCHIVE)
    with room.register.begin() as uow:
        everything = sorted(holdings(uow), key=lambda one: one.since)
    for holding in everything:
        for key, sha256 in holding.objects.items():
            if key not in there:
                yield _Wanted(ARCHIVE, key, sha256, holding.subject)


def _records(room: CopyRoom) -> Iterator[_Wanted]:
    """Yield the records that are not in the copy; their keys are their digests."""
    there = _keys(room.copy.store, RECORDS)
    for key in sorted(_keys(room.store, RECORDS) - there):
        sha256 = key.rpartition("/")[2]
        if key == original_key(sha256):  # else the probe's: nobody's record
            yield _Wanted(RECORDS, key, sha256, SUBJECT)


def _keys(store: ObjectStore, bucket: str) -> set[str]:
    return {version.key for version in store.versions(bucket) if not version.is_delete_marker}


def _copy_all(wanted: list[_Wanted], done: Replicated, room: CopyRoom) -> None:
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for one, outcome in zip(wanted, pool.map(lambda each: _try_one(each, room), wanted), strict=True):
            if isinstance(outcome, str):
                done.findings.append(Finding("not-copied", one.subject, f"{one.key} ({outcome})", room.copy.name))
            else:
                done.objects += 1
                done.bytes += outcome


def _try_one(wanted: _Wanted, room: CopyRoom) -> int | str:
    """Return the size of what was copied, or why it was not."""
    try:
        return _copy_one(wanted, room)
    except ServiceUnavailableError:
        raise
    except NotFoundError:
        return "missing"
    except VanbanError as error:
        return type(error).__name__


def _copy_one(wanted: _Wanted, room: CopyRoom) -> int | str:
    """Copy one object with its lock; the digest is compared before it is written and after it was read back."""
    stored = room.store.stat(wanted.bucket, wanted.key)
    if stored is None:
        return "missing"
    data = room.store.get(wanted.bucket, wanted.key, version_id=stored.version_id)
    sha256 = hashlib.sha256(data).hexdigest()
    if wanted.sha256 not in ("", sha256):
        return "altered"  # the copy must not take over what is damaged here
    until = stored.retain_until if wanted.bucket == ARCHIVE else None
    if wanted.bucket == ARCHIVE and until is None:
        return "no lock"
    copied = room.copy.store.put(wanted.bucket, wanted.key, data, retain_until=_in_future(until, room))
    back = room.copy.store.get(wanted.bucket, wanted.key, version_id=copied.version_id)
    return len(back) if hashlib.sha256(back).hexdigest() == sha256 else "not read back"


def _in_future(until: dt.datetime | None, room: CopyRoom) -> dt.datetime | None:
    """Return the end of a lock as S3 takes it: never in the past, for a term that is already over."""
    return None if until is None else max(until, room.clock.now() + dt.timedelta(days=1))


def _note(done: Replicated, room: CopyRoom) -> None:
    if not done.objects and not done.findings:
        return
    data = {"objects": done.objects, "bytes": done.bytes, "store": room.copy.name, "not_copied": len(done.findings)}
    with room.register.begin() as uow:
        uow.events.append(at=room.clock.now(), actor=ACTOR, name=COPIED, subject=SUBJECT, data=data)
        uow.commit()
