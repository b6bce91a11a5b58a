"""Narrow a frozen list before it is approved: refuse a line, leave it for later, take one out to approve it alone.

A frozen list is never changed, because its digest is what a person approves. What is left of it is frozen anew, with
the same bytes, places and capacity; the list of before is withdrawn. Each step may come twice: the second time it finds
what the first one left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from vanban.domain.batch import Batch, BatchItem, Purpose
from vanban.domain.document import State
from vanban.domain.errors import RefusedError, StaleStateError, VanbanError
from vanban.domain.identifiers import new_id
from vanban.ports import SigningIdentity, UnitOfWork
from vanban.workflows.assemble_batch import ApprovalRoom, awaits, grant_batch, withdraw_abandoned
from vanban.workflows.register_document import RegistryOffice, return_document


def open_list_of(account: str, *, purpose: Purpose, office: str, uow: UnitOfWork) -> Batch | None:
    """Return the newest list that an account froze and has not approved yet, if there is one."""
    begun = uow.batches.list(open_only=True, office=office, purpose=purpose, limit=None)
    own = [one for one in begun if one.created_by == account]
    granted = uow.batches.grants_for([one.id for one in own])
    return max((one for one in own if one.id not in granted), key=lambda one: one.created_at, default=None)


def still_waiting(batch: Batch, uow: UnitOfWork) -> tuple[BatchItem, ...]:
    """Return the lines whose documents wait for this signature with exactly these bytes."""
    found = []
    for item in batch.items:
        document = uow.documents.get(item.document_id)
        if awaits(document, batch.purpose) and document.current_sha256 == item.sha256:
            found.append(item)
    return tuple(found)


def keep_only(batch: Batch, *, room: ApprovalRoom, without: Collection[str] = ()) -> Batch | None:
    """Freeze anew what still waits of a list, but for some documents.

    Returns None, with the list withdrawn, if nothing is left of it. A list that was narrowed before stays withdrawn,
    and the one that stands in its place is returned.

    Raises:
        StaleStateError: if the list has been approved.
    """
    with room.register.begin() as uow:
        before = _not_approved(batch.id, uow)
        if before.closed_at is not None:
            return open_list_of(before.created_by, purpose=before.purpose, office=before.office, uow=uow)
        items = tuple(item for item in still_waiting(before, uow) if item.document_id not in without)
        if items == before.items:
            return before
        fresh = replace(before, id=new_id(), created_at=room.clock.now(), items=items)
        withdraw_abandoned(uow, like=fresh)
        if items:
            _store(fresh, came_from=before, uow=uow)
        uow.commit()
    return fresh if items else None


def _not_approved(batch_id: str, uow: UnitOfWork) -> Batch:
    if uow.batches.grant_for(batch_id) is not None:
        raise StaleStateError(
            f"Batch {batch_id} has been approved.",
            vi="Danh sách này đã được duyệt, không bỏ bớt được nữa.",
            remedy="Look at its results. / Hãy xem kết quả của lô.",
        )
    return uow.batches.get(batch_id)


def _store(batch: Batch, *, came_from: Batch, uow: UnitOfWork) -> None:
    uow.batches.add(batch)
    data = {
        "purpose": batch.purpose.value,
        "manifest": batch.manifest_sha256,
        "documents": len(batch.items),
        "capacity": batch.capacity.value,
        "on_behalf_of": batch.on_behalf_of,
        "narrowed_from": came_from.id,
    }
    uow.events.append(at=batch.created_at, actor=batch.created_by, name="batch.frozen", subject=batch.id, data=data)


@dataclass(frozen=True, slots=True)
class ApprovedAlone:
    """What became of a list of which one document was approved."""

    granted: bool
    """False if the document did not wait any more: it was approved before, or somebody else was first."""
    left: Batch | None
    """The list of the others; None if there are none."""


def approve_alone(
    batch: Batch, document_id: str, *, identity: SigningIdentity, pin: str, room: ApprovalRoom
) -> ApprovedAlone:
    """Take a grant over one line of a list, as a list of its own, and freeze the others anew.

    Raises:
        RefusedError: as ``grant_batch``; the list is as it was then.
        StaleStateError: if the whole list has been approved.
    """
    line = check_line(batch, document_id)
    with room.register.begin() as uow:
        waits = line in still_waiting(_not_approved(batch.id, uow), uow)
        alone = replace(batch, id=new_id(), created_at=room.clock.now(), items=(line,), closed_at=None)
        if waits:
            _store(alone, came_from=batch, uow=uow)
            uow.commit()
    granted = waits and _granted(alone, identity=identity, pin=pin, room=room)
    return ApprovedAlone(granted, keep_only(batch, room=room))


def _granted(alone: Batch, *, identity: SigningIdentity, pin: str, room: ApprovalRoom) -> bool:
    """Return whether the grant was taken; a list without one is withdrawn at once."""
    try:
        grant_batch(alone.id, identity=identity, pin=pin, room=room)
    except VanbanError as refused:
        with room.register.begin() as uow:
            uow.batches.close(alone.id, at=alone.created_at)
            uow.events.append(
                at=alone.created_at, actor=alone.created_by, name="batch.withdrawn", subject=alone.id, data={}
            )
            uow.commit()
        if isinstance(refused, StaleStateError):
            return False
        raise
    return True


def refuse_line(
    batch: Batch, document_id: str, *, why: str, actor: str, room: ApprovalRoom, office: RegistryOffice
) -> Batch | None:
    """Return one document of an official's list to the clerk with a reason, and freeze the others anew.

    Returns:
        What is left of the list, None if nothing is.

    Raises:
        RefusedError: if no reason is given, or the document is none of the list.
        StaleStateError: if the list has been approved, or the document is signed already.
    """
    check_line(batch, document_id)
    if batch.purpose is not Purpose.SIGN:
        raise RefusedError(
            "Only the official who would sign refuses a document.", vi="Chỉ người ký mới từ chối ký văn bản."
        )
    with room.register.begin() as uow:
        _not_approved(batch.id, uow)
        returned = uow.documents.get(document_id).state is State.RETURNED
    if not returned:
        return_document(document_id, why=why, actor=actor, office=office)
    return keep_only(batch, room=room, without={document_id})


def check_line(batch: Batch, document_id: str) -> BatchItem:
    """Return a document's line. Raises ``RefusedError`` if the list has none."""
    for item in batch.items:
        if item.document_id == document_id:
            return item
    raise RefusedError(
        f"Document {document_id} is not in this list.",
        vi="Văn bản này không có trong danh sách.",
        remedy="Open the list again. / Hãy mở lại danh sách.",
    )
