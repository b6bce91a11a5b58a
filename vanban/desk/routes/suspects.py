"""Suspects, by digest only: one person asks for the release of a false alarm, another one decides."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Signer, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError
from vanban.domain.second_look import MOST_WORDS, Decision
from vanban.workflows.second_look import ask_release, confirm_release, refuse_release, suspects

router = APIRouter(prefix="/suspects")


@router.get("")
def suspects_page(request: Request, desk: DeskHere, account: Signer) -> Response:
    """List suspects with what was asked and decided about each."""
    return _list(request, desk, account)


@router.post("/{sha256}/ask")
def ask(request: Request, desk: DeskHere, account: Signer, sha256: str, form: CheckedForm) -> Response:
    """Ask for the release of a suspect into the own office."""
    try:
        _check_seen(form)
        stream = text_of(form, "stream")
        look = ask_release(
            sha256,
            why=text_of(form, "why"),
            actor=account.name,
            office=account.office,
            direction=Direction(stream) if stream in set(Direction) else Direction.INCOMING,
            room=desk.services.second_look_room,
        )
    except RefusedError as refused:
        return _list(request, desk, account, refused=refused)
    leave_note(
        request,
        vi=f"Đề nghị gỡ nghi mật của {look.asked_by} đang chờ người thứ hai xác nhận.",
        en=f"The request of {look.asked_by} waits for a second person.",
    )
    return go_to("/suspects")


@router.post("/{sha256}/confirm")
def confirm(request: Request, desk: DeskHere, account: Signer, sha256: str, form: CheckedForm) -> Response:
    """Release what somebody else asked for."""
    room, why = desk.services.second_look_room, text_of(form, "why")
    try:
        _check_seen(form)
        confirm_release(sha256, why=why, actor=account.name, office=account.office, room=room)
    except RefusedError as refused:
        return _list(request, desk, account, refused=refused)
    leave_note(
        request,
        vi="Đã gỡ nghi mật. Tệp sẽ được tiếp nhận và đọc lại trong vài phút.",
        en="Released. The file is received and read again within minutes.",
    )
    return go_to("/suspects")


@router.post("/{sha256}/refuse")
def refuse(request: Request, desk: DeskHere, account: Signer, sha256: str, form: CheckedForm) -> Response:
    """Leave it locked, or take the own request back."""
    room, why = desk.services.second_look_room, text_of(form, "why")
    try:
        refuse_release(sha256, why=why, actor=account.name, office=account.office, room=room)
    except RefusedError as refused:
        return _list(request, desk, account, refused=refused)
    leave_note(request, vi="Không gỡ; tệp vẫn bị khóa.", en="Not released; the file stays locked.")
    return go_to("/suspects")


def _list(request: Request, desk: Desk, account: Account, *, refused: RefusedError | None = None) -> Response:
    with desk.services.register.begin() as uow:
        found = suspects(uow, office=account.office)
    return render(
        request,
        "suspects.html",
        status=400 if refused else 200,
        account=account,
        found=found,
        asked=Decision.ASKED,
        released=Decision.RELEASED,
        most=MOST_WORDS,
        refused=refused,
    )


def _check_seen(form: FormData) -> None:
    if text_of(form, "paper_seen") != "yes":
        raise RefusedError(
            "Look at the paper first.",
            vi="Phải xác nhận đã xem bản giấy hoặc tệp gốc và không thấy dấu chỉ độ mật.",
            remedy="Tick the box if it bears no mark. / Hãy đánh dấu xác nhận.",
        )
