"""Register: the clerk confirms the facts and takes the number, in one transaction; reading only proposed.

An incoming document takes its arrival number. An outgoing draft takes its issue number and date, which are written into
it before anyone signs (NĐ 30/2020, Điều 15.3): what the official approves later is exactly the numbered bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from vanban.clock import HANOI
from vanban.domain.copies import COPY_SERIES, no_electronic_copy
from vanban.domain.document import FIELD_OF_FACT, Direction, Document, RegisterEntry, State
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import original_key, written_number
from vanban.domain.sealed_alone import SealedAlone, sealed_alone
from vanban.ports import RECORDS, Book, Clock, DraftMender, DraftNumberer, ObjectStore, Register, UnitOfWork
from vanban.workflows.tell_people import tell_registered, tell_returned

_READABLE = frozenset({State.READ, State.NEEDS_REVIEW})
_WHOLE_COPIES = (SealedAlone.CERTIFIED_COPY, SealedAlone.COPY_OF_COPY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOffice:
    """Everything that registering needs."""

    register: Register
    store: ObjectStore
    numberer: DraftNumberer
    mender: DraftMender
    clock: Clock
    organ_id: str


def proposed_entry(document: Document) -> RegisterEntry:
    """Return the entry that reading proposes, for the clerk to confirm or correct; unsure facts are proposed too."""
    facts: dict[str, Any] = (document.reading or {}).get("facts", {})

    def value(name: str) -> Any:
        return facts.get(name, {}).get("value")

    issued = value("issued_on")
    places = value("recipients") or value("addressees") or ()
    texts: dict[str, Any] = {field: value(fact) or "" for fact, field in FIELD_OF_FACT.items()}
    return replace(
        document.entry,
        **texts,
        issued_date=dt.date.fromisoformat(issued) if issued else None,
        to_places="; ".join(places) if not isinstance(places, str) else places,
    )


def register_document(document_id: str, entry: RegisterEntry, *, actor: str, office: RegistryOffice) -> Document:
    """Take the number and store the confirmed entry; a document that is registered already is returned unchanged.

    Raises:
        RefusedError: if a needed field is empty, or the draft's places for number and date cannot be found; no number
            is taken then.
        StaleStateError: if the document cannot be registered in its state.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        document = uow.documents.get(document_id)
        if document.state is State.REGISTERED:
            return document
        entry = _with_number_of_main(entry)
        _check(document, entry)
        if _without_own_number(replace(document, entry=entry)):
            return _without_number(document, entry, now=now, actor=actor, uow=uow, office=office)
        book = Book(document.office, document.direction, now.astimezone(HANOI).year)
        number = uow.numbers.take(book, document_id=document_id)
        changes = (
            _incoming(entry, number, now, uow, document)
            if document.direction is Direction.INCOMING
            else (_outgoing(entry, number, now, uow, document, office))
        )
        changes["entry"] = replace(changes["entry"], organ_id=office.organ_id, priority=document.urgency.rank)
        registered = uow.documents.change(document_id, expect=_READABLE, state=State.REGISTERED, reason="", **changes)
        data = {"book": f"{book.office}/{book.direction}/{book.year}", "number": number}
        uow.events.append(at=now, actor=actor, name="document.registered", subject=document_id, data=data)
        tell_registered(registered, at=now, uow=uow)
        uow.commit()
        return registered


def _without_number(
    document: Document, entry: RegisterEntry, *, now: dt.datetime, actor: str, uow: UnitOfWork, office: RegistryOffice
) -> Document:
    """Register a copy or an annex: it keeps the number of what it copies or goes with, and takes none."""
    entry = replace(entry, organ_id=office.organ_id, priority=document.urgency.rank, page_amount=document.pages)
    received = office.store.get(RECORDS, original_key(document.sha256))
    mended = office.mender.signable(received)
    sha256 = document.sha256
    if mended is not received:
        sha256 = put_record(office.store, mended)
        uow.evidence.add(document.id, role="mended", sha256=sha256, at=now)
    registered = uow.documents.change(
        document.id, expect=_READABLE, state=State.REGISTERED, reason="", entry=entry, current_sha256=sha256
    )
    uow.events.append(at=now, actor=actor, name="document.registered", subject=document.id, data={})
    tell_registered(registered, at=now, uow=uow)
    uow.commit()
    return registered


def _with_number_of_main(entry: RegisterEntry) -> RegisterEntry:
    """Split the main document's number and symbol where the clerk typed both as one, as they are printed."""
    number, slash, symbol = entry.code_notation.partition("/")
    if sealed_alone(entry.type_name) is None or entry.code_number or not slash:
        return entry
    return replace(entry, code_number=number.strip(), code_notation=symbol.strip())


