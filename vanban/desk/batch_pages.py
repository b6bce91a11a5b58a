"""The pages of batches: what waits, a frozen list beside the very bytes to be signed, and how signing goes on."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from vanban.desk.accounts import Account, Role
from vanban.desk.desk import Desk
from vanban.desk.entry_form import Mark
from vanban.desk.outlines import outline_of
from vanban.desk.pages import render
from vanban.desk.routes.pcs import desk_address
from vanban.domain.authority import contradicts_print
from vanban.domain.batch import Batch, BatchItem, Grant, ItemState, Purpose
from vanban.domain.document import Document
from vanban.domain.errors import NotFoundError, VanbanError
from vanban.ports import SigningIdentity
from vanban.workflows.assemble_batch import identity_of, waiting_count, waiting_for
from vanban.workflows.authorities import offered_to, printed_marks, today
from vanban.workflows.narrow_list import open_list_of, still_waiting
from vanban.workflows.redate_document import dated_otherwise
from vanban.workflows.unfinished import unfinished_signing

PURPOSE = {Role.OFFICIAL: Purpose.SIGN, Role.CLERK: Purpose.SEAL}
"""What a role's signature is: the official signs, the clerk seals."""
_SHOWN = 30


def find_batch(desk: Desk, account: Account, batch_id: str) -> tuple[Batch, Grant | None]:
    """Return a batch of this office and purpose with its newest grant. Raises ``NotFoundError``."""
    with desk.services.register.begin() as uow:
        batch = uow.batches.get(batch_id)
        given = uow.batches.grant_for(batch_id)
    if batch.office != account.office or batch.purpose is not PURPOSE[account.role]:
        raise NotFoundError(f"There is no batch {batch_id}.", vi=f"Không có lô {batch_id}.")
    return batch, given


def identity_here(desk: Desk, account: Account, *, own_token: bool = False) -> SigningIdentity:
    """Return what this account signs with. Raises ``RefusedError`` if it has nothing."""
    purpose = PURPOSE[account.role]
    return identity_of(account.name, purpose=purpose, desk=desk.services.signing_desk, own_token=own_token)


def list_page(request: Request, desk: Desk, account: Account, *, refused: VanbanError | None = None) -> Response:
    """Return what waits for this person, the list that was begun, and the latest batches."""
    purpose = PURPOSE[account.role]
    waiting = waiting_for(purpose, office=account.office, room=desk.services.approval_room)
    with desk.services.register.begin() as uow:
        batches = uow.batches.list(granted_only=True, office=account.office, purpose=purpose, limit=_SHOWN)
        day = today(desk.services.clock)
        capacities = offered_to(account.name, office=account.office, purpose=purpose, day=day, uow=uow)
        begun = open_list_of(account.name, purpose=purpose, office=account.office, uow=uow)
    unfinished = unfinished_signing(desk.services.reminder_room, office=account.office)
    return render(
        request,
        "batches.html",
        status=400 if refused else 200,
        account=account,
        purpose=purpose,
        waiting=waiting,
        total=waiting_count(purpose, office=account.office, room=desk.services.approval_room),
        batches=batches,
        begun=begun,
        capacities=capacities,
        printed={document.id: printed_marks(document) for document in waiting},
        late=[one for one in unfinished.unsealed if one.overdue],
        stuck=[one for one in unfinished.granted if one.overdue],
        refused=refused,
    )


def batch_page(
    request: Request,
    desk: Desk,
    account: Account,
    batch_id: str,
    *,
    at: str = "",
    why: str = "",
    refused: VanbanError | None = None,
) -> Response:
    """Return a batch's page: to look through and approve if it is this person's, else how signing goes on.

    ``at`` names the document to show; ``why`` is what was typed when a refusal of it was not accepted.
    """
    batch, given = find_batch(desk, account, batch_id)
    status = 400 if refused else 200
    if given is None and batch.closed_at is None and batch.created_by == account.name:
        context = _approval(request, desk, account, batch, at=at, refused=refused)
        return render(request, "approve.html", status=status, account=account, why=why, **context)
    context = progress(request, desk, account, batch, given)
    return render(request, "batch.html", status=status, account=account, refused=refused, **context)


