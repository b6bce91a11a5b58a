"""A further version of a package: the version before stays locked as it is."""

from __future__ import annotations

from vanban.domain.document import Document, State
from vanban.domain.errors import StaleStateError
from vanban.domain.evidence import ArchiveReceipt
from vanban.workflows.archive import (
    ACTOR,
    ARCHIVED,
    ArchiveRoom,
    history_of,
    receipt_of,
    said_of,
    store_package,
    stored_contents,
)
from vanban.workflows.put_packages import Kept
from vanban.workflows.terms import current_term


def archive_next_version(document_id: str, *, room: ArchiveRoom) -> ArchiveReceipt:
    """Package an archived document again because its evidence was renewed; return the receipt of the newest version.

    The version before stays as it is. If the newest one holds the document's newest bytes already, it is returned.

    Raises:
        StaleStateError: if the document is not archived.
        IntegrityError: if stored bytes, or what was written, are not as they must be.
        ServiceUnavailableError: if the register or the store does not answer.
    """
    with room.register.begin() as uow:
        before, document = uow.receipts.get(document_id), uow.documents.get(document_id)
        evidence = uow.evidence.list(document_id)
        events = history_of(uow.events.list(subject=document.id), uow.events.list(subject=document.claim_id))
        kept_as = current_term(document, uow, room.schedule)
    if before is None or document.state is not State.ARCHIVED:
        raise StaleStateError(
            f"Document {document_id} is not archived.",
            vi=f"Văn bản {document_id} chưa được lưu trữ.",
            remedy="Run `vanban archive` first. / Hãy chạy `vanban archive` trước.",
        )
    if document.current_sha256 in before.objects.values():
        return before
    contents, until = stored_contents(document, evidence, room), kept_as.until(room.clock.now(), room.lock_days)
    first = int(before.package.rstrip("/").rpartition("/v")[2]) + 1
    kept = store_package(document, contents, events, until=until, room=room, first=first)
    return _commit_version(document, kept, room)


def _commit_version(document: Document, kept: Kept, room: ArchiveRoom) -> ArchiveReceipt:
    now = room.clock.now()
    receipt = receipt_of(document, kept, now)
    with room.register.begin() as uow:
        uow.documents.change(document.id, expect=State.ARCHIVED)
        uow.receipts.add_version(receipt)
        uow.events.append(at=now, actor=ACTOR, name=ARCHIVED, subject=document.id, data=said_of(receipt))
        uow.commit()
    return receipt
