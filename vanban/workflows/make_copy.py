"""Copy: SAO Y, SAO LỤC or TRÍCH SAO of a document that the office holds, as a document of its own.

NĐ 30/2020, Điều 25 to 27.

It takes a number in the series of copies and waits for the organisation's seal, which alone signs it (Phụ lục I, Phần
II, I.3). All copies made here are electronic. Of a paper they are SAO Y or SAO LỤC, and extracts; of an electronic
document, the office's own or one that came signed, extracts only (ADR 24).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from vanban.clock import HANOI
from vanban.domain.copies import (
    ABBREVIATIONS,
    CLAIM_OF_COPY,
    COPY_SERIES,
    Copy,
    electronic_copies_of,
    is_electronic,
    no_electronic_copy,
)
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.identifiers import new_id, original_key, written_number
from vanban.domain.people import Role
from vanban.domain.sealed_alone import SealedAlone, sealed_alone
from vanban.ports import RECORDS, Book, Clock, DraftMender, ObjectStore, PageExtractor, Register, UnitOfWork
from vanban.workflows.process import SEARCHABLE
from vanban.workflows.register_document import put_record

_COPIED = {
    Direction.OUTGOING: frozenset({State.SEALED, State.ARCHIVED}),
    Direction.INCOMING: frozenset({State.REGISTERED, State.ARCHIVED}),
}
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyingRoom:
    """Everything that copying needs."""

    register: Register
    store: ObjectStore
    extractor: PageExtractor
    mender: DraftMender
    clock: Clock
    organisation: str
    """Who copies: printed names in capitals, as in the office's own documents."""
    organ_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequest:
    """What copy is wanted."""

    form: SealedAlone
    office_code: str
    """The office in the symbol: ``UBND`` of ``SY-UBND``."""
    pages: tuple[int, ...] = ()
    """Of an extract."""
    to_places: str = ""
    request_id: str = ""
    """The same one twice makes one copy."""


def make_copy(source_id: str, wanted: CopyRequest, *, by: str, room: CopyingRoom) -> Document:
    """Make a copy of a document, numbered and waiting for the seal; return its document, also if it was made before.

    Raises:
        RefusedError: if there can be no such copy of it, or ``by`` is not a clerk of its office; no number is taken.
        UnreadableError: if its pages cannot be taken out.
    """
    request_id = wanted.request_id or new_id()
    with room.register.begin() as uow:
        source = _source(source_id, by=by, uow=uow)
        made = uow.copies.requested(request_id)
        if made is not None:
            return uow.documents.get(made.id)
        _check(source, wanted, uow)
        sha256 = _bytes_to_copy(source, uow)
    # The slow work comes before the number: from the first write on, everybody else waits.
    data = _copied(room.store.get(RECORDS, original_key(sha256)), wanted, room)
    put_record(room.store, data)
    return _register(source, wanted, data, by=by, request_id=request_id, room=room)


def _register(
    source: Document, wanted: CopyRequest, data: bytes, *, by: str, request_id: str, room: CopyingRoom
) -> Document:
    now, copy_id = room.clock.now(), new_id()
    today = now.astimezone(HANOI).date()
    with room.register.begin() as uow:
        made = uow.copies.requested(request_id)
        if made is not None:  # another click was faster
            return uow.documents.get(made.id)
        book = Book(source.office, Direction.OUTGOING, today.year, COPY_SERIES)
        number = uow.numbers.take(book, document_id=copy_id)
        copy = _document(copy_id, source, wanted, data, number=number, by=by, now=now, room=room)
        uow.documents.add(copy)
        uow.copies.add(
            Copy(
                id=copy_id,
                source_id=source.id,
                form=wanted.form,
                pages=wanted.pages,
                by=by,
                at=now,
                request_id=request_id,
            )
        )
        uow.evidence.add(copy_id, role="original", sha256=copy.sha256, at=now)
        told = {"of": source.id, "book": f"{book.office}/{COPY_SERIES}/{book.year}", "number": number}
        uow.events.append(at=now, actor=by, name="document.registered", subject=copy_id, data=told)
        uow.events.append(at=now, actor=by, name="document.copied", subject=source.id, data={"copy": copy_id})
        uow.commit()
        return copy


