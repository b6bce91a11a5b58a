"""Issuing and recall: what waits to be sent, and the forms on a document's page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from vanban.clock import HANOI
from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Clerk, Official, text_of, texts_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.entry_form import day_of
from vanban.desk.outgoing_view import dispatches_of
from vanban.desk.pages import go_to, render
from vanban.desk.routes.documents import shown_page
from vanban.desk.sessions import leave_note
from vanban.desk.viewing import find_document
from vanban.domain.document import Document
from vanban.domain.errors import RefusedError
from vanban.domain.issuing import Way, late_if_before
from vanban.domain.sealed_alone import sealed_alone
from vanban.workflows.issue_document import (
    decide_recall,
    issue_document,
    issue_documents,
    recipients_named,
    tell_recall,
)
from vanban.workflows.void_number import void_number

router = APIRouter()
_SHOWN = 200


@router.get("/issuing")
def issuing_page(request: Request, desk: DeskHere, account: Clerk) -> Response:
    """List what is sealed and not sent yet, and the recalls whose recipients are to be told."""
    return _list(request, desk, account)


@router.post("/issuing")
def issue_chosen(request: Request, desk: DeskHere, account: Clerk, form: CheckedForm) -> Response:
    """Send the chosen documents to the recipients of their entries, all in one way."""
    way, chosen = text_of(form, "way"), texts_of(form, "document")
    with desk.services.register.begin() as uow:
        for document_id in chosen:
            find_document(document_id, account=account, uow=uow)
    if way not in list(Way) or not chosen:
        refused = RefusedError(
            "Nothing was chosen.", vi="Chưa chọn văn bản nào.", remedy="Choose documents and the way. / Hãy chọn."
        )
        return _list(request, desk, account, refused=refused)
    outcome = issue_documents(chosen, way=Way(way), by=account.name, room=desk.services.issuing_room)
    failed = [one for one in outcome.values() if isinstance(one, RefusedError)]
    if failed:
        return _list(request, desk, account, refused=failed[0], done=len(outcome) - len(failed))
    leave_note(request, vi=f"Đã phát hành {len(outcome)} văn bản.", en=f"{len(outcome)} documents were issued.")
    return go_to("/issuing")


@router.post("/documents/{document_id}/issue")
def issue(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Note to whom the document was sent, how and when."""

    def act() -> None:
        issue_document(
            document_id,
            dispatches_of(form),
            by=account.name,
            room=desk.services.issuing_room,
            day=day_of("Ngày gửi", "The day of sending", text_of(form, "day")),
            act_id=text_of(form, "act")[:64],
        )

    said = ("Đã ghi việc phát hành.", "The sending was recorded.")
    return _done(request, desk, account, document_id, form, act, said=said)


@router.post("/documents/{document_id}/recall")
def recall(request: Request, desk: DeskHere, account: Official, document_id: str, form: CheckedForm) -> Response:
    """Record the official's decision that the document is recalled."""
    act = partial(
        decide_recall,
        document_id,
        reason=text_of(form, "reason"),
        basis=text_of(form, "basis"),
        by=account.name,
        room=desk.services.issuing_room,
        act_id=text_of(form, "act")[:64],
    )
    said = ("Đã ghi quyết định thu hồi; văn thư thông báo cho các nơi nhận.", "The decision was recorded.")
    return _done(request, desk, account, document_id, form, act, said=said)


@router.post("/documents/{document_id}/recall/told")
def told(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Record that every recipient was told of the recall."""

    def act() -> None:
        room = desk.services.issuing_room
        tell_recall(document_id, dispatches_of(form), by=account.name, room=room, act_id=text_of(form, "act")[:64])

    said = ("Văn bản đã thu hồi, các nơi nhận đã được thông báo.", "The document is recalled, its recipients are told.")
    return _done(request, desk, account, document_id, form, act, said=said)


@router.post("/documents/{document_id}/void")
def void(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Void the number of a draft before anyone signs it."""
    office = desk.services.registry_office
    act = partial(void_number, document_id, why=text_of(form, "why")[:500], by=account.name, office=office)
    said = ("Đã hủy số; số vẫn ở trong sổ và không dùng lại.", "The number is void; it stays in the book.")
    return _done(request, desk, account, document_id, form, act, said=said)


def _done(
    request: Request,
    desk: Desk,
    account: Account,
    document_id: str,
    form: FormData,
    act: Callable[[], Any],
    *,
    said: tuple[str, str],
) -> Response:
    """Do it and go back to the document's page; a refusal shows the page again with what was typed."""
    with desk.services.register.begin() as uow:
        find_document(document_id, account=account, uow=uow)
    try:
        act()
    except RefusedError as refused:
        return shown_page(request, desk, account, document_id, typed=form, refused=refused)
    leave_note(request, vi=said[0], en=said[1])
    return go_to(f"/documents/{document_id}")


def _is_late(document: Document, desk: Desk) -> bool:
    entry, today = document.entry, desk.services.clock.now().astimezone(HANOI).date()
    own_date = entry.issued_date if sealed_alone(entry.type_name) is None else None
    return own_date is not None and own_date < late_if_before(today)


def _list(
    request: Request, desk: Desk, account: Account, *, refused: RefusedError | None = None, done: int = 0
) -> Response:
    with desk.services.register.begin() as uow:
        waiting = uow.issuing.unissued(office=account.office, limit=_SHOWN)
        total = uow.issuing.unissued_count(office=account.office)
        recalls = uow.issuing.recalls_to_tell(office=account.office)
    return render(
        request,
        "issuing.html",
        status=400 if refused else 200,
        account=account,
        waiting=waiting,
        total=total,
        recalls=recalls,
        late={one.id for one in waiting if _is_late(one, desk)},
        named={document.id: recipients_named(document) for document in waiting},
        ways=list(Way),
        refused=refused,
        done=done,
    )
