"""Handing files in through the browser: they land in the intake folder like any dropped file."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedUpload, Clerk, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError
from vanban.domain.intake import HANDED_IN
from vanban.intake.dropping import drop_stream, intake_folder

router = APIRouter()


@router.get("/upload")
def upload_page(request: Request, account: Clerk) -> Response:
    """Show the form."""
    return render(request, "upload.html", account=account, refused=None)


@router.post("/upload")
def upload(request: Request, desk: DeskHere, account: Clerk, form: CheckedUpload) -> Response:
    """Drop the files into the intake folder of the clerk's office."""
    try:
        count = _hand_in(form, desk=desk, account=account)
    except RefusedError as refused:
        return render(request, "upload.html", status=400, account=account, refused=refused)
    leave_note(
        request,
        vi=f"Đã nộp {count} tệp. Tệp sẽ hiện trong danh sách sau khi được kiểm tra và đọc.",
        en=f"Handed in {count} file(s). They appear in the list once checked and read.",
    )
    return go_to("/queue")


def _hand_in(form: FormData, *, desk: Desk, account: Account) -> int:
    files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    stream = text_of(form, "stream")
    if not files or stream not in set(Direction):
        raise RefusedError("No file was chosen.", vi="Chưa chọn tệp nào.", remedy="Choose one. / Hãy chọn tệp.")
    if text_of(form, "not_secret") != "yes":
        raise RefusedError(
            "State secrets are never handed in here.",
            vi="Phải xác nhận tệp không chứa bí mật nhà nước.",
            remedy="Tick the box if the files hold none. / Hãy đánh dấu xác nhận.",
        )
    urgent = text_of(form, "urgent") == "yes"
    folder = intake_folder(
        desk.services.settings.intake, direction=Direction(stream), office=account.office, urgent=urgent
    )
    for file in files:
        _note(desk, account, file.file, file.size or 0)
        drop_stream(file.file, name=file.filename or "", folder=folder)
    desk.services.notifier.ring("intake")
    return len(files)


def _note(desk: Desk, account: Account, content: BinaryIO, size: int) -> None:
    """Note who handed it in, by digest only: nobody has looked yet whether it is a state secret."""
    digest = hashlib.sha256()
    while piece := content.read(1 << 20):
        digest.update(piece)
    content.seek(0)
    with desk.services.register.begin() as uow:
        now = desk.services.clock.now()
        uow.events.append(at=now, actor=account.name, name=HANDED_IN, subject=digest.hexdigest(), data={"size": size})
        uow.commit()
