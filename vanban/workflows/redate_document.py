"""Date a numbered draft anew: the number stays, date and bytes are renewed in one transaction, before anyone signs.

Number and date are taken when the clerk registers; where the official signs on a later day the document would bear the
day before. Whatever list was frozen over the old bytes can no longer be granted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vanban.clock import HANOI
from vanban.domain.batch import Batch
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import original_key
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import RECORDS, UnitOfWork
from vanban.workflows.register_document import RegistryOffice, put_record


def dated_otherwise(batch: Batch, *, day: dt.date, uow: UnitOfWork) -> Sequence[Document]:
    """Return the documents of a batch that nobody has signed and that bear another date than this day."""
    documents = (uow.documents.get(item.document_id) for item in batch.pending)
    return [one for one in documents if _may_be_redated(one) and one.entry.issued_date != day]


def redate_documents(document_ids: Iterable[str], *, actor: str, office: RegistryOffice) -> Sequence[Document]:
    """Date each of these drafts today, one transaction each, and return them; one of today stays as it is.

    Raises:
        RefusedError: as ``redate_document``; what was dated before stays dated.
    """
    return [redate_document(document_id, actor=actor, office=office) for document_id in document_ids]


def redate_document(document_id: str, *, actor: str, office: RegistryOffice) -> Document:
    """Write today's date into a numbered, unsigned draft, with the number it has, and return it.

    Raises:
        RefusedError: if it holds no number of its own, its number is of another year, or the draft has another date
            printed in it.
        StaleStateError: if it was approved or signed meanwhile.
    """
    now = office.clock.now()
    today = now.astimezone(HANOI).date()
    with office.register.begin() as uow:
        document = uow.documents.get(document_id)
        before = document.entry.issued_date
        if not _may_be_redated(document) or before is None:
            raise RefusedError(
                f"Document {document_id} has no number and date that may be written anew.",
                vi=f"Văn bản {document_id} không có số và ngày có thể ghi lại.",
                remedy=(
                    "Only a numbered draft that nobody has approved or signed is dated anew."
                    " / Chỉ ghi lại ngày cho dự thảo đã có số mà chưa ai duyệt hoặc ký."
                ),
            )
        if before == today:
            return document
        if before.year != today.year:
            raise RefusedError(
                f"The number of document {document_id} belongs to {before.year}.",
                vi=f"Số của văn bản {document_id} thuộc sổ năm {before.year}, không ghi ngày năm {today.year} được.",
                remedy="Return it, which voids the number, and hand the draft in again. / Hãy trả lại rồi nộp lại.",
            )
        draft = office.store.get(RECORDS, original_key(document.sha256))
        number = document.entry.code_number
        dated = office.mender.signable(office.numberer.write_number(draft, number=number, issued_on=today))
        sha256 = put_record(office.store, dated)
        changed = uow.documents.change(
            document_id,
            expect=State.REGISTERED,
            entry=replace(document.entry, issued_date=today),
            current_sha256=sha256,
        )
        uow.evidence.add(document_id, role="numbered", sha256=sha256, at=now)
        data = {"from": before.isoformat(), "to": today.isoformat(), "sha256": sha256}
        uow.events.append(at=now, actor=actor, name="document.redated", subject=document_id, data=data)
        uow.commit()
        return changed


def _may_be_redated(document: Document) -> bool:
    numbered = document.direction is Direction.OUTGOING and document.state is State.REGISTERED
    has_both = bool(document.entry.code_number) and document.entry.issued_date is not None
    return numbered and has_both and sealed_alone(document.entry.type_name) is None
