"""Archive of case files: each closed one, once all of its documents are archived, in the same sweep as the documents.

The same rules as for a document: objects are created once, read back with their locks, and only then is there a
receipt.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storage.case_package import FiledPackage, build_case_package
from storage.package_files import INVENTORY
from vanban.domain.casefile import CaseFile, CaseReceipt, CaseState, FiledDocument
from vanban.domain.document import Document
from vanban.domain.errors import IntegrityError, StaleStateError, VanbanError
from vanban.domain.evidence import ArchiveReceipt, Event
from vanban.ports import ARCHIVE
from vanban.workflows.archive import FAILED, ArchiveRoom
from vanban.workflows.put_packages import Kept, put_version
from vanban.workflows.terms import case_kept_as

ACTOR = "archive"
ARCHIVED = "casefile.archived"
_OURS = (ARCHIVED, "casefile.not-archived", "casefile.handed-over")


@dataclass(frozen=True, slots=True)
class ArchivedCase:
    """The outcome for one case file."""

    case_file_id: str
    receipt: CaseReceipt | None
    error: VanbanError | None = None


@dataclass(frozen=True, slots=True)
class _Contents:
    case_file: CaseFile
    documents: list[tuple[FiledDocument, Document, ArchiveReceipt]]
    events: list[Event]
    earlier: list[CaseReceipt]


def archive_closed(room: ArchiveRoom, *, keep_on: Callable[[], bool]) -> Iterator[ArchivedCase]:
    """Archive the closed case files whose documents are all archived; yields each outcome.

    Raises:
        RefusedError: if the locks of this store do not hold; then nothing is archived.
        ServiceUnavailableError: if the register or the store does not answer; the next pass goes on.
    """
    waiting = _waiting(room)
    if waiting:
        room.store.probe()
    for case_file in waiting:
        if not keep_on():
            return
        with room.register.hold(f"archive-case:{case_file.id}") as held:
            if held:
                yield _try_one(case_file, room)


def archive_case(case_file_id: str, *, room: ArchiveRoom) -> CaseReceipt:
    """Archive a closed case file; return the receipt, also of a run before.

    Raises:
        NotFoundError: if there is no such case file.
        StaleStateError: if it is open, or not all of its documents are archived, or it changes meanwhile.
        IntegrityError: if what was written is not what it must be.
        ServiceUnavailableError: if the register or the store does not answer.
    """
    contents = _contents(case_file_id, room)
    case_file = contents.case_file
    if case_file.state is CaseState.ARCHIVED:
        return contents.earlier[-1]
    kept = case_kept_as(case_file, room.schedule)
    until = kept.until(room.clock.now(), room.lock_days)
    return _commit(contents, _store(contents, maintenance=kept.term.shown, until=until, room=room), room)


def _waiting(room: ArchiveRoom) -> list[CaseFile]:
    with room.register.begin() as uow:
        closed = uow.case_files.list(state=CaseState.CLOSED)
        ready = [
            one
            for one in closed
            if all(uow.receipts.get(filed.document_id) for filed in uow.case_files.documents(one.id))
        ]
    return sorted(ready, key=lambda one: one.reason == FAILED)


def _try_one(case_file: CaseFile, room: ArchiveRoom) -> ArchivedCase:
    try:
        return ArchivedCase(case_file.id, archive_case(case_file.id, room=room))
    except VanbanError as error:
        if error.retryable:
            raise
        if not isinstance(error, StaleStateError):
            _note_failure(case_file.id, error, room)
        return ArchivedCase(case_file.id, None, error)


def _contents(case_file_id: str, room: ArchiveRoom) -> _Contents:
    with room.register.begin() as uow:
        case_file = uow.case_files.get(case_file_id)
        filed = uow.case_files.documents(case_file_id)
        documents = [(one, uow.documents.get(one.document_id), uow.receipts.get(one.document_id)) for one in filed]
        events = [one for one in uow.events.list(subject=case_file_id) if not one.name.startswith(_OURS)]
        earlier = list(uow.case_receipts.list(case_file_id=case_file_id))
    archived = [(one, document, receipt) for one, document, receipt in documents if receipt is not None]
    if case_file.state is CaseState.OPEN or len(archived) < len(documents):
        raise StaleStateError(
            f"Case file {case_file.code} is open, or not all of its documents are archived.",
            vi=f"Hồ sơ {case_file.code} chưa kết thúc hoặc còn văn bản chưa lưu trữ.",
            remedy=(
                "Close it first; its documents are archived by themselves (`vanban archive`)."
                " / Hãy kết thúc hồ sơ trước; văn bản trong đó được lưu trữ tự động (`vanban archive`)."
            ),
        )
    return _Contents(case_file, archived, events, earlier)


def _store(contents: _Contents, *, maintenance: str, until: dt.datetime, room: ArchiveRoom) -> Kept:
    """Put the package under COMPLIANCE as the next version that no other bytes stand in the way of."""
    referred = [_referred(*one, room) for one in contents.documents]
    return put_version(
        lambda version, earlier: build_case_package(
            contents.case_file,
            referred,
            contents.events,
            maintenance=maintenance,
            version=version,
            earlier=earlier,
        ),
        first=max((one.version for one in contents.earlier), default=0) + 1,
        until=until,
        store=room.store,
    )


def _referred(filed: FiledDocument, document: Document, receipt: ArchiveReceipt, room: ArchiveRoom) -> FiledPackage:
    """Read the inventory that will be referred to: what is gone or changed is not put on record as whole."""
    data = room.store.get(ARCHIVE, receipt.package + INVENTORY)
    if hashlib.sha256(data).hexdigest() != receipt.manifest_sha256:
        raise IntegrityError(
            f"Not archived: the package of document {document.id} is not what its receipt says.",
            vi=f"Chưa lưu trữ: gói của văn bản {document.id} không khớp biên nhận.",
            remedy=(
                "Run `vanban audit`, and restore the package from the second copy."
                " / Hãy chạy `vanban audit` và khôi phục gói từ bản thứ hai."
            ),
        )
    return FiledPackage(filed, document, receipt.package, receipt.manifest_sha256, len(data))


def _commit(contents: _Contents, kept: Kept, room: ArchiveRoom) -> CaseReceipt:
    case_file, now, version, package = contents.case_file, room.clock.now(), kept.version, kept.package
    receipt = CaseReceipt(
        case_file_id=case_file.id,
        version=version,
        package=package.prefix,
        manifest_sha256=package.manifest_sha256,
        retain_until=kept.locked_until,
        archived_at=now,
        objects=package.objects,
    )
    with room.register.begin() as uow:
        after = uow.case_files.change(
            case_file.id, expect=CaseState.CLOSED, state=CaseState.ARCHIVED, version=version, reason=""
        )
        if after.doc_total != case_file.doc_total or len(uow.case_files.documents(case_file.id)) != case_file.doc_total:
            raise StaleStateError(
                f"A document came to case file {case_file.code} while its package was made.",
                vi=f"Hồ sơ {case_file.code} có văn bản bổ sung trong lúc đóng gói.",
                remedy="The next run makes the package with it. / Lượt chạy sau sẽ lập gói có văn bản này.",
            )
        uow.case_receipts.add(receipt)
        data = {
            "package": package.prefix,
            "manifest": package.manifest_sha256,
            "locked_until": kept.locked_until.isoformat(),
            "version": version,
        }
        uow.events.append(at=now, actor=ACTOR, name=ARCHIVED, subject=case_file.id, data=data)
        uow.commit()
    return receipt


def _note_failure(case_file_id: str, error: VanbanError, room: ArchiveRoom) -> None:
    """Put the reason on the case file, and an event the first time."""
    with room.register.begin() as uow:
        case_file = uow.case_files.get(case_file_id)
        if case_file.reason == FAILED or case_file.state is not CaseState.CLOSED:
            return
        uow.case_files.change(case_file_id, expect=CaseState.CLOSED, reason=FAILED)
        uow.events.append(
            at=room.clock.now(),
            actor=ACTOR,
            name="casefile.not-archived",
            subject=case_file_id,
            data={"error": type(error).__name__},
        )
        uow.commit()
