"""Approving: look, choose, freeze, and grant with the PIN; the official signs, the clerk seals."""

from __future__ import annotations

import contextlib

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import CheckedForm, Signer, text_of, texts_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.routes.pcs import desk_address
from vanban.desk.viewing import find_document
from vanban.domain.authority import contradicts_print
from vanban.domain.batch import Batch, Capacity, Grant, ItemState, Purpose
from vanban.domain.errors import NotFoundError, RefusedError, VanbanError
from vanban.ports import SigningIdentity
from vanban.workflows.assemble_batch import freeze_batch, grant_batch, identity_of, waiting_for
from vanban.workflows.authorities import Chosen, offered_to, printed_marks, today
from vanban.workflows.redate_document import dated_otherwise, redate_documents
from vanban.workflows.unfinished import unfinished_signing

router = APIRouter(prefix="/batches")
_PURPOSE = {Role.OFFICIAL: Purpose.SIGN, Role.CLERK: Purpose.SEAL}
_PIN_CHARACTERS = 64
_SHOWN = 30


@router.get("")
def batches_page(request: Request, desk: DeskHere, account: Signer) -> Response:
    """List what waits for this person's signature, the most urgent first, and the latest batches."""
    return _list(request, desk, account)


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
        batch = freeze_batch(chosen, purpose=_PURPOSE[account.role], actor=account.name, room=room, capacity=capacity)
    except RefusedError as refused:
        return _list(request, desk, account, refused=refused)
    return go_to(f"/batches/{batch.id}")


@router.get("/{batch_id}")
def batch_page(request: Request, desk: DeskHere, account: Signer, batch_id: str) -> Response:
    """Show a frozen batch: for approval if it is this person's and not granted yet, else its progress."""
    return _show(request, desk, account, batch_id)


@router.post("/{batch_id}/grant")
def grant(request: Request, desk: DeskHere, account: Signer, batch_id: str, form: CheckedForm) -> Response:
    """Take the grant: the PIN goes straight to its seal, and is kept and shown nowhere."""
    batch, _ = _find(desk, account, batch_id)
    if batch.created_by != account.name or text_of(form, "manifest") != batch.manifest_sha256:
        raise HTTPException(403)
    pin = text_of(form, "pin")
    try:
        if not 1 <= len(pin) <= _PIN_CHARACTERS:
            raise RefusedError("The PIN is missing.", vi="Chưa nhập mã PIN.", remedy="Type it. / Hãy nhập mã PIN.")
        identity = _identity(desk, account)
        grant_batch(batch_id, identity=identity, pin=pin, room=desk.services.approval_room)
    except VanbanError as refused:
        return _show(request, desk, account, batch_id, refused=refused)
    return go_to(f"/batches/{batch_id}")


@router.post("/{batch_id}/redate")
def redate(request: Request, desk: DeskHere, account: Signer, batch_id: str, form: CheckedForm) -> Response:
    """Write today's date into the drafts of a frozen list that bear another, then freeze the list anew."""
    del form
    batch, given = _find(desk, account, batch_id)
    if batch.created_by != account.name or given is not None or batch.closed_at is not None:
        raise HTTPException(403)
    services = desk.services
    try:
        with services.register.begin() as uow:
            stale = dated_otherwise(batch, day=today(services.clock), uow=uow)
        redate_documents([one.id for one in stale], actor=account.name, office=services.registry_office)
        fresh = freeze_batch(
            [item.document_id for item in batch.items],
            purpose=batch.purpose,
            actor=account.name,
            room=services.approval_room,
            capacity=(batch.capacity, batch.on_behalf_of),
        )
    except VanbanError as refused:
        return _show(request, desk, account, batch_id, refused=refused)
    return go_to(f"/batches/{fresh.id}")


def _chosen_capacity(value: str) -> Chosen | None:
    """Return what was chosen, as ``KT/lanhdao``; None where the documents decide."""
    capacity, _, behalf = value.partition("/")
    return (Capacity(capacity), behalf) if capacity in list(Capacity) else None


def _find(desk: Desk, account: Account, batch_id: str) -> tuple[Batch, Grant | None]:
    with desk.services.register.begin() as uow:
        batch = uow.batches.get(batch_id)
        given = uow.batches.grant_for(batch_id)
    if batch.office != account.office or batch.purpose is not _PURPOSE[account.role]:
        raise NotFoundError(f"There is no batch {batch_id}.", vi=f"Không có lô {batch_id}.")
    return batch, given


def _identity(desk: Desk, account: Account, *, own_token: bool = False) -> SigningIdentity:
    purpose = _PURPOSE[account.role]
    return identity_of(account.name, purpose=purpose, desk=desk.services.signing_desk, own_token=own_token)


def _list(request: Request, desk: Desk, account: Account, *, refused: VanbanError | None = None) -> Response:
    purpose = _PURPOSE[account.role]
    waiting = waiting_for(purpose, office=account.office, room=desk.services.approval_room)
    with desk.services.register.begin() as uow:
        batches = [b for b in uow.batches.list() if b.purpose is purpose and b.office == account.office]
        day = today(desk.services.clock)
        capacities = offered_to(account.name, office=account.office, purpose=purpose, day=day, uow=uow)
    unfinished = unfinished_signing(desk.services.reminder_room, office=account.office)
    status = 400 if refused else 200
    return render(
        request,
        "batches.html",
        status=status,
        account=account,
        purpose=purpose,
        waiting=waiting,
        batches=batches[:_SHOWN],
        capacities=capacities,
        printed={document.id: printed_marks(document) for document in waiting},
        late=[one for one in unfinished.unsealed if one.overdue],
        stuck=[one for one in unfinished.granted if one.overdue],
        refused=refused,
    )


def _show(
    request: Request, desk: Desk, account: Account, batch_id: str, *, refused: VanbanError | None = None
) -> Response:
    batch, given = _find(desk, account, batch_id)
    now = desk.services.clock.now()
    usable = given is not None and given.is_usable(batch=batch, now=now)
    approving = batch.closed_at is None and not usable and bool(batch.pending) and batch.created_by == account.name
    if given is not None and given.used_at is None and not usable:
        approving = False  # expired: its documents go back to waiting when the worker closes it
    identity = own = None
    with contextlib.suppress(VanbanError):
        own = _identity(desk, account, own_token=True)
    if approving:
        try:
            identity = _identity(desk, account)
        except VanbanError as error:
            refused = refused or (None if own else error)
    running = given is not None and batch.closed_at is None
    if given is not None and own is not None and given.certificate_sha256 != own.certificate_sha256:
        own = None
    states = [item.state for item in batch.items]
    with desk.services.register.begin() as uow:
        documents = [uow.documents.get(item.document_id) for item in batch.items]
        stale = dated_otherwise(batch, day=today(desk.services.clock), uow=uow) if approving else ()
    against = {d.id for d in documents if contradicts_print(batch.capacity, printed_marks(d))}
    return render(
        request,
        "batch.html",
        status=400 if refused else 200,
        account=account,
        batch=batch,
        grant=given,
        approving=approving,
        identity=identity,
        own=own if batch.created_by == account.name else None,
        address=desk_address(request, desk),
        running=running,
        stale={one.id: one.entry.issued_date for one in stale},
        against=against if batch.purpose is Purpose.SIGN else set(),
        done=states.count(ItemState.DONE),
        failed=states.count(ItemState.FAILED),
        refused=refused,
    )