def _check(document: Document, entry: RegisterEntry) -> None:
    needed = {"loại văn bản": entry.type_name, "trích yếu": entry.subject, "cơ quan ban hành": entry.organ_name}
    if document.direction is Direction.INCOMING:
        needed |= {"ngày văn bản": str(entry.issued_date or "")}
    elif sealed_alone(entry.type_name) is SealedAlone.ANNEX:
        # They stand in its signature.
        needed |= {"số, ký hiệu văn bản chính (như 15/QĐ-UBND)": entry.code_number and entry.code_notation}
    # A file with somebody's signature in it is an electronic document, which has no such copy (Điều 25).
    if sealed_alone(entry.type_name) in _WHOLE_COPIES and document.direction is Direction.OUTGOING and document.verdict:
        raise no_electronic_copy()
    missing = [name for name, value in needed.items() if not value.strip()]
    if missing:
        raise RefusedError(
            f"Document {document.id} lacks: {', '.join(missing)}.",
            vi=f"Văn bản {document.id} còn thiếu: {', '.join(missing)}.",
            remedy="Type them in and register again. / Hãy nhập đủ rồi đăng ký lại.",
        )


def _incoming(
    entry: RegisterEntry, number: int, now: dt.datetime, uow: UnitOfWork, document: Document
) -> dict[str, Any]:
    arrived = document.received_at.astimezone(HANOI).date()
    year = entry.issued_date.year if entry.issued_date else now.year
    twins = uow.documents.same_identity(
        number=entry.code_number, symbol=entry.code_notation, issuer=entry.organ_name, year=year, but=document.id
    )
    warnings = {*document.warnings, *(["same-identity"] if twins else [])}  # Phụ lục VI, III.1h
    return {
        "entry": replace(entry, arrival_number=number, arrival_date=arrived, page_amount=document.pages),
        "warnings": tuple(sorted(warnings)),
    }


def _outgoing(
    entry: RegisterEntry, number: int, now: dt.datetime, uow: UnitOfWork, document: Document, office: RegistryOffice
) -> dict[str, Any]:
    issued_on = now.astimezone(HANOI).date()
    draft = office.store.get(RECORDS, original_key(document.sha256))
    numbered = office.mender.signable(
        office.numberer.write_number(draft, number=written_number(number), issued_on=issued_on)
    )
    sha256 = put_record(office.store, numbered)
    uow.evidence.add(document.id, role="numbered", sha256=sha256, at=now)
    return {
        "entry": replace(entry, code_number=written_number(number), issued_date=issued_on, page_amount=document.pages),
        "current_sha256": sha256,
    }


def _without_own_number(document: Document) -> bool:
    return document.direction is Direction.OUTGOING and sealed_alone(document.entry.type_name) is not None


def _book_of(document: Document, uow: UnitOfWork, *, now: dt.datetime) -> Book | None:
    """Return the book in which a registered document holds a number; None if it holds none."""
    year = year_of_number(document.id, uow, now=now)
    if not _without_own_number(document):
        return Book(document.office, document.direction, year)
    made_here = uow.copies.of(document.id) is not None
    return Book(document.office, document.direction, year, COPY_SERIES) if made_here else None


def year_of_number(document_id: str, uow: UnitOfWork, *, now: dt.datetime) -> int:
    """Return the year of the book that a registered document has its number in: that of the day of registering.

    What arrived on 31 December may be registered on 1 January.
    """
    registered = [e.at for e in uow.events.list(subject=document_id) if e.name == "document.registered"]
    return max(registered, default=now).astimezone(HANOI).year


def put_record(store: ObjectStore, data: bytes) -> str:
    """Store derived bytes under their digest and return it, hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    store.put(RECORDS, original_key(sha256), data, content_type="application/pdf")
    return sha256


def return_document(document_id: str, *, why: str, actor: str, office: RegistryOffice) -> Document:
    """Return a document to whoever handed it in, with a reason; a number it holds is voided with that reason.

    Raises:
        RefusedError: if no reason is given.
        StaleStateError: if it is already signed, sealed or archived.
    """
    if not why.strip():
        raise RefusedError(
            "A document is returned with a reason.",
            vi="Trả lại văn bản phải có lý do.",
            remedy="Give the reason. / Hãy ghi lý do.",
        )
    now = office.clock.now()
    returnable = _READABLE | {State.RECEIVED, State.REGISTERED}
    with office.register.begin() as uow:
        before = uow.documents.get(document_id)
        returned = uow.documents.change(
            document_id, expect=returnable, state=State.RETURNED, reason="returned", note=why.strip()
        )
        book = _book_of(before, uow, now=now)
        if before.state is State.REGISTERED and book is not None:
            uow.numbers.void(book, document_id=document_id, reason=why.strip())
        uow.events.append(at=now, actor=actor, name="document.returned", subject=document_id, data={})
        tell_returned(returned, by=actor, at=now, uow=uow)
        uow.commit()
        return returned
