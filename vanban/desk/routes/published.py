"""Anyone with the code of an issued document: what is public of it, and whether a copy is the same file."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.admission import CheckedForm, Clerk, Reader, open_to_all
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to
from vanban.desk.public_pages import public_error, render_public
from vanban.desk.published_here import published_here, qr_png
from vanban.desk.sessions import leave_note
from vanban.desk.viewing import find_document
from vanban.desk.visitor_admission import SentFile, look_in
from vanban.domain.errors import NotFoundError
from vanban.workflows.publish import give_code, what_is_public

router = APIRouter()
_OPEN = [Depends(open_to_all)]


@router.get("/v/{code}", dependencies=[*_OPEN, Depends(look_in)])
def published_page(request: Request, desk: DeskHere, code: str) -> Response:
    """Show what is public of an issued document. Every code that is nobody's gets the same answer."""
    return _shown(request, desk, code)


@router.post("/v/{code}", dependencies=[*_OPEN, Depends(look_in)])
def compare_copy(request: Request, desk: DeskHere, code: str, file: SentFile) -> Response:
    """Say whether a copy is the issued file, by its SHA-256; the copy is forgotten."""
    digest = hashlib.sha256()
    while piece := file.file.read(1 << 20):
        digest.update(piece)
    return _shown(request, desk, code, copy=digest.hexdigest())


@router.post("/documents/{document_id}/public-code")
def make_code(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Give an issued document its code; a second click finds the one that is there."""
    del form
    with desk.services.register.begin() as uow:
        find_document(document_id, account=account, uow=uow)
    give_code(document_id, actor=account.name, office=desk.services.publishing_office)
    leave_note(request, vi="Văn bản đã có mã tra cứu công khai.", en="The document has a public code.")
    return go_to(f"/documents/{document_id}")


@router.get("/documents/{document_id}/qr.png")
def qr_picture(request: Request, desk: DeskHere, account: Reader, document_id: str) -> Response:
    """Draw the QR picture of a document's code, to be printed or pasted."""
    with desk.services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
        found = published_here(document, uow=uow, desk=desk, request=request)
    if not found.address:
        raise NotFoundError("The document has no public code.", vi="Văn bản chưa có mã tra cứu.")
    headers = {"Content-Disposition": f'inline; filename="qr-{document_id}.png"'}
    return Response(qr_png(found.address), media_type="image/png", headers=headers)


def _shown(request: Request, desk: Desk, code: str, *, copy: str = "") -> Response:
    record = what_is_public(code, office=desk.services.publishing_office)
    if record is None:
        nobody = NotFoundError(
            "No issued document has this code.",
            vi="Không có văn bản đã phát hành nào mang mã này.",
            remedy="Scan the code again, or ask the issuer. / Hãy quét lại mã hoặc hỏi nơi phát hành.",
        )
        return public_error(request, 404, nobody)
    return render_public(request, "published.html", record=record, code=code, copy=copy)
