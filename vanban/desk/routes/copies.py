"""Copies of a document: the form on its page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from vanban.desk.admission import CheckedForm, Clerk, text_of
from vanban.desk.desk import DeskHere
from vanban.desk.pages import go_to
from vanban.desk.routes.documents import shown_page
from vanban.desk.sessions import leave_note
from vanban.desk.viewing import find_document
from vanban.domain.copies import ABBREVIATIONS, pages_named
from vanban.domain.errors import RefusedError
from vanban.domain.sealed_alone import SealedAlone
from vanban.workflows.make_copy import CopyRequest, make_copy

router = APIRouter(prefix="/documents/{document_id}/copies")


@router.post("")
def copy(request: Request, desk: DeskHere, account: Clerk, document_id: str, form: CheckedForm) -> Response:
    """Make a copy, numbered, and open it: it waits for the seal."""
    with desk.services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
    try:
        wanted = _wanted(form, pages=document.pages)
        made = make_copy(document_id, wanted, by=account.name, room=desk.services.copying_room)
    except RefusedError as refused:
        return shown_page(request, desk, account, document_id, typed=form, refused=refused)
    number = f"{made.entry.code_number}/{made.entry.code_notation}"
    leave_note(request, vi=f"Đã lập bản sao {number}, chờ đóng dấu số.", en=f"Copy {number} waits for the seal.")
    return go_to(f"/documents/{made.id}")


def _wanted(form: FormData, *, pages: int) -> CopyRequest:
    """Return what the form asks for; raises ``RefusedError`` if it cannot be understood."""
    chosen = text_of(form, "form")
    if chosen not in [one.value for one in ABBREVIATIONS]:
        raise RefusedError("No form was chosen.", vi="Chưa chọn hình thức sao.", remedy="Choose it. / Hãy chọn.")
    extract = chosen == SealedAlone.EXTRACT
    return CopyRequest(
        form=SealedAlone(chosen),
        office_code=text_of(form, "code")[:20],
        pages=pages_named(text_of(form, "pages"), count=pages) if extract else (),
        to_places=text_of(form, "to_places")[:1000],
        request_id=text_of(form, "request")[:64],
    )
