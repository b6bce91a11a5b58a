"""Approving: look, choose, freeze, and grant with the PIN; the official signs, the clerk seals."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Signer, text_of, texts_of
from vanban.desk.batch_pages import PURPOSE, batch_page, find_batch, identity_here, list_page, progress
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.viewing import find_document
from vanban.domain.batch import Batch, Capacity
from vanban.domain.errors import RefusedError, VanbanError
from vanban.workflows.assemble_batch import freeze_batch, grant_batch
from vanban.workflows.authorities import Chosen, today
from vanban.workflows.narrow_list import open_list_of
from vanban.workflows.redate_document import dated_otherwise, redate_documents

router = APIRouter(prefix="/batches")
_PIN_CHARACTERS = 64


@router.get("")
def batches_page(request: Request, desk: DeskHere, account: Signer) -> Response:
    """List what waits for this person's signature, the most urgent first, and the latest batches."""
    return list_page(request, desk, account)


@router.post("")
def freeze(request: Request, desk: DeskHere, account: Signer, form: CheckedForm) -> Response:
    """Freeze the chosen documents with the digests that their bytes have now; nothing is signed by it."""
    try:
        chosen = texts_of(form, "document")
        with desk.services.register.begin() as uow:
            for document_id in chosen:
                find_document(document_id, account=account, uow=uow)
        room = desk.services.approval_room
        capacity = _chosen_capacity(text_of(form, "capacity"))
        batch = freeze_batch(chosen, purpose=PURPOSE[account.role], actor=account.name, room=room, capacity=capacity)
    except RefusedError as refused:
        return list_page(request, desk, account, refused=refused)
    return go_to(f"/batches/{batch.id}")


@router.get("/{batch_id}")
def page(request: Request, desk: DeskHere, account: Signer, batch_id: str, at: str = "") -> Response:
    """Show a frozen batch: for approval if it is this person's and not granted yet, else its progress.

    ``at`` is the document whose pages are shown.
    """
    return batch_page(request, desk, account, batch_id, at=at)


@router.get("/{batch_id}/progress")
def progress_part(request: Request, desk: DeskHere, account: Signer, batch_id: str) -> Response:
    """Return the part of the page that changes while documents are signed; without a body if nothing has changed."""
    batch, given = find_batch(desk, account, batch_id)
    part = render(request, "batch_progress.html", account=account, **progress(request, desk, account, batch, given))
    tag = f'"{hashlib.sha256(part.body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    part.headers["ETag"] = tag
    return part


@router.post("/{batch_id}/grant")
def grant(request: Request, desk: DeskHere, account: Signer, batch_id: str, form: CheckedForm) -> Response:
    """Take the grant: the PIN goes straight to its seal, and is kept and shown nowhere."""
    batch, _ = find_batch(desk, account, batch_id)
    if batch.created_by != account.name or text_of(form, "manifest") != batch.manifest_sha256:
        raise HTTPException(403)
    at = text_of(form, "at")
    try:
        pin = pin_of(text_of(form, "pin"))
        grant_batch(batch_id, identity=identity_here(desk, account), pin=pin, room=desk.services.approval_room)
    except VanbanError as refused:
        _, given = find_batch(desk, account, batch_id)
        if given is None:
            return batch_page(request, desk, account, batch_id, at=at, refused=refused)
        # The second of two clicks: the first one was taken.
    return go_to(f"/batches/{batch_id}")


def pin_of(typed: str) -> str:
    """Return a PIN as it was typed. Raises ``RefusedError`` if there is none."""
    if not 1 <= len(typed) <= _PIN_CHARACTERS:
        raise RefusedError("The PIN is missing.", vi="Chưa nhập mã PIN.", remedy="Type it. / Hãy nhập mã PIN.")
    return typed


@router.post("/{batch_id}/redate")
def redate(request: Request, desk: DeskHere, account: Signer, batch_id: str, form: CheckedForm) -> Response:
    """Write today's date into the drafts of a frozen list that bear another, then freeze the list anew."""
    del form
    batch, given = find_batch(desk, account, batch_id)
    if batch.created_by != account.name or given is not None:
        raise HTTPException(403)
    if batch.closed_at is not None:  # the second of two clicks
        return to_open_list(desk, account)
    services = desk.services
    try:
        with services.register.begin() as uow:
            stale = dated_otherwise(batch, day=today(services.clock), uow=uow)
        redate_documents([one.id for one in stale], actor=account.name, office=services.registry_office)
        fresh = _frozen_again(batch, desk)
    except VanbanError as refused:
        return batch_page(request, desk, account, batch_id, refused=refused)
    return go_to(f"/batches/{fresh.id}")


def _frozen_again(batch: Batch, desk: Desk) -> Batch:
    return freeze_batch(
        [item.document_id for item in batch.items],
        purpose=batch.purpose,
        actor=batch.created_by,
        room=desk.services.approval_room,
        capacity=(batch.capacity, batch.on_behalf_of),
    )


def to_open_list(desk: Desk, account: Account, *, at: str = "") -> Response:
    """Go to the list that this person has begun, else to what waits."""
    with desk.services.register.begin() as uow:
        left = open_list_of(account.name, purpose=PURPOSE[account.role], office=account.office, uow=uow)
    if left is None:
        return go_to("/batches")
    return go_to(f"/batches/{left.id}?at={at}" if at else f"/batches/{left.id}")


def _chosen_capacity(value: str) -> Chosen | None:
    """Return what was chosen, as ``KT/lanhdao``; None where the documents decide."""
    capacity, _, behalf = value.partition("/")
    return (Capacity(capacity), behalf) if capacity in list(Capacity) else None