def progress(request: Request, desk: Desk, account: Account, batch: Batch, given: Grant | None) -> dict[str, Any]:
    """Return what the part of the page shows that is renewed while documents are signed."""
    own = own_token(desk, account, given) if batch.created_by == account.name else None
    states = [item.state for item in batch.items]
    return {
        "batch": batch,
        "grant": given,
        "running": given is not None and batch.closed_at is None,
        "own": own,
        "address": desk_address(request, desk),
        "done": states.count(ItemState.DONE),
        "failed": states.count(ItemState.FAILED),
        "again": _to_try_again(desk, account, batch),
    }


def own_token(desk: Desk, account: Account, given: Grant | None) -> SigningIdentity | None:
    """Return the identity on the person's own token, if there is one and a grant does not name another."""
    with contextlib.suppress(VanbanError):
        own = identity_here(desk, account, own_token=True)
        if given is None or given.certificate_sha256 == own.certificate_sha256:
            return own
    return None


def _to_try_again(desk: Desk, account: Account, batch: Batch) -> tuple[str, ...]:
    """Return the documents of a finished batch that were not signed and wait again, for the person who approved it."""
    if batch.closed_at is None or batch.created_by != account.name:
        return ()
    with desk.services.register.begin() as uow:
        waiting = still_waiting(batch, uow)
    return tuple(item.document_id for item in waiting if item.state is ItemState.FAILED)


def _approval(
    request: Request, desk: Desk, account: Account, batch: Batch, *, at: str, refused: VanbanError | None
) -> dict[str, Any]:
    with desk.services.register.begin() as uow:
        documents = [uow.documents.get(item.document_id) for item in batch.items]
        stale = dated_otherwise(batch, day=today(desk.services.clock), uow=uow)
        waiting = still_waiting(batch, uow)
    own = own_token(desk, account, None)
    identity = None
    try:
        identity = identity_here(desk, account)
    except VanbanError as error:
        refused = refused or (None if own else error)
    marked = {d.id for d in documents if contradicts_print(batch.capacity, printed_marks(d))}
    shown = next((item for item in batch.items if item.document_id == at), batch.items[0])
    return {
        "batch": batch,
        "identity": identity,
        "own": own,
        "address": desk_address(request, desk),
        "stale": {one.id: one.entry.issued_date for one in stale},
        "against": marked if batch.purpose is Purpose.SIGN else set(),
        "gone": len(batch.items) - len(waiting),
        "refused": refused,
        "urgencies": {one.id: one for one in documents},
        "line": line_view(desk, account, batch, shown),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a list as it is looked at before it is signed."""

    item: BatchItem
    document: Document
    position: int
    """From 1."""
    previous: str
    following: str
    outline: Any
    marks: tuple[Mark, ...]
    unreadable: VanbanError | None


def line_view(desk: Desk, account: Account, batch: Batch, item: BatchItem) -> Line:
    """Return the pages of exactly the bytes that the list names, with the place where the signature will be seen."""
    with desk.services.register.begin() as uow:
        document = uow.documents.get(item.document_id)
    outline, unreadable = outline_of(document, item.sha256, desk=desk, account=account)
    ids = [one.document_id for one in batch.items]
    position = ids.index(item.document_id)
    return Line(
        item=item,
        document=document,
        position=position + 1,
        previous=ids[position - 1] if position else "",
        following=ids[position + 1] if position + 1 < len(ids) else "",
        outline=outline,
        marks=_place(item, outline.sizes),
        unreadable=unreadable,
    )


def _place(item: BatchItem, sizes: tuple[tuple[float, float], ...]) -> tuple[Mark, ...]:
    if item.place is None or not 1 <= item.place.page <= len(sizes):
        return ()
    left, bottom, right, top = item.place.box
    height = sizes[item.place.page - 1][1]
    return (Mark("signature", item.place.page, left, height - top, right - left, top - bottom, "place"),)
