"""Renew evidence: archive time-stamps get a new one over them before nobody can check them any more.

Of a document the renewed file goes into the next version of its package; the old version stays locked as it is. Of a
published root the new time-stamp is kept beside it (RFC 4998, 5.2). Safe to run twice and to be cut off: what is made
is stored before it is said, and a run goes on where another stopped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from vanban.domain.document import Document, State
from vanban.domain.errors import IntegrityError, RefusedError, VanbanError
from vanban.domain.evidence import ArchiveReceipt
from vanban.domain.findings import Finding
from vanban.domain.identifiers import original_key
from vanban.domain.stamps import StampEnd
from vanban.ports import ARCHIVE, RECORDS, StampKeeper
from vanban.workflows.archive import RENEWED_ROLE, ArchiveRoom
from vanban.workflows.archive_versions import archive_next_version
from vanban.workflows.findings import note_findings
from vanban.workflows.renew_roots import renew_roots

ACTOR = "archive"
EVENT = "evidence.renewed"
_ALL = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRoom:
    """Everything that renewing evidence needs."""

    archive: ArchiveRoom
    keeper: StampKeeper
    margin_days: int
    """A time-stamp that ends within so many days is renewed."""


@dataclass(slots=True)
class Renewed:
    """What one run did."""

    read: int = 0
    """Packages and roots whose time-stamp was looked at for the first time."""
    documents: int = 0
    """Documents whose time-stamp was renewed."""
    roots: int = 0
    whole: bool = True
    findings: list[Finding] = field(default_factory=list)


def renew_evidence(room: RenewalRoom, *, keep_on: Callable[[], bool]) -> Renewed:
    """Look at time-stamps that were never looked at, finish what was begun, renew what ends soon, the first first.

    Raises:
        ServiceUnavailableError: if register, store or every time-stamp service is away; the next run goes on.
    """
    renewed = Renewed()
    archive = room.archive
    with archive.register.hold("renew-evidence") as mine:
        if not mine:  # another run is at it
            renewed.whole = False
            return renewed
        for step in _steps(room, renewed):
            if not keep_on():
                renewed.whole = False
                break
            if not step():
                break
        soon = archive.clock.now() + dt.timedelta(days=room.margin_days)
        renew_roots(archive, room.keeper, soon=soon, keep_on=keep_on, done=renewed)
    return renewed


def _steps(room: RenewalRoom, renewed: Renewed) -> Iterator[Callable[[], bool]]:
    """Yield the work on documents, in order; a step that returns False ends it."""
    pairs = _archived(room)
    with room.archive.register.begin() as uow:
        known = dict(uow.stamp_ends.list())
    for document, receipt in pairs:
        if _final(document) not in receipt.objects.values():
            yield partial(_finish, document, room, renewed)
        elif receipt.package not in known:
            yield partial(_look, document, receipt, room, renewed)
    with room.archive.register.begin() as uow:
        known = dict(uow.stamp_ends.list())
    soon = room.archive.clock.now() + dt.timedelta(days=room.margin_days)
    ending = [(known.get(receipt.package), document, receipt) for document, receipt in _archived(room)]
    due = [(end, document, receipt) for end, document, receipt in ending if end is not None and end.until <= soon]
    for end, document, receipt in sorted(due, key=lambda one: one[0].until):
        yield partial(_renew, end, document, receipt, room, renewed)


def _archived(room: RenewalRoom) -> list[tuple[Document, ArchiveReceipt]]:
    """Return every archived document with the receipt of its newest package."""
    with room.archive.register.begin() as uow:
        newest = {receipt.document_id: receipt for receipt in uow.receipts.list(limit=_ALL)}
        documents = uow.documents.list(state=State.ARCHIVED, limit=_ALL)
    return [(document, newest[document.id]) for document in documents if document.id in newest]


def _final(document: Document) -> str:
    return document.current_sha256 or document.sha256


def _look(document: Document, receipt: ArchiveReceipt, room: RenewalRoom, renewed: Renewed) -> bool:
    """Read when a document's newest time-stamp ends, and note it."""
    key = next(key for key, sha256 in receipt.objects.items() if sha256 == _final(document))
    end = room.keeper.end_of(room.archive.store.get(ARCHIVE, key))
    with room.archive.register.begin() as uow:
        uow.stamp_ends.note(receipt.package, end)
        uow.commit()
    renewed.read += 1
    return True


