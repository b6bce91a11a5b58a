"""Sign with the person's own token, at another PC: approve, hand out what is to be signed, take the signatures back.

This is the desk's half. The signing worker prepares and completes the documents (``vanban.workflows.sign_elsewhere``);
what lies between the two is in the register and the object store, so that either side may stop at any moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.domain.batch import Batch, Grant
from vanban.domain.errors import CertificateError, NotFoundError, RefusedError, ServiceUnavailableError
from vanban.domain.identifiers import original_key
from vanban.domain.own_token import Approval, SigningRequest
from vanban.ports import RECORDS, ObjectStore, SigningDesk, SigningIdentity, UnitOfWork
from vanban.workflows.assemble_batch import ApprovalRoom, freeze_batch, give_grant
from vanban.workflows.authorities import check_authority, today
from vanban.workflows.register_document import RegistryOffice, return_document


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTokenRoom:
    """Everything that signing with the own token needs at the desk."""

    approval: ApprovalRoom
    registry: RegistryOffice
    desk: SigningDesk
    store: ObjectStore


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that a person may still sign with the own token."""

    batch: Batch
    grant: Grant | None
    """The grant that is being used; None before the batch is approved."""


def open_batches(identity: SigningIdentity, *, room: OwnTokenRoom) -> Sequence[OpenBatch]:
    """Return the batches that this person froze and has not finished, newest first."""
    with room.approval.register.begin() as uow:
        found = [
            _opened(batch, uow) for batch in uow.batches.list(open_only=True, limit=None) if _is_mine(batch, identity)
        ]
    return [one for one in found if one.grant is None or one.grant.certificate_sha256 == identity.certificate_sha256]


def open_batch(batch_id: str, identity: SigningIdentity, *, room: OwnTokenRoom) -> OpenBatch:
    """Return one batch of this person, finished or not. Raises ``NotFoundError`` if it is another's."""
    with room.approval.register.begin() as uow:
        batch = uow.batches.get(batch_id)
        if not _is_mine(batch, identity):
            raise NotFoundError(f"There is no batch {batch_id}.", vi=f"Không có lô {batch_id}.")
        return _opened(batch, uow)


def check_before_pin(batch: Batch, identity: SigningIdentity, *, room: OwnTokenRoom) -> None:
    """Refuse a person or a certificate that may not sign now, before the person types a PIN.

    Where revocation cannot be learnt from here the person may go on: the signing worker checks again before it prepares
    anything.

    Raises:
        AuthorityError: if the person's right to sign the batch does not hold (any more).
        CertificateError: if this certificate may not sign now.
    """
    with room.approval.register.begin() as uow:
        check_authority(batch, person=identity.account, day=today(room.approval.clock), uow=uow)
    try:
        room.desk.preflight(identity, at=room.approval.clock.now())
    except ServiceUnavailableError:
        return


def approve(approval: Approval, signature: bytes, *, identity: SigningIdentity, room: OwnTokenRoom) -> Grant:
    """Grant a frozen batch to the person's own token, on the approval that this token signed.

    Raises:
        RefusedError: if it approves another list than the frozen one, or the token's signature does not hold.
        CertificateError: if another certificate signed than the account's registered one.
    """
    open_batch(approval.batch_id, identity, room=room)
    if approval.certificate_sha256 != identity.certificate_sha256:
        raise CertificateError(
            f"This token does not hold the registered certificate of {identity.name}.",
            vi=f"Thiết bị này không giữ chứng thư số đã đăng ký của {identity.name}.",
            remedy=(
                "Plug in the right token, or have the new certificate registered."
                " / Hãy cắm đúng thiết bị, hoặc đề nghị đăng ký chứng thư số mới."
            ),
        )
    if not room.desk.is_signed_by(identity, approval.to_sign, signature):
        raise RefusedError(
            "The approval is not signed by the registered certificate.",
            vi="Lời duyệt không được ký bằng chứng thư số đã đăng ký.",
        )
    with room.approval.register.begin() as uow:
        if uow.batches.get(approval.batch_id).manifest_sha256 != approval.manifest_sha256:
            raise RefusedError(
                "The approval is for another list than the frozen one.",
                vi="Lời duyệt dành cho một danh sách khác với danh sách đã chốt.",
                remedy="Look at the list again, then approve it. / Hãy xem lại danh sách rồi duyệt.",
            )
    said = {"approval": approval.text, "signature": signature.hex()}
    return give_grant(approval.batch_id, identity=identity, sealed_pin=b"", said=said, room=room.approval)


def handed_out(batch_id: str, *, room: OwnTokenRoom) -> Sequence[SigningRequest]:
    """Return what the worker has prepared of a batch, answered or not."""
    with room.approval.register.begin() as uow:
        return uow.signing_requests.list(batch_id)


