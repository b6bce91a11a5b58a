"""Assemble and approve: freeze a list of exact bytes, and take one person's grant over it."""

from __future__ import annotations

import datetime as dt
import hashlib
import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from vanban.domain.batch import Batch, BatchItem, Capacity, Grant, Purpose
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.domain.identifiers import new_id, original_key
from vanban.domain.queue import QueueView, place_of
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import (
    RECORDS,
    Clock,
    Notifier,
    ObjectStore,
    PinSeal,
    Register,
    SignaturePlaces,
    SigningDesk,
    SigningIdentity,
    UnitOfWork,
)
from vanban.workflows.authorities import check_authority, settle_capacity, today
from vanban.workflows.working_order import in_working_order

APPROVED = {Purpose.SIGN: State.APPROVED, Purpose.SEAL: State.SEAL_APPROVED}
"""The state a document is in while a grant covers it."""
_MOST_WAITING = 1000


def awaited(purpose: Purpose, *, kind: str) -> State:
    """Return the state in which a document of a kind waits for a signature of this purpose."""
    if purpose is Purpose.SEAL and sealed_alone(kind) is None:
        return State.SIGNED
    return State.REGISTERED


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRoom:
    """Everything that freezing and granting need; the PIN is sealed here and seen nowhere else."""

    register: Register
    store: ObjectStore
    places: SignaturePlaces
    pin_seal: PinSeal
    notifier: Notifier
    clock: Clock
    grant_lifetime: dt.timedelta


def waiting_for(purpose: Purpose, *, office: str, room: ApprovalRoom, limit: int = _MOST_WAITING) -> Sequence[Document]:
    """Return up to ``limit`` outgoing documents that wait for this signature, the most urgent first, then the oldest.

    Documents in the same state that wait for another signature do not count, however many they are.
    """
    with room.register.begin() as uow:
        lists = [in_working_order(view, uow, at_most=limit) for view in _views(purpose, office)]
        return list(islice(heapq.merge(*lists, key=place_of), limit))


def waiting_count(purpose: Purpose, *, office: str, room: ApprovalRoom) -> int:
    """Return how many wait for this signature."""
    with room.register.begin() as uow:
        return sum(uow.queue.length(view) for view in _views(purpose, office))


def _views(purpose: Purpose, office: str) -> list[QueueView]:
    """Return what waits for this signature, asked for by the store: reading every draft to find ten copies is slow."""
    registered = QueueView(
        states=frozenset({State.REGISTERED}),
        office=office,
        direction=Direction.OUTGOING,
        sealed_alone=purpose is Purpose.SEAL,
    )
    if purpose is Purpose.SIGN:
        return [registered]
    return [registered, replace(registered, states=frozenset({State.SIGNED}), sealed_alone=None)]


