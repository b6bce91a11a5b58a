"""Holds (tạm dừng tiêu hủy) at the desk: placed by one person, released by another; the store follows."""

from __future__ import annotations

import contextlib

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from vanban.clock import for_seconds
from vanban.desk.accounts import Account
from vanban.desk.admission import Archivist, CheckedForm, Inspector, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.errors import NotFoundError, RefusedError, VanbanError
from vanban.ports import UnitOfWork
from vanban.workflows.holds import place_hold, release_hold
from vanban.workflows.keep_locks import LockRoom, keep_locks

router = APIRouter(prefix="/archive/holds")
ROWS = 300
_TEXT = 500
_FOLLOW_SECONDS = 60


@router.get("")
def holds_page(
    request: Request, desk: DeskHere, account: Inspector, subject: str = "", *, released: bool = False
) -> Response:
    """List holds in force, with ``released`` also the others, and place one."""
    return _shown(request, desk, account, subject=subject, released=released)


@router.post("")
def place(request: Request, desk: DeskHere, account: Archivist, form: CheckedForm) -> Response:
    """Ban the disposal of a document or case file: it counts from now, and the store follows."""
    subject, why = text_of(form, "subject").strip()[:100], text_of(form, "why")[:_TEXT]
    try:
        hold = place_hold(subject, actor=account.name, why=why, office=desk.services.hold_office)
    except (RefusedError, NotFoundError) as refused:
        return _shown(request, desk, account, subject=subject, why=why, refused=refused)
    leave_note(request, vi="Lệnh giữ có hiệu lực từ bây giờ.", en="The hold counts from now.")
    return _followed(desk, hold.subject)


@router.post("/{hold_id}/release")
def release(request: Request, desk: DeskHere, account: Archivist, hold_id: str, form: CheckedForm) -> Response:
    """Lift a ban that somebody else placed."""
    try:
        why = text_of(form, "why")[:_TEXT]
        hold = release_hold(hold_id, actor=account.name, why=why, office=desk.services.hold_office)
    except RefusedError as refused:
        return _shown(request, desk, account, refused=refused)
    leave_note(request, vi="Đã gỡ lệnh giữ.", en="The hold is released.")
    return _followed(desk, hold.subject)


def _followed(desk: Desk, subject: str) -> Response:
    """Return the answer to a form; then the store's hold follows the register's, now or in the nightly run."""
    answer = go_to("/archive/holds")
    answer.background = BackgroundTask(_follow, desk.services.lock_room, subject)
    return answer


def _follow(room: LockRoom, subject: str) -> None:
    with contextlib.suppress(VanbanError):
        keep_locks(room, keep_on=for_seconds(_FOLLOW_SECONDS), only=subject)


def _shown(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    subject: str = "",
    why: str = "",
    released: bool = False,
    refused: VanbanError | None = None,
) -> Response:
    with desk.services.register.begin() as uow:
        found = list(uow.holds.list(open_only=not released))
        newest = list(reversed(found))
        names = {one.subject: _name(one.subject, uow) for one in newest[:ROWS]}
    return render(
        request,
        "holds.html",
        status=400 if refused else 200,
        account=account,
        section="/archive",
        holds=newest[:ROWS],
        names=names,
        more=len(newest) > ROWS,
        subject=subject,
        why=why,
        released=released,
        refused=refused,
    )


def _name(subject: str, uow: UnitOfWork) -> str:
    """Return what people call a document or case file; its id where neither is there."""
    with contextlib.suppress(NotFoundError):
        document = uow.documents.get(subject)
        return document.entry.subject or document.file_name
    with contextlib.suppress(NotFoundError):
        return uow.case_files.get(subject).title
    return subject