def prepared_state(batch_id: str, document_id: str, *, room: OwnTokenRoom) -> bytes:
    """Return a prepared document, as ``vanban.ports.PreparedDocument.state``, for the agent to check and sign."""
    with room.approval.register.begin() as uow:
        request = uow.signing_requests.get(batch_id, document_id)
    if request is None:
        raise NotFoundError(
            f"Document {document_id} of batch {batch_id} is not prepared yet.",
            vi=f"Văn bản {document_id} của lô {batch_id} chưa được chuẩn bị.",
        )
    return room.store.get(RECORDS, original_key(request.prepared_sha256))


def take_signature(
    batch_id: str, document_id: str, signature: bytes, *, identity: SigningIdentity, room: OwnTokenRoom
) -> None:
    """Keep a token's signature for the worker; the first one stays, the same one again changes nothing.

    Raises:
        RefusedError: if the grant does not allow it (any more), or the signature does not hold.
        NotFoundError: if nothing was handed out for this document.
    """
    now = room.approval.clock.now()
    given = open_batch(batch_id, identity, room=room)
    _check_grant(given, identity, now=now)
    with room.approval.register.begin() as uow:
        request = uow.signing_requests.get(batch_id, document_id)
    if request is not None and not room.desk.is_signed_by(identity, bytes.fromhex(request.to_sign), signature):
        raise RefusedError(
            "The signature does not fit this document and the registered certificate.",
            vi="Chữ ký không khớp với văn bản này và chứng thư số đã đăng ký.",
            remedy=(
                "Use the token that holds the registered certificate. / Hãy dùng thiết bị có chứng thư số đã đăng ký."
            ),
        )
    with room.approval.register.begin() as uow:
        uow.signing_requests.answer(batch_id, document_id, signature=signature, at=now)
        uow.commit()
    room.approval.notifier.ring("sign")


def refuse_documents(
    batch_id: str, document_ids: Sequence[str], *, why: str, identity: SigningIdentity, room: OwnTokenRoom
) -> Batch | None:
    """Return documents of a frozen batch to their clerk with a reason; freeze the rest anew, if any is left.

    Raises:
        RefusedError: if the batch is granted already, a document is not in it, or no reason is given.
    """
    opened = open_batch(batch_id, identity, room=room)
    chosen = set(document_ids)
    if opened.grant is not None or opened.batch.closed_at is not None:
        raise RefusedError(
            f"Batch {batch_id} is approved or closed: nothing in it can be refused any more.",
            vi=f"Lô {batch_id} đã được duyệt hoặc đã đóng nên không thể từ chối nữa.",
        )
    if not chosen or not chosen <= {item.document_id for item in opened.batch.items}:
        raise RefusedError("These documents are not in the batch.", vi="Các văn bản này không có trong lô ký.")
    listed = [item.document_id for item in opened.batch.items]
    for document_id in (one for one in listed if one in chosen):
        return_document(document_id, why=why, actor=identity.account, office=room.registry)
    left = [one for one in listed if one not in chosen]
    if not left:
        _withdraw(batch_id, identity, room)
        return None
    # Freezing withdraws the list that the same person froze before.
    batch = opened.batch
    chosen_capacity = (batch.capacity, batch.on_behalf_of)
    return freeze_batch(
        left, purpose=batch.purpose, actor=identity.account, room=room.approval, capacity=chosen_capacity
    )


def _withdraw(batch_id: str, identity: SigningIdentity, room: OwnTokenRoom) -> None:
    now = room.approval.clock.now()
    with room.approval.register.begin() as uow:
        uow.batches.close(batch_id, at=now)
        uow.events.append(at=now, actor=identity.account, name="batch.withdrawn", subject=batch_id, data={})
        uow.commit()


def _is_mine(batch: Batch, identity: SigningIdentity) -> bool:
    return batch.created_by == identity.account and batch.purpose is identity.purpose


def _opened(batch: Batch, uow: UnitOfWork) -> OpenBatch:
    return OpenBatch(batch, uow.batches.grant_for(batch.id))


def _check_grant(given: OpenBatch, identity: SigningIdentity, *, now: dt.datetime) -> None:
    """Refuse a signature that the grant does not allow: another certificate, used up, expired, or another list."""
    grant = given.grant
    if grant is None or grant.certificate_sha256 != identity.certificate_sha256:
        raise RefusedError(
            f"Batch {given.batch.id} is not granted to this token.",
            vi=f"Lô {given.batch.id} chưa được duyệt cho thiết bị này.",
            remedy="Approve it first. / Hãy duyệt trước.",
        )
    if given.batch.closed_at is not None or not grant.is_usable(batch=given.batch, now=now):
        raise RefusedError(
            "The grant is used up or has expired: nothing more is signed with it.",
            vi="Ủy quyền ký đã dùng xong hoặc đã hết hạn; không ký thêm bằng ủy quyền này.",
            remedy=(
                "Freeze the rest in a new list and approve that. / Hãy lập danh sách mới với phần còn lại rồi duyệt."
            ),
        )
