"""The event log's roots: published daily under lock, proven from, and checked against the events themselves.

A hash chain shows tampering to whoever holds the whole of it. A published root lets a stranger check one document's
story with a proof of some hundred bytes, and holds us to it: who rewrites history must also replace every root that
was printed, sent away or stamped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.domain.event_log import PAGE, PUBLISHED, ROOT, PublishedRoot, TreeHead
from vanban.domain.evidence import Event
from vanban.domain.merkle import consistency_path, inclusion_path, root
from vanban.ports import ARCHIVE, Clock, LogKey, ObjectStore, Register, RootPage, TimeStamps, UnitOfWork

SUBJECT = "event-log"
ACTOR = "event-log"
AT_ONCE = 1000
"""Events taken into the tree in one unit of work: no other writer waits long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRoom:
    """Everything that publishing and proving need."""

    register: Register
    store: ObjectStore
    key: LogKey
    time_stamps: TimeStamps
    page: RootPage
    clock: Clock
    lock_days: int
    organ_id: str
    """Whose log it is."""


def publish_root(room: LogRoom) -> PublishedRoot | None:
    """Publish the root of all events so far; None if nothing happened since the last one. Safe to run twice.

    Raises:
        ServiceUnavailableError: if the register, the store or every time-stamp service is away.
        IntegrityError: if what was stored is not what was written.
    """
    with room.register.hold("event-log") as mine:
        return _publish(room) if mine else None  # else another run is at it


def _publish(room: LogRoom) -> PublishedRoot | None:
    _grow(room)
    with room.register.begin() as uow:
        head = _next_head(uow, room)
    if head is None:
        return None
    published = _kept(head, room) or _made(head, room)
    lock = room.clock.now() + dt.timedelta(days=max(room.lock_days, 1))
    _put(room, head.key + ROOT, published.as_bytes(), lock, "application/json")
    page = room.page.draw(published.head, stamped=hashlib.sha256(bytes.fromhex(published.timestamp)).hexdigest())
    _put(room, head.key + PAGE, page, lock, "application/pdf")
    files = {name: hashlib.sha256(kept).hexdigest() for name, kept in ((ROOT, published.as_bytes()), (PAGE, page))}
    with room.register.begin() as uow:
        data = {"size": published.head.size, "root": published.head.root, "key": head.key, "files": files}
        uow.events.append(at=room.clock.now(), actor=ACTOR, name=PUBLISHED, subject=SUBJECT, data=data)
        uow.commit()
    return published


def published_roots(uow: UnitOfWork) -> Iterator[Event]:
    """Yield the events that say that a root was published, in order."""
    return said_of_the_log(uow, PUBLISHED)


def said_of_the_log(uow: UnitOfWork, name: str) -> Iterator[Event]:
    """Yield the events of a name that are about the log itself, in order."""
    after = 0
    while events := uow.events.list(subject=SUBJECT, after=after, limit=AT_ONCE):
        yield from (event for event in events if event.name == name)
        after = events[-1].sequence


def load_root(key: str, *, store: ObjectStore) -> PublishedRoot:
    """Return a published root from the archive.

    Raises:
        NotFoundError: if it is not there.
        IntegrityError: if it cannot be read as one.
    """
    try:
        return PublishedRoot.from_bytes(store.get(ARCHIVE, key + ROOT))
    except ValueError as error:
        raise IntegrityError(
            f"The published root {key} cannot be read.",
            vi=f"Không đọc được gốc nhật ký đã công bố {key}.",
            remedy=(
                "Run `vanban audit`; compare with the printed page. / Hãy chạy `vanban audit` và so với trang đã in."
            ),
        ) from error


def newest_page(room: LogRoom) -> bytes:
    """Return the page to print of the newest root.

    Raises:
        NotFoundError: if none was published.
    """
    with room.register.begin() as uow:
        newest = max(published_roots(uow), key=lambda event: event.sequence, default=None)
    if newest is None:
        raise NotFoundError(
            "No root was published yet.",
            vi="Chưa công bố gốc nhật ký nào.",
            remedy="Run `vanban root`. / Hãy chạy `vanban root`.",
        )
    return room.store.get(ARCHIVE, str(newest.data["key"]) + PAGE)