def _renew(end: StampEnd, document: Document, receipt: ArchiveReceipt, room: RenewalRoom, renewed: Renewed) -> bool:
    """Make, verify and store a renewed file, say so, and package it; False if the service's stamps end no later."""
    archive, scope = room.archive, f"stamp:{receipt.package}"
    try:
        data = archive.store.get(RECORDS, original_key(_final(document)))
        fresh = _made(data, end, room)
    except (RefusedError, IntegrityError) as error:
        found = [Finding("time-stamp-not-renewed", document.id, f"{receipt.package}: {error.en}")]
        renewed.findings += found
        note_findings({scope: found}, register=archive.register, clock=archive.clock)
        return not isinstance(error, NoLongerError)
    note_findings({scope: []}, register=archive.register, clock=archive.clock)
    sha256 = hashlib.sha256(fresh).hexdigest()
    archive.store.put(RECORDS, original_key(sha256), fresh, content_type="application/pdf")
    now = archive.clock.now()
    with archive.register.begin() as uow:
        uow.evidence.add(document.id, role=RENEWED_ROLE, sha256=sha256, at=now)
        document = uow.documents.change(document.id, expect=State.ARCHIVED, current_sha256=sha256)
        data_of = {"sha256": sha256, "ended": end.until.isoformat(), "why": end.why}
        uow.events.append(at=now, actor=ACTOR, name=EVENT, subject=document.id, data=data_of)
        uow.commit()
    return _finish(document, room, renewed)


class NoLongerError(RefusedError):
    """Indicate that the time-stamps to be had end no later than the one to be renewed: no other document gains."""


def _made(data: bytes, end: StampEnd, room: RenewalRoom) -> bytes:
    """Return the renewed file, verified by code that did not make it, with a time-stamp that ends later."""
    at = room.archive.clock.now()
    fresh = room.keeper.renewed(data, at=at)
    if not fresh.startswith(data):
        raise IntegrityError("What was signed was not left as it was.", vi="Nội dung đã ký bị thay đổi.")
    new_end = room.keeper.end_of(fresh)
    if new_end is None or new_end.until <= end.until:
        raise NoLongerError(
            f"The time-stamps to be had now end no later ({end.why}).",
            vi=f"Dấu thời gian hiện có không có hạn dài hơn ({end.why}).",
            remedy=(
                "Add a time-stamp service with a newer certificate or algorithm to VANBAN_TSA_URLS."
                " / Hãy thêm vào VANBAN_TSA_URLS một dịch vụ dấu thời gian có chứng thư hoặc thuật toán mới hơn."
            ),
        )
    verdict = room.archive.verifier.verify(fresh, at=at)
    if verdict.verdict == "invalid":
        raise IntegrityError(
            "The renewed file does not verify.",
            vi="Tệp sau khi gia hạn không hợp lệ.",
            remedy="Run `vanban verify`. / Hãy chạy `vanban verify`.",
        )
    return fresh


def _finish(document: Document, room: RenewalRoom, renewed: Renewed) -> bool:
    """Put the renewed file into the next version of its package, and note when its time-stamp ends."""
    scope = f"renewed:{document.id}"
    try:
        receipt = archive_next_version(document.id, room=room.archive)
    except VanbanError as error:
        if error.retryable:
            raise
        found = [Finding("not-archived-again", document.id, error.en)]
        renewed.findings += found
        note_findings({scope: found}, register=room.archive.register, clock=room.archive.clock)
        return True
    note_findings({scope: []}, register=room.archive.register, clock=room.archive.clock)
    _look(document, receipt, room, renewed)
    renewed.documents += 1
    return True
