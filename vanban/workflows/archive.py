"""Archive: package a finished document, put it under lock, read everything back, and only then say so.

A crash at any line is healed by the same call: objects are created once, a package is made of the register's values
only, and the receipt is written in one unit of work. The intake copy is not touched here: the audit lets it go once it
has found the package again later (``vanban.workflows.audit``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from storage.package import Content, build_package
from storage.retention import Schedule, load_schedule
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import IntegrityError, StaleStateError, VanbanError
from vanban.domain.evidence import VERIFICATION_REPORT, ArchiveReceipt, Event
from vanban.domain.identifiers import original_key
from vanban.domain.queue import QueueView
from vanban.ports import RECORDS, Clock, ObjectStore, Register, Verifier
from vanban.workflows.put_packages import Kept, put_version
from vanban.workflows.terms import current_term
from vanban.workflows.working_order import in_working_order

ACTOR = "archive"
READY = ((State.SEALED, Direction.OUTGOING), (State.REGISTERED, Direction.INCOMING))
"""What waits to be archived: issued documents once sealed, incoming ones once registered."""
ARCHIVED = "document.archived"
"""Name of the event about each version of a package."""
RENEWED_ROLE = "renewed"
"""Role of a file whose archive time-stamp was renewed."""
FAILED = "not-archived"
"""Reason code of a document whose package could not be made or kept."""
AT_MOST = 1000
"""Documents that one pass takes on; the next one goes on."""
_OURS = ("document.not-archived", "document.archived", "document.checked", "audit.", "archive.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRoom:
    """Everything that archiving needs."""

    register: Register
    store: ObjectStore
    verifier: Verifier
    clock: Clock
    lock_days: int
    schedule: Schedule = field(default_factory=load_schedule)
    at_once: int = 4
    """Documents that are packaged at the same time: most of it is waiting for the store."""


@dataclass(frozen=True, slots=True)
class Archived:
    """The outcome for one document."""

    document_id: str
    receipt: ArchiveReceipt | None
    error: VanbanError | None = None
    """Why not, when there is no receipt; the document stays where it was, with the reason on it."""


def archive_ready(room: ArchiveRoom, *, keep_on: Callable[[], bool]) -> Iterator[Archived]:
    """Archive what is finished, the most urgent first, while ``keep_on`` says so; yields each outcome.

    Raises:
        RefusedError: if the locks of this store do not hold; then nothing is archived.
        ServiceUnavailableError: if the register or the store does not answer; the next pass goes on.
    """
    waiting = _waiting(room)
    if waiting:
        room.store.probe()  # on this very server, each time, before anything is archived there
    with ThreadPoolExecutor(max_workers=max(room.at_once, 1)) as pool:
        under_way: deque[Future[Archived | None]] = deque()
        for document in waiting:
            if not keep_on():
                break
            under_way.append(pool.submit(_hold_one, document.id, room))
            if len(under_way) > room.at_once:
                yield from _outcome(under_way.popleft())
        while under_way:
            yield from _outcome(under_way.popleft())


def _outcome(future: Future[Archived | None]) -> Iterator[Archived]:
    if (archived := future.result()) is not None:
        yield archived


def _hold_one(document_id: str, room: ArchiveRoom) -> Archived | None:
    """Archive a document unless another worker is at it."""
    # A session lock: it dies with its worker, so that the next pass goes on where a killed one was.
    with room.register.hold(f"archive:{document_id}") as held:
        return _try_one(document_id, room) if held else None


def _waiting(room: ArchiveRoom) -> list[Document]:
    """Return what one pass takes on; what failed before comes last, so that it never stands in the others' way."""
    fresh: list[Document] = []
    failed: list[Document] = []
    with room.register.begin() as uow:
        for state, direction in READY:
            view = QueueView(states=frozenset({state}), office="", direction=direction)
            for document in in_working_order(view, uow):
                into = failed if document.reason == FAILED else fresh
                if len(into) < AT_MOST:
                    into.append(document)
                if len(fresh) >= AT_MOST:
                    break
    return (fresh + failed)[:AT_MOST]


def _try_one(document_id: str, room: ArchiveRoom) -> Archived:
    try:
        return Archived(document_id, archive_document(document_id, room=room))
    except VanbanError as error:
        if error.retryable:
            raise
        if not isinstance(error, StaleStateError):
            _note_failure(document_id, error, room)
        return Archived(document_id, None, error)


def archive_document(document_id: str, *, room: ArchiveRoom) -> ArchiveReceipt:
    """Archive one document; return its receipt, also if it was archived before.

    Raises:
        StaleStateError: if the document is not ready to be archived.
        IntegrityError: if stored bytes, the final signatures, or what was written are not as they must be.
        ServiceUnavailableError: if the register or the store does not answer.
    """
    with room.register.begin() as uow:
        if receipt := uow.receipts.get(document_id):
            return receipt
        document = uow.documents.get(document_id)
        evidence = uow.evidence.list(document_id)
        events = history_of(uow.events.list(subject=document_id), uow.events.list(subject=document.claim_id))
        kept_as = current_term(document, uow, room.schedule)
    if (document.state, document.direction) not in READY:
        raise StaleStateError(
            f"Document {document_id} is {document.state} and not ready to be archived.",
            vi=f"Văn bản {document_id} đang ở trạng thái {document.state}, chưa thể lưu trữ.",
            remedy=(
                "An outgoing document must be sealed first, an incoming one registered."
                " / Văn bản đi phải được đóng dấu số, văn bản đến phải được đăng ký trước."
            ),
        )
    contents = stored_contents(document, evidence, room)
    document = _with_verdict(document, contents, room)
    until = kept_as.until(room.clock.now(), room.lock_days)
    kept = store_package(document, contents, events, until=until, room=room)
    return _commit(document, kept, room)