def prove_document(document_id: str, *, room: LogRoom) -> dict[str, Any]:
    """Return the proof that a document's, or case file's, events are in the newest published root, as JSON.

    ``{"root": …, "events": [{"event": …, "index": n, "path": [hex, …]}], "later": n}``; ``later`` counts the events
    that are not in a published root yet.

    Raises:
        NotFoundError: if the register has neither.
        RefusedError: if no root was published since anything happened to it.
    """
    with room.register.begin() as uow:
        refuse_unknown(document_id, uow)
        newest = max(published_roots(uow), key=lambda event: event.sequence, default=None)
        events = list(_all_events(uow, document_id))
        size = int(newest.data["size"]) if newest else 0
        covered = [event for event in events if event.sequence <= size]
        if newest is None or not covered:
            raise RefusedError(
                f"No published root covers {document_id} yet.",
                vi=f"Chưa có gốc nhật ký nào được công bố bao gồm {document_id}.",
                remedy=(
                    "Wait for the nightly run, or have the administrator run `vanban root`."
                    " / Hãy đợi lượt chạy đêm, hoặc đề nghị quản trị chạy `vanban root`."
                ),
            )
        paths = [inclusion_path(event.sequence - 1, size, nodes=uow.event_tree.nodes) for event in covered]
    published = load_root(str(newest.data["key"]), store=room.store)
    return {
        "document": document_id,
        "root": published.head.as_json(),
        "events": [
            {"event": event_json(event), "index": event.sequence - 1, "path": [step.hex() for step in path]}
            for event, path in zip(covered, paths, strict=True)
        ],
        "later": len(events) - len(covered),
    }


def refuse_unknown(subject: str, uow: UnitOfWork) -> None:
    """Refuse what is neither a case file nor a document.

    Raises:
        NotFoundError: if the register has neither.
    """
    try:
        uow.case_files.get(subject)
    except NotFoundError:
        uow.documents.get(subject)


def event_json(event: Event) -> dict[str, Any]:
    """Return an event as in a package's ``metadata/events.json``."""
    return {
        "sequence": event.sequence,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "name": event.name,
        "subject": event.subject,
        "data": dict(event.data),
        "previous": event.previous,
        "digest": event.digest,
    }


def _grow(room: LogRoom) -> None:
    while True:
        with room.register.begin() as uow:
            added = uow.event_tree.grow(limit=AT_ONCE)
            uow.commit()
        if not added:
            return


def _next_head(uow: UnitOfWork, room: LogRoom) -> TreeHead | None:
    size = uow.event_tree.size()
    newest = max(published_roots(uow), key=lambda event: event.sequence, default=None)
    # Of a quiet day only the note of the last root itself is new.
    if size == 0 or (newest is not None and size <= newest.sequence):
        return None
    old_size = int(newest.data["size"]) if newest else 0
    path = consistency_path(old_size, size, nodes=uow.event_tree.nodes) if old_size else []
    return TreeHead(
        log=room.organ_id,
        size=size,
        root=root(size, nodes=uow.event_tree.nodes).hex(),
        at=room.clock.now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        previous_size=old_size,
        previous_root=str(newest.data["root"]) if newest else "",
        consistency=tuple(step.hex() for step in path),
    )


def _kept(head: TreeHead, room: LogRoom) -> PublishedRoot | None:
    """Return what a run that was cut off has put there already."""
    if room.store.stat(ARCHIVE, head.key + ROOT) is None:
        return None
    kept = load_root(head.key, store=room.store)
    if (kept.head.size, kept.head.root) != (head.size, head.root):
        raise IntegrityError(
            f"Another root of the same size lies in the archive: {head.key}.",
            vi=f"Trong kho đã có một gốc khác cùng cỡ: {head.key}.",
            remedy=(
                "Run `vanban audit` and compare with the printed pages."
                " / Hãy chạy `vanban audit` và so với các trang đã in."
            ),
        )
    return kept


def _made(head: TreeHead, room: LogRoom) -> PublishedRoot:
    body = head.canonical()
    return PublishedRoot(
        head=head,
        signature=room.key.sign(body).hex(),
        public_key=room.key.public.hex(),
        timestamp=room.time_stamps.token(hashlib.sha256(body).digest()).hex(),
    )


def _put(room: LogRoom, key: str, data: bytes, lock: dt.datetime, content_type: str) -> None:
    stored = room.store.put(ARCHIVE, key, data, retain_until=lock, content_type=content_type)
    if room.store.get(ARCHIVE, key, version_id=stored.version_id) != data:
        raise IntegrityError(
            f"{key} was not stored as it was written.",
            vi=f"Tệp {key} trong kho không đúng với tệp đã ghi.",
            remedy="Run `vanban doctor` and `vanban audit`. / Hãy báo quản trị (`vanban doctor`, `vanban audit`).",
        )


def _all_events(uow: UnitOfWork, subject: str) -> Iterator[Event]:
    after = 0
    while events := uow.events.list(subject=subject, after=after, limit=AT_ONCE):
        yield from events
        after = events[-1].sequence
