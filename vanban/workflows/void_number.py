"""Void: a number that was taken for a draft is given up before anyone signs, with a reason.

The number stays in the book, marked, and is never given again (NĐ 30/2020, Điều 15.1); the draft goes back to whoever
handed it in, and comes again under a new number.
"""

from __future__ import annotations

from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.people import Role
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import Book, UnitOfWork
from vanban.workflows.register_document import RegistryOffice, year_of_number

VOIDED = "number-voided"
"""Reason code of a document whose number was voided."""


def void_number(document_id: str, *, why: str, by: str, office: RegistryOffice) -> Document:
    """Void a registered draft's number; a second call changes nothing, the first reason stays.

    Raises:
        RefusedError: if no reason is given, it holds no number of its own, or ``by`` is not a clerk of its office.
        StaleStateError: if it is approved or signed already.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        document = uow.documents.get(document_id)
        _check_clerk(document, by, uow)
        if (document.state, document.reason) == (State.RETURNED, VOIDED):
            return document
        _check(document, why)
        book = Book(document.office, document.direction, year_of_number(document_id, uow, now=now))
        uow.numbers.void(book, document_id=document_id, reason=why.strip())
        voided = uow.documents.change(
            document_id, expect=State.REGISTERED, state=State.RETURNED, reason=VOIDED, note=why.strip()
        )
        data = {"book": f"{book.office}/{book.direction}/{book.year}", "number": document.entry.code_number}
        uow.events.append(at=now, actor=by, name="number.voided", subject=document_id, data=data)
        uow.commit()
        return voided


def _check_clerk(document: Document, by: str, uow: UnitOfWork) -> None:
    account = uow.people.get(by)
    if account is None or account.disabled or account.office != document.office or account.role is not Role.CLERK:
        raise NotFoundError(
            f"There is no document {document.id} for {by}.",
            vi=f"Tài khoản {by} không có văn bản {document.id}.",
            remedy="A clerk of its office voids a number. / Văn thư của đơn vị mới được hủy số.",
        )


def _check(document: Document, why: str) -> None:
    if not why.strip():
        raise RefusedError(
            "A number is voided for a reason.", vi="Hủy số phải có lý do.", remedy="Give it. / Hãy ghi lý do."
        )
    own = document.direction is Direction.OUTGOING and sealed_alone(document.entry.type_name) is None
    if document.state is State.REGISTERED and not own:
        raise RefusedError(
            f"Document {document.id} holds no issue number of its own.",
            vi="Văn bản này không có số đi riêng để hủy.",
            remedy="Return it instead. / Hãy dùng “Trả lại”.",
        )
