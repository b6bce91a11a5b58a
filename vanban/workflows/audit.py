"""Audit: read the archive again, within a budget, and compare it with the register and the event chain.

Each run goes on where the last one stopped, so that everything is read again within some days. A package that is found
whole some time after it was written also lets its intake copy go: until then a power cut could still take the package.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.package import PREFIX
from vanban.domain.document import Document, State
from vanban.domain.errors import NotFoundError, ServiceUnavailableError
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import ARCHIVE, Clock, ObjectStore, Register, StoredObject
from vanban.workflows.event_log import check_roots

ACTOR = "audit"
SUBJECT = "archive"
"""Subject of the events about the archive as a whole."""
_ALL = 1_000_000
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRoom:
    """Everything that an audit needs."""

    register: Register
    store: ObjectStore
    clock: Clock
    release_intake_copy: Callable[[str], None]
    """Removes the intake copy of a claim; harmless when it is gone."""
    keep_intake_copies: dt.timedelta = dt.timedelta(hours=1)
    """How long after archiving a package must still be whole before its intake copy goes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as the register says."""

    kind: str
    """``missing``, ``unreadable``, ``altered``, ``unlocked``, ``short-lock``, ``deleted``, ``extra-version``,
    ``unexpected``, ``no-receipt``, ``chain``; of published roots ``root-missing``, ``root-replaced``, ``root-unlocked``
    or ``log-altered``."""
    subject: str
    """The document, the key of a published root, or ``archive``."""
    detail: str
    """Key of the object, or one sentence."""


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What one audit saw."""

    documents: int
    """Packages that were read."""
    objects: int
    bytes: int
    whole: bool
    """True if the end of the archive was reached; else the next audit goes on."""
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Tally:
    documents: int = 0
    objects: int = 0
    bytes: int = 0
    last: str = ""
    whole: bool = True
    findings: list[Finding] = field(default_factory=list)


def audit_archive(room: AuditRoom, *, keep_on: Callable[[], bool]) -> AuditResult:
    """Check packages while ``keep_on`` says so, then reconciliation and event chain; findings become events.

    Raises:
        ServiceUnavailableError: if the register or the store does not answer.
    """
    with room.register.begin() as uow:
        receipts = list(uow.receipts.list())
        documents = {document.id: document for document in uow.documents.list(limit=_ALL)}
        findings = [Finding("chain", SUBJECT, sentence) for sentence in uow.events.verify_chain()]
    listed = _listed(room.store)
    findings += _reconcile(receipts, documents, listed)
    findings += [Finding(*found) for found in check_roots(register=room.register, store=room.store)]
    tally = _Tally(findings=findings)
    for receipt in _from(receipts, _stopped_at(room)):
        if not keep_on():
            tally.whole = False
            break
        _check_one(receipt, documents.get(receipt.document_id), listed, tally, room)
    _record(tally, room)
    return AuditResult(tally.documents, tally.objects, tally.bytes, tally.whole, tuple(tally.findings))


def _check_one(
    receipt: ArchiveReceipt,
    document: Document | None,
    listed: dict[str, list[StoredObject]],
    tally: _Tally,
    room: AuditRoom,
) -> None:
    found: list[Finding] = []
    for key, sha256 in receipt.objects.items():
        found += _check_listing(receipt, listed.get(key, []))
        found += _check_object(receipt, key, sha256, tally, room)
    tally.documents += 1
    tally.last = receipt.document_id
    tally.findings += found
    settled = receipt.archived_at <= room.clock.now() - room.keep_intake_copies
    if document is not None and settled and not found:
        room.release_intake_copy(document.claim_id)


def _check_listing(receipt: ArchiveReceipt, versions: Sequence[StoredObject]) -> Iterator[Finding]:
    for version in versions:
        if version.is_delete_marker:
            yield Finding("deleted", receipt.document_id, version.key)
    if sum(not version.is_delete_marker for version in versions) > 1:
        yield Finding("extra-version", receipt.document_id, versions[0].key)


def _check_object(receipt: ArchiveReceipt, key: str, sha256: str, tally: _Tally, room: AuditRoom) -> Iterator[Finding]:
    subject = receipt.document_id
    stored = room.store.stat(ARCHIVE, key)
    if stored is None:
        yield Finding("missing", subject, key)
        return
    try:
        data = room.store.get(ARCHIVE, key, version_id=stored.version_id)
    except NotFoundError:
        yield Finding("missing", subject, key)
        return
    except ServiceUnavailableError:
        room.store.stat(ARCHIVE, key)  # raises if the whole store is away; else it is this object that cannot be read
        yield Finding("unreadable", subject, key)
        return
    tally.objects += 1
    tally.bytes += len(data)
    if hashlib.sha256(data).hexdigest() != sha256:
        yield Finding("altered", subject, key)
    if stored.retention_mode != "COMPLIANCE" or stored.retain_until is None:
        yield Finding("unlocked", subject, key)
    elif stored.retain_until < receipt.retain_until:
        yield Finding("short-lock", subject, key)


def _listed(store: ObjectStore) -> dict[str, list[StoredObject]]:
    listed: dict[str, list[StoredObject]] = {}
    for version in store.versions(ARCHIVE, PREFIX):
        listed.setdefault(version.key, []).append(version)
    return listed


def _reconcile(
    receipts: Sequence[ArchiveReceipt], documents: dict[str, Document], listed: dict[str, list[StoredObject]]
) -> list[Finding]:
    """Compare the list of the bucket with the catalogue."""
    catalogued = {key for receipt in receipts for key in receipt.objects}
    packages = {receipt.document_id: receipt.package for receipt in receipts}
    findings = [
        Finding("no-receipt", document.id, "archived without a receipt")
        for document in documents.values()
        if document.state is State.ARCHIVED and document.id not in packages
    ]
    for key in sorted(listed.keys() - catalogued):
        document_id = _document_of(key)
        if document_id not in documents or key.startswith(packages.get(document_id, "\0")):
            findings.append(Finding("unexpected", document_id or SUBJECT, key))
        # Else it belongs to a package that is being written, or that was begun and written anew as the next version.
    return findings


def _document_of(key: str) -> str:
    parts = key.split("/")
    return parts[3] if len(parts) > 4 else ""


def _stopped_at(room: AuditRoom) -> str:
    """Return the last document that an unfinished audit read; empty to begin anew."""
    last, after = "", 0
    with room.register.begin() as uow:
        while events := uow.events.list(subject=SUBJECT, after=after, limit=_PAGE):
            for event in events:
                if event.name == "audit.completed":
                    last = "" if event.data.get("whole") else str(event.data.get("last", ""))
            after = events[-1].sequence
    return last


def _from(receipts: Sequence[ArchiveReceipt], last: str) -> Sequence[ArchiveReceipt]:
    for position, receipt in enumerate(receipts):
        if receipt.document_id == last:
            return receipts[position + 1 :]
    return receipts


def _record(tally: _Tally, room: AuditRoom) -> None:
    now = room.clock.now()
    with room.register.begin() as uow:
        for finding in tally.findings:
            about = {"kind": finding.kind, "detail": finding.detail}
            uow.events.append(at=now, actor=ACTOR, name="audit.finding", subject=finding.subject, data=about)
        data: dict[str, Any] = {
            "documents": tally.documents,
            "objects": tally.objects,
            "bytes": tally.bytes,
            "findings": len(tally.findings),
            "whole": tally.whole,
            "last": tally.last,
        }
        uow.events.append(at=now, actor=ACTOR, name="audit.completed", subject=SUBJECT, data=data)
        uow.commit()