def _document(
    copy_id: str,
    source: Document,
    wanted: CopyRequest,
    data: bytes,
    *,
    number: int,
    by: str,
    now: dt.datetime,
    room: CopyingRoom,
) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    written, symbol = written_number(number), f"{ABBREVIATIONS[wanted.form]}-{wanted.office_code}"
    pages = len(wanted.pages) or source.pages
    entry = RegisterEntry(
        organ_id=room.organ_id,
        type_name=wanted.form.value,
        code_number=written,
        code_notation=symbol,
        issued_date=now.astimezone(HANOI).date(),
        organ_name=room.organisation,
        subject=source.entry.subject,
        page_amount=pages,
        description=_told_of(source, wanted),
        to_places=wanted.to_places,
        priority=source.urgency.rank,
    )
    return Document(
        id=copy_id,
        claim_id=f"{CLAIM_OF_COPY}{copy_id}",
        office=source.office,
        direction=Direction.OUTGOING,
        state=State.REGISTERED,
        sha256=sha256,
        size=len(data),
        media_type=_PDF,
        file_name=f"{written}-{symbol}.pdf",
        received_at=now,
        received_by=by,
        urgency=source.urgency,
        pages=pages,
        current_sha256=sha256,
        entry=entry,
    )


def _told_of(source: Document, wanted: CopyRequest) -> str:
    """Return what the copy is of, in words."""
    entry = source.entry
    day = f" ngày {entry.issued_date:%d/%m/%Y}" if entry.issued_date else ""
    pages = f", trang {', '.join(map(str, wanted.pages))}" if wanted.pages else ""
    return f"Sao từ {entry.type_name} {entry.code_number}/{entry.code_notation}{day} của {entry.organ_name}{pages}"[
        :500
    ]


def _source(source_id: str, *, by: str, uow: UnitOfWork) -> Document:
    source = uow.documents.get(source_id)
    account = uow.people.get(by)
    if account is None or account.disabled or account.office != source.office or account.role is not Role.CLERK:
        raise NotFoundError(
            f"There is no document {source_id} for {by}.",
            vi=f"Tài khoản {by} không có văn bản {source_id}.",
            remedy="A clerk of its office makes copies. / Văn thư của đơn vị mới được sao.",
        )
    return source


def _check(source: Document, wanted: CopyRequest, uow: UnitOfWork) -> None:
    if source.state not in _COPIED[source.direction] or sealed_alone(source.entry.type_name) is SealedAlone.ANNEX:
        raise _refused(
            "Only what is registered (incoming) or sealed (outgoing) is copied.",
            "Chỉ sao văn bản đến đã đăng ký hoặc văn bản đi đã đóng dấu số.",
        )
    if uow.issuing.of(source.id).recall_decision:
        raise _refused("The document is recalled.", "Văn bản đã có quyết định thu hồi nên không sao nữa.")
    if not wanted.office_code.strip():
        raise _refused("The symbol lacks the office.", "Ký hiệu bản sao còn thiếu tên viết tắt cơ quan.")
    _check_form(source, wanted)


def _check_form(source: Document, wanted: CopyRequest) -> None:
    allowed = electronic_copies_of(source)
    if wanted.form not in ABBREVIATIONS or bool(wanted.pages) is not (wanted.form is SealedAlone.EXTRACT):
        raise _refused("An extract names its pages, and only that.", "Trích sao phải ghi các trang, và chỉ trích sao.")
    if wanted.form not in allowed and is_electronic(source):
        raise no_electronic_copy()
    if wanted.form not in allowed:
        raise _refused(
            "SAO LỤC is made of a SAO Y, SAO Y of an original.", "Sao lục được làm từ bản sao y, sao y từ bản gốc."
        )
    if source.verdict is not None and source.verdict.get("verdict") not in ("valid", "unsigned"):
        raise _refused("Its signatures are not valid.", "Chữ ký số trên văn bản không hợp lệ nên không sao được.")


def _refused(en: str, vi: str) -> RefusedError:
    return RefusedError(en, vi=vi, remedy="See article 25 of Decree 30. / Xem Điều 25 Nghị định 30.")


def _bytes_to_copy(source: Document, uow: UnitOfWork) -> str:
    """Return the digest of the bytes that are copied: a picture's searchable PDF, else the newest of the record."""
    if source.media_type == _PDF:
        return source.current_sha256 or source.sha256
    made = [sha256 for role, sha256 in uow.evidence.list(source.id) if role == SEARCHABLE]
    if not made:
        raise _refused("Only a PDF can be copied.", "Chỉ sao được văn bản ở dạng PDF.")
    return made[-1]


def _copied(data: bytes, wanted: CopyRequest, room: CopyingRoom) -> bytes:
    if wanted.form is SealedAlone.EXTRACT:
        data = room.extractor.extract(data, pages=wanted.pages)
    return room.mender.signable(data)
