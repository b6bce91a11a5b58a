"""What this person is told: the list, the number for the bell, and by which channels."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from vanban.desk.accounts import Account
from vanban.desk.admission import Anyone, CheckedForm, text_of, texts_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.errors import RefusedError
from vanban.domain.notices import Channel, Contact, check_mail

router = APIRouter(prefix="/notices")
_SHOWN = 200
_MAIL_CHARACTERS = 254


@router.get("")
def notices_page(request: Request, desk: DeskHere, account: Anyone) -> Response:
    """List what this person was told, the newest first."""
    return _list(request, desk, account)


@router.get("/unread")
def unread(desk: DeskHere, account: Anyone) -> Response:
    """Return how many are unread, for the bell of every page."""
    with desk.services.register.begin() as uow:
        shown = uow.notices.contact(account.name).uses(Channel.DESK)
        count = uow.notices.unread(account.name) if shown else 0
    return JSONResponse({"unread": count}, headers={"Cache-Control": "no-store"})


@router.post("/read")
def mark_read(desk: DeskHere, account: Anyone, form: CheckedForm) -> Response:
    """Mark one notice as read and go where it points to; without one, mark all."""
    notice_id = text_of(form, "notice")
    with desk.services.register.begin() as uow:
        own = [one for one in uow.notices.list(account.name, limit=_SHOWN) if one.id == notice_id]
        if own or not notice_id:
            uow.notices.mark_read(account.name, at=desk.services.clock.now(), notice_id=notice_id)
            uow.commit()
    return go_to(own[0].path if own else "/notices")


@router.post("/contact")
def set_contact(request: Request, desk: DeskHere, account: Anyone, form: CheckedForm) -> Response:
    """Store by which channels this person wants to be told, and the mail address."""
    on = set(texts_of(form, "channel"))
    mail = text_of(form, "mail").strip()[:_MAIL_CHARACTERS]
    contact = Contact(account.name, mail, frozenset(one for one in Channel if one.value not in on))
    try:
        check_mail(mail)
    except RefusedError as refused:
        return _list(request, desk, account, contact=contact, refused=refused)
    with desk.services.register.begin() as uow:
        uow.notices.set_contact(contact)
        uow.commit()
    leave_note(request, vi="Đã lưu cách nhận thông báo.", en="Saved.")
    return go_to("/notices")


def _list(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    contact: Contact | None = None,
    refused: RefusedError | None = None,
) -> Response:
    with desk.services.register.begin() as uow:
        found = uow.notices.list(account.name, limit=_SHOWN)
        contact = contact or uow.notices.contact(account.name)
    return render(
        request,
        "notices.html",
        status=400 if refused else 200,
        account=account,
        notices=found,
        contact=contact,
        channels=list(Channel),
        configured=set(desk.services.couriers) | {Channel.DESK},
        refused=refused,
    )
