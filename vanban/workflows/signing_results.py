"""What the register is told about the documents of a batch, each in a transaction of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from vanban.domain.batch import Batch, BatchItem, Grant, ItemState, Purpose
from vanban.domain.document import State
from vanban.domain.errors import VanbanError
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS, Clock, Notifier, ObjectStore, PinOpener, Register, SigningDesk
from vanban.workflows.assemble_batch import APPROVED, awaited
from vanban.workflows.kept_bytes import has_half, kept, let_go, let_go_batch
from vanban.workflows.tell_people import tell_signed

_DONE = {Purpose.SIGN: State.SIGNED, Purpose.SEAL: State.SEALED}
_ROLE = {Purpose.SIGN: "signed", Purpose.SEAL: "sealed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRoom:
    """Everything that the signing worker needs. Only one worker drives a device."""

    register: Register
    store: ObjectStore
    desk: SigningDesk
    pins: PinOpener
    notifier: Notifier
    clock: Clock
    kept: Path
    """Folder beside the device for signatures and signed bytes that are not in the register yet."""
    at_once: int = 1
    """Documents that are worked on at the same time, most of them waiting for a time-stamp."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why documents were not signed."""

    code: str
    vi: str
    en: str


def record_success(batch: Batch, item: BatchItem, *, actor: str, room: SigningRoom) -> None:
    """Store the kept bytes, commit the result, then let the kept bytes go."""
    signed = kept(room.kept, batch.id, item.document_id)
    if signed is None:
        raise VanbanError(
            f"The signed bytes of {item.document_id} are gone from the device's folder.",
            vi="Bản đã ký không còn trong thư mục của thiết bị ký.",
        )
    sha256 = hashlib.sha256(signed).hexdigest()
    room.store.put(RECORDS, original_key(sha256), signed, content_type="application/pdf")
    now = room.clock.now()
    with room.register.begin() as uow:
        uow.evidence.add(item.document_id, role=_ROLE[batch.purpose], sha256=sha256, at=now)
        uow.documents.change(
            item.document_id,
            expect=APPROVED[batch.purpose],
            state=_DONE[batch.purpose],
            current_sha256=sha256,
            reason="",
        )
        uow.batches.set_item(batch.id, replace(item, state=ItemState.DONE, result_sha256=sha256))
        data = {
            "batch": batch.id,
            "from": item.sha256,
            "to": sha256,
            "capacity": batch.capacity.value,
            "on_behalf_of": batch.on_behalf_of,
        }
        uow.events.append(
            at=now, actor=actor, name=f"document.{_ROLE[batch.purpose]}", subject=item.document_id, data=data
        )
        uow.commit()
    let_go(room.kept, batch.id, item.document_id)


def record_failure(batch: Batch, item: BatchItem, why: Why, *, actor: str, room: SigningRoom) -> None:
    """Commit that a document was not signed: it waits for another batch."""
    now = room.clock.now()
    failed = replace(item, state=ItemState.FAILED, reason=why.code, message_vi=why.vi, message_en=why.en)
    with room.register.begin() as uow:
        uow.documents.change(
            item.document_id,
            expect=APPROVED[batch.purpose],
            state=awaited(batch.purpose, kind=item.kind),
            reason=f"signing-{why.code}",
        )
        uow.batches.set_item(batch.id, failed)
        data = {"batch": batch.id, "code": why.code}
        uow.events.append(at=now, actor=actor, name="document.not-signed", subject=item.document_id, data=data)
        uow.commit()
    let_go(room.kept, batch.id, item.document_id)


def fail_all(items: Iterable[BatchItem], batch: Batch, why: Why, *, grant: Grant, room: SigningRoom) -> None:
    """Commit the same failure for several documents."""
    for item in items:
        record_failure(batch, item, why, actor=grant.person, room=room)


def close_batch(batch_id: str, *, room: SigningRoom) -> Batch:
    """Use the grant up, wiping its PIN, and close the batch if every document has its result; return the batch."""
    now = room.clock.now()
    with room.register.begin() as uow:
        batch, grant = uow.batches.get(batch_id), uow.batches.grant_for(batch_id)
        if grant is None:
            return batch
        if batch.pending:
            if all(has_half(room.kept, batch.id, item.document_id) for item in batch.pending):
                # Only services are waited for, perhaps for hours: the PIN is not needed any more.
                uow.batches.use_grant(grant.id, at=now)
                uow.commit()
            return batch
        uow.batches.use_grant(grant.id, at=now)
        uow.batches.close(batch_id, at=now)
        done = sum(i.state is ItemState.DONE for i in batch.items)
        data = {"grant": grant.id, "done": done, "failed": len(batch.items) - done}
        uow.events.append(at=now, actor=grant.person, name="batch.closed", subject=batch_id, data=data)
        tell_signed(batch, grant, at=now, uow=uow)
        uow.commit()
        closed = uow.batches.get(batch_id)
    let_go_batch(room.kept, batch_id)
    room.notifier.ring("archive")
    return closed
