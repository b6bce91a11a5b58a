"""Handing files in through the browser: they land in the intake folder like any dropped file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData, UploadFile

from vanban.clock import HANOI
from vanban.desk.accounts import Account
from vanban.desk.admission import FILES_AT_ONCE, CheckedUpload, Clerk, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.photos import joined_photos
from vanban.desk.sessions import leave_note
from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError, UnreadableError
from vanban.domain.intake import HANDED_IN
from vanban.intake.dropping import drop_stream, intake_folder

router = APIRouter()
_MIB = 1024 * 1024


@router.get("/upload")
def upload_page(request: Request, desk: DeskHere, account: Clerk) -> Response:
    """Show the form."""
    return _form(request, desk, account)


@router.post("/upload")
def upload(request: Request, desk: DeskHere, account: Clerk, form: CheckedUpload) -> Response:
    """Drop the files into the intake folder of the clerk's office; photos become one file."""
    try:
        count = len(_hand_in(form, desk=desk, account=account))
    except (RefusedError, UnreadableError) as refused:
        return _form(request, desk, account, refused=refused)
    leave_note(
        request,
        vi=f"Đã nộp {count} tệp. Tệp sẽ hiện trong danh sách sau khi được kiểm tra và đọc.",
        en=f"Handed in {count} file(s). They appear in the list once checked and read.",
    )
    return go_to("/queue")


@router.post("/upload/one")
def upload_one(desk: DeskHere, account: Clerk, form: CheckedUpload) -> Response:
    """Do the same for a page that sends its files one by one, and answer it in JSON: each has its own error."""
    try:
        names = _hand_in(form, desk=desk, account=account)
    except (RefusedError, UnreadableError) as refused:
        said = {"vi": refused.vi, "en": refused.en}
        said |= {"remedy_vi": refused.remedy_vi, "remedy_en": refused.remedy_en}
        return JSONResponse(said, status_code=400)
    return JSONResponse({"names": names})


def _form(
    request: Request, desk: Desk, account: Account, *, refused: RefusedError | UnreadableError | None = None
) -> Response:
    most = desk.services.settings.limits.file_bytes
    words: dict[str, Any] = {"most": most, "most_mib": most // _MIB, "most_photos": FILES_AT_ONCE}
    return render(request, "upload.html", status=400 if refused else 200, account=account, refused=refused, **words)


def _hand_in(form: FormData, *, desk: Desk, account: Account) -> Sequence[str]:
    """Drop what was sent and return the names it has in the intake folder."""
    files, photos = _files(form, "files"), _files(form, "photos")
    stream = text_of(form, "stream")
    if not (files or photos) or stream not in set(Direction):
        raise RefusedError("No file was chosen.", vi="Chưa chọn tệp nào.", remedy="Choose one. / Hãy chọn tệp.")
    if text_of(form, "not_secret") != "yes":
        raise RefusedError(
            "State secrets are never handed in here.",
            vi="Phải xác nhận tệp không chứa bí mật nhà nước.",
            remedy="Tick the box if the files hold none. / Hãy đánh dấu xác nhận.",
        )
    _check_sizes(files, photos, most=desk.services.settings.limits.file_bytes)
    settings = desk.services.settings
    urgent = text_of(form, "urgent") == "yes"
    folder = intake_folder(settings.intake, direction=Direction(stream), office=account.office, urgent=urgent)
    names = []
    if photos:
        name = f"anh-chup-{desk.services.clock.now().astimezone(HANOI):%Y%m%d-%H%M%S}.pdf"
        # First: a photo that cannot be used leaves nothing handed in, so that the form can be sent again as it is.
        with joined_photos([one.file for one in photos], limits=settings.limits, scratch=settings.run) as joined:
            names.append(_drop(joined, name=name, folder=folder, desk=desk, account=account))
    names += [_drop(one.file, name=one.filename or "", folder=folder, desk=desk, account=account) for one in files]
    desk.services.notifier.ring("intake")
    return names


def _files(form: FormData, name: str) -> Sequence[UploadFile]:
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


def _check_sizes(files: Sequence[UploadFile], photos: Sequence[UploadFile], *, most: int) -> None:
    """Refuse what intake would refuse for its size, by name and at once."""
    for file in files:
        if (file.size or 0) > most:
            raise _too_large(file.filename or "", most)
    if sum(photo.size or 0 for photo in photos) > most:
        raise _too_large("ảnh chụp / the photos", most)


def _too_large(name: str, most: int) -> RefusedError:
    return RefusedError(
        f"{name}: larger than {most // _MIB} MiB.",
        vi=f"{name}: lớn hơn {most // _MIB} MiB.",
        remedy="Scan at 200–300 dpi, or hand it in in parts. / Hãy quét ở 200–300 dpi hoặc chia nhỏ.",
    )


def _drop(content: BinaryIO, *, name: str, folder: Path, desk: Desk, account: Account) -> str:
    """Put one file into the intake folder; who did so is noted before, by digest: nobody has looked into it."""
    digest, size = hashlib.sha256(), 0
    while piece := content.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    with desk.services.register.begin() as uow:
        now = desk.services.clock.now()
        uow.events.append(at=now, actor=account.name, name=HANDED_IN, subject=digest.hexdigest(), data={"size": size})
        uow.commit()
    return drop_stream(content, name=name, folder=folder).name
