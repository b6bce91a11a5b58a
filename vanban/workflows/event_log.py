"""The event log's roots: published daily under lock, proven from, and checked against the events themselves.

A hash chain shows tampering to whoever holds the whole of it. A published root lets a stranger check one document's
story with a proof of some hundred bytes, and holds us to it: who rewrites history must also replace every root that
was printed, sent away or stamped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.domain.event_log import PAGE, PREFIX, PUBLISHED, ROOT, PublishedRoot, TreeHead, event_leaf
from vanban.domain.evidence import Event
from vanban.domain.merkle import Node, consistency_path, cover, grown, inclusion_path, root
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
    after = 0
    while events := uow.events.list(subject=SUBJECT, after=after, limit=AT_ONCE):
        yield from (event for event in events if event.name == PUBLISHED)
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
            remedy="Run `vanban audit`; compare with the printed page.",
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
            "No root was published yet.", vi="Chưa công bố gốc nhật ký nào.", remedy="Run `vanban root`."
        )
    return room.store.get(ARCHIVE, str(newest.data["key"]) + PAGE)


def prove_document(document_id: str, *, room: LogRoom) -> dict[str, Any]:
    """Return the proof that a document's events are in the newest published root, as JSON.

    ``{"root": …, "events": [{"event": …, "index": n, "path": [hex, …]}], "later": n}``; ``later`` counts the events
    that are not in a published root yet.

    Raises:
        NotFoundError: if the register has no such document.
        RefusedError: if no root was published since anything happened to it.
    """
    with room.register.begin() as uow:
        uow.documents.get(document_id)
        newest = max(published_roots(uow), key=lambda event: event.sequence, default=None)
        events = list(_all_events(uow, document_id))
        size = int(newest.data["size"]) if newest else 0
        covered = [event for event in events if event.sequence <= size]
        if newest is None or not covered:
            raise RefusedError(
                f"No published root covers document {document_id} yet.",
                vi=f"Chưa có gốc nhật ký nào được công bố bao gồm văn bản {document_id}.",
                remedy="Run `vanban root` first, or wait for the nightly run.",
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


class TimeIsUpError(Exception):
    """Indicate that a check was stopped before it could say anything."""


def check_roots(
    *, register: Register, store: ObjectStore, keep_on: Callable[[], bool] = lambda: True
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, key, sentence) for every root that is missing, unlocked, replaced, or no longer the log's.

    What the log says of its roots and what lies in the archive are both looked at: whoever cuts the log short takes the
    notes of its roots along. The roots are computed anew from the events, not from the tree that is kept.

    Raises:
        TimeIsUpError: before anything is yielded, if ``keep_on`` says so.
    """
    kept, unreadable = _kept_heads(store, keep_on)
    with register.begin() as uow:
        said = {str(event.data["key"]): event.data for event in published_roots(uow)}
        sizes = {int(data["size"]) for data in said.values()} | {head.size for head in kept.values()}
        recomputed = _roots_at(uow, sorted(sizes), keep_on)
    for key in sorted(said.keys() - kept.keys() - unreadable):
        yield "root-missing", key, "the published root is not in the archive"
    for key in sorted(unreadable):
        yield "root-replaced", key, "the published root cannot be read"
    for key, head in sorted(kept.items()):
        noted = said.get(key)
        if noted is not None and (head.size, head.root) != (int(noted["size"]), str(noted["root"])):
            yield "root-replaced", key, "the root in the archive is not the one that was published"
        elif recomputed.get(head.size) != head.root:
            yield "log-altered", key, f"the first {head.size} events are not those whose root was published"
        stored = store.stat(ARCHIVE, key + ROOT)
        if stored is None or stored.retention_mode != "COMPLIANCE":
            yield "root-unlocked", key, "the published root is not under lock"


def _kept_heads(store: ObjectStore, keep_on: Callable[[], bool]) -> tuple[dict[str, TreeHead], set[str]]:
    """Return the roots that lie in the archive, by key, and the keys of those that cannot be read."""
    keys = {one.key.removesuffix(ROOT) for one in store.versions(ARCHIVE, PREFIX) if one.key.endswith(ROOT)}
    heads, unreadable = {}, set()
    for key in keys:
        if not keep_on():
            raise TimeIsUpError
        try:
            heads[key] = load_root(key, store=store).head
        except IntegrityError:
            unreadable.add(key)
        except NotFoundError:
            continue  # a delete marker hides it: it is missing
    return heads, unreadable


def _roots_at(uow: UnitOfWork, sizes: Sequence[int], keep_on: Callable[[], bool]) -> dict[int, str]:
    """Return the roots of the first so many events, hex, for each of the sizes that the log reaches."""
    peaks: dict[Node, bytes] = {}  # all that is needed to go on: a log of years fits
    found: dict[int, str] = {}
    reached = 0

    def of_peaks(wanted: Iterable[Node]) -> dict[Node, bytes]:
        return {node: peaks[node] for node in wanted}

    for size in sizes:
        while reached < size:
            if not keep_on():
                raise TimeIsUpError
            events = uow.events.list(after=reached, limit=min(AT_ONCE, size - reached))
            if not events:
                return found
            more = dict(grown(reached, map(event_leaf, events), nodes=of_peaks))
            reached += len(events)
            peaks = {node: (peaks | more)[node] for node in cover(0, reached)}
        found[size] = root(size, nodes=of_peaks).hex()
    return found


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
            remedy="Run `vanban audit` and compare with the printed pages.",
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
            remedy="Run `vanban doctor` and `vanban audit`.",
        )


def _all_events(uow: UnitOfWork, subject: str) -> Iterator[Event]:
    after = 0
    while events := uow.events.list(subject=subject, after=after, limit=AT_ONCE):
        yield from events
        after = events[-1].sequence