def stored_contents(document: Document, evidence: Sequence[tuple[str, str]], room: ArchiveRoom) -> list[Content]:
    """Read every stored file of the document and check its digest."""
    known = (
        [*evidence] if any(role == "original" for role, _ in evidence) else [("original", document.sha256), *evidence]
    )
    contents = []
    for role, sha256 in known:
        data = room.store.get(RECORDS, original_key(sha256))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _broken(f"the stored {role} file does not have its digest", f"tệp {role} đã lưu không khớp mã băm")
        contents.append(Content(role=role, data=data, media_type=_media_type(role, data, document)))
    return contents


def _media_type(role: str, data: bytes, document: Document) -> str:
    if role == "original":
        return document.media_type
    if role == VERIFICATION_REPORT:
        return "application/json"
    return "application/pdf" if data.startswith(b"%PDF-") else "application/octet-stream"


def _with_verdict(document: Document, contents: Sequence[Content], room: ArchiveRoom) -> Document:
    """Verify the sealed file by code that did not sign it, and keep the verdict in the register before it is packed.

    So a repeated run packs the same verdict. An incoming document keeps the verdict it came with, whatever it says:
    what was received is archived as it was received.
    """
    if document.direction is Direction.INCOMING:
        return document
    final = document.current_sha256
    data = next((c.data for c in contents if hashlib.sha256(c.data).hexdigest() == final), None)
    if data is None or contents[-1].role != "sealed":
        raise _broken("the sealed file is not among the stored files", "không thấy tệp đã đóng dấu trong kho")
    verdict = room.verifier.verify(data)
    if verdict.verdict != "valid":
        raise _broken(
            f"the signatures of the sealed file are {verdict.verdict}",
            f"chữ ký của tệp đã đóng dấu không hợp lệ ({verdict.verdict})",
        )
    if document.verdict and document.verdict.get("sha256") == final:
        return document
    with room.register.begin() as uow:
        document = uow.documents.change(document.id, expect=document.state, verdict=verdict.as_json())
        uow.commit()
    return document


def history_of(*trails: Sequence[Event]) -> list[Event]:
    """Return the events of a document's trails in order, without those about packages themselves."""
    events = {event.sequence: event for trail in trails for event in trail}
    return [events[n] for n in sorted(events) if not events[n].name.startswith(_OURS)]


def store_package(
    document: Document,
    contents: Sequence[Content],
    events: Sequence[Event],
    *,
    until: dt.datetime,
    room: ArchiveRoom,
    first: int = 1,
) -> Kept:
    """Put the package under COMPLIANCE, its inventory last, and read it back.

    If an earlier run left an incomplete package of other values (a field was corrected in between), that one stays
    locked as it is and the next version is written.
    """
    return put_version(
        lambda version, earlier: build_package(document, contents, events, version=version, earlier=earlier),
        first=first,
        until=until,
        store=room.store,
    )


def receipt_of(document: Document, kept: Kept, now: dt.datetime) -> ArchiveReceipt:
    """Return the receipt of a package that was read back."""
    return ArchiveReceipt(
        document_id=document.id,
        package=kept.package.prefix,
        manifest_sha256=kept.package.manifest_sha256,
        retain_until=kept.locked_until,
        archived_at=now,
        objects=kept.package.objects,
    )


def said_of(receipt: ArchiveReceipt) -> dict[str, str]:
    """Return what the event about a package says."""
    return {
        "package": receipt.package,
        "manifest": receipt.manifest_sha256,
        "locked_until": receipt.retain_until.isoformat(),
    }


def _commit(document: Document, kept: Kept, room: ArchiveRoom) -> ArchiveReceipt:
    now = room.clock.now()
    receipt = receipt_of(document, kept, now)
    with room.register.begin() as uow:
        if earlier := uow.receipts.get(document.id):
            return earlier
        uow.documents.change(document.id, expect=document.state, state=State.ARCHIVED, reason="")
        uow.receipts.add(receipt)
        uow.events.append(at=now, actor=ACTOR, name=ARCHIVED, subject=document.id, data=said_of(receipt))
        uow.commit()
    return receipt


def _note_failure(document_id: str, error: VanbanError, room: ArchiveRoom) -> None:
    """Put the reason on the document, and an event the first time."""
    with room.register.begin() as uow:
        document = uow.documents.get(document_id)
        if document.reason == FAILED or (document.state, document.direction) not in READY:
            return
        uow.documents.change(document_id, expect=document.state, reason=FAILED)
        data = {"error": type(error).__name__}
        uow.events.append(
            at=room.clock.now(), actor=ACTOR, name="document.not-archived", subject=document_id, data=data
        )
        uow.commit()


def _broken(en: str, vi: str) -> IntegrityError:
    return IntegrityError(
        f"Not archived: {en}.",
        vi=f"Chưa lưu trữ: {vi}.",
        remedy=(
            "Run `vanban audit`, and show this document to the administrator."
            " / Hãy báo quản trị về văn bản này (`vanban audit`)."
        ),
    )
