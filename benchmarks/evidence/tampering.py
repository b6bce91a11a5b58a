"""Each kind of tampering, done on a real store and a real register, and what the next audit says of it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.archive.site import LOCK_DAYS, Site, receive
from benchmarks.evidence import back_door
from signing.log_key import Ed25519LogKey
from storage.root_page import PdfRootPage
from vanban.clock import SystemClock
from vanban.domain.event_log import ROOT
from vanban.domain.evidence import ArchiveReceipt, Event, event_digest
from vanban.domain.findings import Finding
from vanban.ports import ARCHIVE
from vanban.workflows.archive import archive_ready
from vanban.workflows.audit import AuditRoom, audit_archive
from vanban.workflows.event_log import LogRoom, publish_root, published_roots

CHECKS = {
    "missing": "list",
    "deleted": "list",
    "extra-version": "list",
    "altered": "reading",
    "unreadable": "reading",
    "unlocked": "reading",
    "short-lock": "reading",
    "chain": "log",
    "clock-back": "log",
    "log-altered": "roots",
    "root-replaced": "roots",
    "root-unlocked": "roots",
    "root-missing": "roots",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """One row of the table."""

    done: str
    wanted: frozenset[str]
    found: tuple[str, ...]
    seconds: float
    """How long the audit took that found it."""

    @property
    def right(self) -> bool:
        """Whether it was found and named as what it is."""
        return bool(self.wanted & set(self.found))


class FixedStamps:
    """Gives out what looks like a token: time-stamps are judged elsewhere (``docs/evidence.md``)."""

    def token(self, sha256: bytes) -> bytes:
        """Return something over a digest."""
        return b"token over " + sha256


class SetBack:
    """A clock that was set back by two days."""

    def now(self) -> dt.datetime:
        """Return the wrong time."""
        return dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=2)


def tamper(site: Site) -> Iterator[Found]:
    """Archive documents, publish a root, and then do each tampering, with an audit after each."""
    receive(site, 6, size=60_000, seed=7)
    receipts = [one.receipt for one in archive_ready(site.room(), keep_on=lambda: True) if one.receipt]
    _publish(site)
    known: set[Finding] = set()
    found, _ = _audit(site)
    if found:
        raise SystemExit(f"the audit of a whole archive finds {found}")
    for done, wanted, change in _changes(site, receipts):
        with change:
            clock = SetBack() if "clock" in done else SystemClock()
            everything, seconds = _audit(site, clock=clock)
        kinds = sorted({one.kind for one in everything - known if one.kind != "unexpected"})
        known |= {one for one in everything if CHECKS.get(one.kind) in {"list", "reading"}}
        yield Found(done, frozenset(wanted), tuple(kinds), seconds)


def _changes(
    site: Site, receipts: list[ArchiveReceipt]
) -> Iterator[tuple[str, set[str], contextlib.AbstractContextManager[object]]]:
    spare = [_object_of(receipt) for receipt in receipts]

    def on(number: int, change: Callable[[str, str, bytes], None]) -> contextlib.AbstractContextManager[object]:
        return _doing(lambda: change(*_current(site, spare[number])))

    yield (
        "a version removed through the server's filer",
        {"missing"},
        on(1, lambda key, version, _data: back_door.filer(site, "DELETE", back_door.path_of(site, key, version))),
    )
    yield (
        "an object overwritten through the server's filer, lock and name as they were",
        {"altered", "unreadable", "unlocked", "missing"},
        on(2, lambda key, version, _data: back_door.filer(site, "PUT", back_door.path_of(site, key, version), b"EVIL")),
    )
    yield (
        "a version removed through the filer and the same bytes put back through S3, without a lock",
        {"unlocked"},
        on(3, lambda key, version, data: _put_back(site, key, version, data)),
    )
    yield (
        "a delete marker laid over an object by the administrator, the bucket's policy lifted meanwhile",
        {"deleted"},
        on(4, lambda key, _version, _data: back_door.hide(site, key)),
    )
    yield (
        "another version put over an object with the pipeline's own identity",
        {"extra-version"},
        on(5, lambda key, _version, _data: _overwrite(site, key)),
    )
    yield "an event altered in the database, its guards off", {"chain", "log-altered"}, _log(site, _alter)
    yield "an event dropped", {"chain", "log-altered"}, _log(site, _drop)
    yield "an event altered and every later link of the chain made anew", {"log-altered"}, _log(site, _alter_all)
    yield "the clock set back by two days", {"clock-back"}, contextlib.nullcontext()
    root = _root_key(site)
    yield (
        "a published root removed through the filer, and another put there",
        {"root-replaced", "root-missing"},
        _doing(lambda: _replace_root(site, root)),
    )
    # The last, because the server tries for half a minute before it gives the object up, in every audit from here on.
    yield (
        "one bit of an object flipped on the disk below the server",
        {"altered", "unreadable"},
        on(0, lambda _key, _version, data: back_door.flip_a_bit(site, data)),
    )


@contextlib.contextmanager
def _doing(change: Callable[[], None]) -> Iterator[None]:
    change()
    yield


@contextlib.contextmanager
def _log(site: Site, change: Callable[[Site], list[tuple[str, tuple[object, ...]]]]) -> Iterator[None]:
    statements = change(site)
    with back_door.as_owner_of_the_log(site) as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
        yield


def _events(site: Site) -> list[Event]:
    with site.register.begin() as uow:
        return list(uow.events.list(limit=1_000_000))


def _alter(site: Site) -> list[tuple[str, tuple[object, ...]]]:
    victim = _events(site)[3]
    return [("UPDATE events SET actor = 'somebody-else' WHERE sequence = %s", (victim.sequence,))]


def _drop(site: Site) -> list[tuple[str, tuple[object, ...]]]:
    return [("DELETE FROM events WHERE sequence = %s", (_events(site)[3].sequence,))]


def _alter_all(site: Site) -> list[tuple[str, tuple[object, ...]]]:
    statements: list[tuple[str, tuple[object, ...]]] = []
    events = _events(site)
    previous = events[2].digest
    for event in events[3:]:
        actor = "somebody-else" if event.sequence == 4 else event.actor
        digest = event_digest(
            sequence=event.sequence,
            at=event.at,
            actor=actor,
            name=event.name,
            subject=event.subject,
            data=event.data,
            previous=previous,
        )
        statement = "UPDATE events SET actor = %s, previous = %s, digest = %s WHERE sequence = %s"
        statements.append((statement, (actor, previous, digest, event.sequence)))
        previous = digest
    return statements


def _put_back(site: Site, key: str, version: str, data: bytes) -> None:
    back_door.filer(site, "DELETE", back_door.path_of(site, key, version))
    site.store.overwrite(ARCHIVE, key, data)


def _overwrite(site: Site, key: str) -> None:
    site.store.overwrite(ARCHIVE, key, b"%PDF-1.7 another")


def _replace_root(site: Site, key: str) -> None:
    key, version, data = _current(site, key + ROOT)
    back_door.filer(site, "DELETE", back_door.path_of(site, key, version))
    told = json.loads(data)
    told["head"]["root"] = hashlib.sha256(b"another history").hexdigest()
    until = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=LOCK_DAYS)
    site.store.put(ARCHIVE, key, json.dumps(told, indent=1, sort_keys=True).encode(), retain_until=until)


def _object_of(receipt: ArchiveReceipt) -> str:
    return next(key for key in receipt.objects if "/data/" in key)


def _current(site: Site, key: str) -> tuple[str, str, bytes]:
    stored, data = site.store.read(ARCHIVE, key)
    return key, stored.version_id, data


def _root_key(site: Site) -> str:
    with site.register.begin() as uow:
        return next(str(event.data["key"]) for event in published_roots(uow))


def _publish(site: Site) -> None:
    with tempfile.TemporaryDirectory() as secrets:
        publish_root(
            LogRoom(
                register=site.register,
                store=site.store,
                key=Ed25519LogKey(Path(secrets)),
                time_stamps=FixedStamps(),
                page=PdfRootPage(),
                clock=SystemClock(),
                lock_days=LOCK_DAYS,
                organ_id="000.00.00.H26",
            )
        )


def _audit(site: Site, *, clock: SystemClock | SetBack | None = None) -> tuple[set[Finding], float]:
    room = AuditRoom(
        register=site.register,
        store=site.store,
        clock=clock or SystemClock(),
        release_intake_copy=lambda _claim: None,
        keep_intake_copies=dt.timedelta(0),
    )
    began = time.perf_counter()
    found = audit_archive(room, keep_on=lambda: True).findings
    return set(found), time.perf_counter() - began
