"""Single lines of a frozen list, by their document's id: look, refuse, leave for later, approve alone."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Official, Signer, text_of
from vanban.desk.batch_pages import batch_page, find_batch, identity_here, line_view
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.routes.batches import pin_of
from vanban.desk.sessions import leave_note
from vanban.domain.batch import Batch
from vanban.domain.errors import VanbanError
from vanban.workflows.narrow_list import approve_alone, check_line, keep_only, refuse_line

router = APIRouter(prefix="/batches/{batch_id}")
_REASON_CHARACTERS = 500


@router.get("/lines/{line_id}")
def line(request: Request, desk: DeskHere, account: Signer, batch_id: str, line_id: str) -> Response:
    """Return the pages of one document of the list, as a part of its page."""
    batch = _own(desk, account, batch_id)
    shown = line_view(desk, account, batch, check_line(batch, line_id))
    return render(request, "approve_line.html", account=account, batch=batch, line=shown, why="")


@router.post("/lines/{line_id}/refuse")
def refuse(
    request: Request, desk: DeskHere, account: Official, batch_id: str, line_id: str, form: CheckedForm
) -> Response:
    """Return a document to the clerk with a reason; the others stay in the list, which is frozen anew."""
    batch, why = _own(desk, account, batch_id), text_of(form, "why")[:_REASON_CHARACTERS]
    services = desk.services
    try:
        left = refuse_line(
            batch,
            line_id,
            why=why,
            actor=account.name,
            room=services.approval_room,
            office=services.registry_office,
        )
    except VanbanError as refused:
        return batch_page(request, desk, account, batch_id, at=line_id, why=why, refused=refused)
    leave_note(
        request,
        vi="Đã từ chối ký; văn bản trở về văn thư cùng lý do. Danh sách còn lại được lập lại.",
        en="Refused; the document went back to the clerk with the reason. The rest of the list was made again.",
    )
    return _go_on(batch, line_id, left)


@router.post("/lines/{line_id}/later")
def later(desk: DeskHere, account: Signer, batch_id: str, line_id: str, form: CheckedForm) -> Response:
    """Leave a document out of the list: it waits on."""
    del form
    batch = _own(desk, account, batch_id)
    check_line(batch, line_id)
    return _go_on(batch, line_id, keep_only(batch, room=desk.services.approval_room, without={line_id}))


@router.post("/again")
def again(desk: DeskHere, account: Signer, batch_id: str, form: CheckedForm) -> Response:
    """Make the list again from what still waits of it: somebody else was first with the others."""
    del form
    batch = _own(desk, account, batch_id)
    return _go_on(batch, "", keep_only(batch, room=desk.services.approval_room))


@router.post("/lines/{line_id}/approve")
def approve(
    request: Request, desk: DeskHere, account: Signer, batch_id: str, line_id: str, form: CheckedForm
) -> Response:
    """Approve one document of the list alone, with its own PIN; the next one is shown."""
    batch = _own(desk, account, batch_id)
    if text_of(form, "sha256") != check_line(batch, line_id).sha256:
        raise HTTPException(403)
    room = desk.services.approval_room
    try:
        pin = pin_of(text_of(form, "pin"))
        done = approve_alone(batch, line_id, identity=identity_here(desk, account), pin=pin, room=room)
    except VanbanError as refused:
        return batch_page(request, desk, account, batch_id, at=line_id, refused=refused)
    if done.granted:
        leave_note(request, vi="Đã duyệt, đang ký.", en="Approved, being signed.")
    else:
        leave_note(
            request,
            vi="Văn bản này đã được duyệt hoặc xử lý trước đó; danh sách đã được cập nhật.",
            en="This document was approved or dealt with before; the list is up to date.",
        )
    return _go_on(batch, line_id, done.left)


def _own(desk: Desk, account: Account, batch_id: str) -> Batch:
    batch, _ = find_batch(desk, account, batch_id)
    if batch.created_by != account.name:
        raise HTTPException(403)
    return batch


def _go_on(batch: Batch, line_id: str, left: Batch | None) -> Response:
    """Go to the document that came after this one in the list, if there is one left."""
    if left is None:
        return go_to("/batches")
    ids = [item.document_id for item in batch.items]
    behind = ids[ids.index(line_id) + 1 :] if line_id in ids else []
    remaining = {item.document_id for item in left.items}
    following = next((one for one in behind if one in remaining), "")
    return go_to(f"/batches/{left.id}?at={following}" if following else f"/batches/{left.id}")
