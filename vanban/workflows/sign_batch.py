"""Sign: run one granted batch on its device, each document on its own, so that a re-run never signs twice.

The order for one document: sign and verify, keep the bytes beside the device, store them, then commit.
A crash before the bytes are kept leaves no signature anywhere; after that the kept bytes are used, never signed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from vanban.domain.batch import Batch, BatchItem, Grant, ItemState, Purpose
from vanban.domain.document import State
from vanban.domain.errors import CertificateError, PinError, RefusedError, VanbanError
from vanban.domain.identifiers import original_key
from vanban.ports import (
    RECORDS,
    Clock,
    Notifier,
    ObjectStore,
    PinOpener,
    Register,
    SigningDesk,
    SigningIdentity,
    SigningSession,
)
from vanban.workflows.assemble_batch import APPROVED, awaited
from vanban.workflows.kept_bytes import keep, kept, let_go, let_go_batch

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
    """Folder beside the device for signed bytes that are not in the register yet."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Why the rest of a batch is not tried."""

    code: str
    vi: str
    en: str


_EXPIRED = _Stop("grant-expired", "Ủy quyền ký đã hết hạn; hãy duyệt lại.", "The grant expired; approve again.")
_INTERRUPTED = _Stop(
    "interrupted",
    "Lần ký bị ngắt khi chưa biết mã PIN có đúng không; hãy duyệt lại.",
    "The run was cut off before the PIN was known to be right; approve again.",
)


def granted_batches(room_register: Register) -> list[str]:
    """Return the open batches that have a grant: new ones, and ones that a crash left unfinished."""
    with room_register.begin() as uow:
        return [b.id for b in uow.batches.list(open_only=True) if uow.batches.grant_for(b.id) is not None]


def sign_batch(batch_id: str, *, room: SigningRoom) -> Batch:
    """Run a granted batch to its end and return it with a result for each document; safe to call again."""
    with room.register.hold(f"sign:{batch_id}") as mine:
        batch, grant = _load(batch_id, room)
        if not mine or batch.closed_at is not None:
            return batch
        if grant is None:
            raise RefusedError(
                f"Batch {batch_id} has no grant.", vi=f"Lô {batch_id} chưa được duyệt.", remedy="Approve it first."
            )
        for item in _finish_kept(batch, room):
            _record_success(batch, item, actor=grant.person, room=room)
        batch, grant = _load(batch_id, room)
        if batch.pending and grant is not None:
            _sign_pending(batch, grant, room=room)
        return _close(batch_id, room=room)


def _load(batch_id: str, room: SigningRoom) -> tuple[Batch, Grant | None]:
    with room.register.begin() as uow:
        return uow.batches.get(batch_id), uow.batches.grant_for(batch_id)


def _finish_kept(batch: Batch, room: SigningRoom) -> Iterator[BatchItem]:
    for item in batch.pending:
        if kept(room.kept, batch.id, item.document_id) is not None:
            yield item


def _sign_pending(batch: Batch, grant: Grant, *, room: SigningRoom) -> None:
    if not grant.is_usable(batch=replace(batch, closed_at=None), now=room.clock.now()):
        _fail_rest(batch, _EXPIRED, grant=grant, room=room)
        return
    if _was_opened(grant, room) and not any(i.state is ItemState.DONE for i in batch.items):
        # The PIN was tried once and nothing tells that it was right: a second try could lock the token.
        _fail_rest(batch, _INTERRUPTED, grant=grant, room=room)
        return
    with ExitStack() as open_session:
        try:
            session = open_session.enter_context(_open_session(grant, room))
        except (PinError, CertificateError, RefusedError) as refused:
            code = {PinError: "pin", CertificateError: "certificate"}.get(type(refused), "refused")
            _fail_rest(batch, _Stop(code, refused.vi, refused.en), grant=grant, room=room)
            return
        _sign_one_by_one(batch, grant, session, room=room)


def _open_session(grant: Grant, room: SigningRoom) -> SigningSession:
    identity = _identity(grant, room)
    room.desk.preflight(identity, at=room.clock.now())
    pin = room.pins.open(grant.sealed_pin)
    _note(grant, "grant.opened", room)  # committed before the device sees the PIN
    return room.desk.open(identity, pin=pin)


def _identity(grant: Grant, room: SigningRoom) -> SigningIdentity:
    for identity in room.desk.identities():
        if identity.certificate_sha256 == grant.certificate_sha256 and identity.account == grant.person:
            return identity
    raise CertificateError(
        "The certificate that was granted is not on this installation.",
        vi="Chứng thư số được duyệt không có trên hệ thống này.",
        remedy="Approve again with a certificate that is here.",
    )


def _was_opened(grant: Grant, room: SigningRoom) -> bool:
    with room.register.begin() as uow:
        return any(event.name == "grant.opened" for event in uow.events.list(subject=grant.id))


def _note(grant: Grant, name: str, room: SigningRoom) -> None:
    with room.register.begin() as uow:
        uow.events.append(at=room.clock.now(), actor=grant.person, name=name, subject=grant.id, data={})
        uow.commit()


def _sign_one_by_one(batch: Batch, grant: Grant, session: SigningSession, *, room: SigningRoom) -> None:
    # The first document goes alone: what is wrong with the device or the PIN then costs one document, not the batch.
    for position, item in enumerate(batch.pending):
        data = room.store.get(RECORDS, original_key(item.sha256))
        result = session.sign(item, data)
        if result.signed is not None:
            keep(room.kept, batch.id, item.document_id, result.signed)
            _record_success(batch, item, actor=grant.person, room=room)
            continue
        why = _Stop(result.code, result.message_vi, result.message_en)
        _record_failure(batch, item, why, actor=grant.person, room=room)
        if result.stop:
            rest = replace(batch, items=batch.pending[position + 1 :])
            _fail_rest(rest, why, grant=grant, room=room)
            return


def _record_success(batch: Batch, item: BatchItem, *, actor: str, room: SigningRoom) -> None:
    signed = kept(room.kept, batch.id, item.document_id)
    if signed is None:
        raise VanbanError(f"The signed bytes of {item.document_id} are gone from the device's folder.")
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
        data = {"batch": batch.id, "from": item.sha256, "to": sha256}
        uow.events.append(
            at=now, actor=actor, name=f"document.{_ROLE[batch.purpose]}", subject=item.document_id, data=data
        )
        uow.commit()
    let_go(room.kept, batch.id, item.document_id)


def _record_failure(batch: Batch, item: BatchItem, why: _Stop, *, actor: str, room: SigningRoom) -> None:
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


def _fail_rest(batch: Batch, why: _Stop, *, grant: Grant, room: SigningRoom) -> None:
    for item in batch.pending:
        _record_failure(batch, item, why, actor=grant.person, room=room)


def _close(batch_id: str, *, room: SigningRoom) -> Batch:
    now = room.clock.now()
    with room.register.begin() as uow:
        batch, grant = uow.batches.get(batch_id), uow.batches.grant_for(batch_id)
        if batch.pending or grant is None:
            return batch
        uow.batches.use_grant(grant.id, at=now)
        uow.batches.close(batch_id, at=now)
        done = sum(i.state is ItemState.DONE for i in batch.items)
        data = {"grant": grant.id, "done": done, "failed": len(batch.items) - done}
        uow.events.append(at=now, actor=grant.person, name="batch.closed", subject=batch_id, data=data)
        uow.commit()
        closed = uow.batches.get(batch_id)
    let_go_batch(room.kept, batch_id)
    room.notifier.ring("archive")
    return closed