def freeze_batch(
    document_ids: Sequence[str],
    *,
    purpose: Purpose,
    actor: str,
    room: ApprovalRoom,
    capacity: tuple[Capacity, str] | None = None,
) -> Batch:
    """Freeze the manifest: these documents with the digests their bytes have now. Changes no document.

    Args:
        document_ids: what is to be signed, of one office.
        purpose: whose signature.
        actor: the account that will sign.
        room: what is needed.
        capacity: in what capacity, and for which account or none; by default the one that covers all of them.

    Raises:
        RefusedError: if the list is empty, spans offices, or holds a document that does not wait for this signature.
        AuthorityError: if the account may not sign all of them so.
    """
    if not document_ids:
        raise RefusedError(
            "No document waits for this signature.",
            vi="Không có văn bản nào chờ ký.",
            remedy="Register a draft (submit --stream di). / Hãy đăng ký một dự thảo (submit --stream di).",
        )
    now = room.clock.now()
    with room.register.begin() as uow:
        documents = [uow.documents.get(document_id) for document_id in dict.fromkeys(document_ids)]
        for document in documents:
            _check_waits(document, purpose)
        offices = {document.office for document in documents}
        if len(offices) != 1:
            raise RefusedError(
                "A batch holds documents of one office.",
                vi="Một lô chỉ gồm văn bản của một đơn vị.",
                remedy="Make one batch for each office. / Hãy lập mỗi đơn vị một danh sách.",
            )
        chosen, on_behalf_of = settle_capacity(
            documents, account=actor, purpose=purpose, day=today(room.clock), wanted=capacity, uow=uow
        )
        batch = Batch(
            id=new_id(),
            purpose=purpose,
            office=offices.pop(),
            created_by=actor,
            created_at=now,
            items=tuple(_item(document, actor, purpose, room) for document in documents),
            capacity=chosen,
            on_behalf_of=on_behalf_of,
        )
        withdraw_abandoned(uow, like=batch)
        uow.batches.add(batch)
        data = {
            "purpose": purpose.value,
            "manifest": batch.manifest_sha256,
            "documents": len(batch.items),
            "capacity": chosen.value,
            "on_behalf_of": on_behalf_of,
        }
        uow.events.append(at=now, actor=actor, name="batch.frozen", subject=batch.id, data=data)
        uow.commit()
    return batch


def withdraw_abandoned(uow: UnitOfWork, *, like: Batch) -> None:
    """Close the lists that the same person froze before and never granted: only the newest can be meant."""
    begun = uow.batches.list(open_only=True, office=like.office, purpose=like.purpose, limit=None)
    granted = uow.batches.grants_for([one.id for one in begun])
    for earlier in begun:
        if earlier.created_by == like.created_by and earlier.id not in granted:
            uow.batches.close(earlier.id, at=like.created_at)
            uow.events.append(
                at=like.created_at, actor=like.created_by, name="batch.withdrawn", subject=earlier.id, data={}
            )


def _check_waits(document: Document, purpose: Purpose) -> None:
    if not awaits(document, purpose):
        raise RefusedError(
            f"Document {document.id} is {document.state}, not waiting for this signature.",
            vi=f"Văn bản {document.id} đang ở trạng thái {document.state}, không chờ chữ ký này.",
            remedy="Leave it out of the batch. / Hãy bỏ văn bản này khỏi lô.",
        )


def awaits(document: Document, purpose: Purpose) -> bool:
    """Return whether a document waits for a signature of this purpose."""
    kind = document.entry.type_name
    if purpose is Purpose.SIGN and sealed_alone(kind) is not None:
        return False
    return document.direction is Direction.OUTGOING and document.state is awaited(purpose, kind=kind)


def _item(document: Document, actor: str, purpose: Purpose, room: ApprovalRoom) -> BatchItem:
    """Return the document's line, from the very bytes that are stored under its digest."""
    data = room.store.get(RECORDS, original_key(document.current_sha256))
    if hashlib.sha256(data).hexdigest() != document.current_sha256:
        raise IntegrityError(
            f"The stored bytes of document {document.id} are not what the register says.",
            vi=f"Nội dung lưu của văn bản {document.id} không khớp sổ đăng ký.",
            remedy="Tell the administrator (`vanban audit`). / Hãy báo quản trị (`vanban audit`).",
        )
    item = BatchItem(
        document_id=document.id,
        sha256=document.current_sha256,
        kind=document.entry.type_name,
        number=f"{document.entry.code_number}/{document.entry.code_notation}",
        subject=document.entry.subject,
    )
    return replace(item, place=room.places.place(item, data, account=actor, purpose=purpose))


def identity_of(account: str, *, purpose: Purpose, desk: SigningDesk, own_token: bool = False) -> SigningIdentity:
    """Return the identity that an account signs with for a purpose: on a device here, or on the person's own token.

    Raises:
        RefusedError: if the account has none.
    """
    for identity in desk.identities():
        if (identity.account, identity.purpose, identity.own_token) == (account, purpose, own_token):
            return identity
    raise RefusedError(
        f"{account} has no certificate for this kind of signature.",
        vi=f"Tài khoản {account} không có chứng thư số cho loại chữ ký này.",
        remedy="Officials sign; the clerk who holds the seal applies it. / Lãnh đạo ký, văn thư đóng dấu.",
    )


def grant_batch(batch_id: str, *, identity: SigningIdentity, pin: str, room: ApprovalRoom) -> Grant:
    """Take one person's grant over a frozen batch and tell the signing worker that there is work.

    Raises:
        RefusedError: if the identity signs for another purpose or on the person's own token, the batch is closed or
            granted already, or one of its documents changed since it was frozen.
    """
    if identity.own_token:
        raise RefusedError(
            f"The key of {identity.name} is on the person's own token.",
            vi=f"Khóa của {identity.name} nằm trong thiết bị riêng của người ký.",
            remedy="Sign with `vanban agent` on that PC. / Hãy ký bằng `vanban agent` trên máy cắm thiết bị.",
        )
    return give_grant(batch_id, identity=identity, sealed_pin=room.pin_seal.seal(pin), said={}, room=room)


def give_grant(
    batch_id: str, *, identity: SigningIdentity, sealed_pin: bytes, said: Mapping[str, str], room: ApprovalRoom
) -> Grant:
    """Store a grant with what proves it (``said``), approve its documents, and ring for the signing worker.

    Raises:
        RefusedError: as ``grant_batch``.
        AuthorityError: if the person's right to sign them does not hold (any more).
    """
    now = room.clock.now()
    with room.register.begin() as uow:
        batch = uow.batches.get(batch_id)
        _check_grantable(batch, identity)
        rests_on = check_authority(batch, person=identity.account, day=today(room.clock), uow=uow)
        grant = Grant(
            id=new_id(),
            batch_id=batch.id,
            manifest_sha256=batch.manifest_sha256,
            person=identity.account,
            certificate_sha256=identity.certificate_sha256,
            granted_at=now,
            expires_at=now + room.grant_lifetime,
            sealed_pin=sealed_pin,
            capacity=batch.capacity,
            on_behalf_of=batch.on_behalf_of,
        )
        uow.batches.add_grant(grant)
        for item in batch.items:
            document = uow.documents.change(
                item.document_id,
                expect=awaited(batch.purpose, kind=item.kind),
                state=APPROVED[batch.purpose],
                reason="",
            )
            if document.current_sha256 != item.sha256:
                raise RefusedError(
                    f"Document {item.document_id} changed since the batch was frozen.",
                    vi=f"Văn bản {item.document_id} đã thay đổi sau khi lập lô.",
                    remedy="Freeze a new batch and look at it again. / Hãy lập danh sách mới và xem lại.",
                )
        data = {
            "batch": batch.id,
            "manifest": batch.manifest_sha256,
            "certificate": identity.certificate_sha256,
            "capacity": batch.capacity.value,
            "on_behalf_of": batch.on_behalf_of,
            "authorities": [row.id for row in rests_on],
            **said,
        }
        uow.events.append(at=now, actor=identity.account, name="grant.given", subject=grant.id, data=data)
        uow.commit()
    room.notifier.ring("sign")
    return grant


def _check_grantable(batch: Batch, identity: SigningIdentity) -> None:
    if batch.purpose is not identity.purpose:
        raise RefusedError(
            f"The certificate of {identity.account} is not for this kind of signature ({batch.purpose}).",
            vi=f"Chứng thư số của {identity.account} không dùng cho loại chữ ký này.",
            remedy="An official signs; the clerk applies the seal. / Lãnh đạo ký; văn thư đóng dấu cơ quan.",
        )
    if batch.closed_at is not None:
        raise RefusedError(
            f"Batch {batch.id} is closed.",
            vi=f"Lô {batch.id} đã đóng.",
            remedy="Freeze a new batch. / Hãy lập danh sách mới.",
        )
