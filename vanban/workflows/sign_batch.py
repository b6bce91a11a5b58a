"""Sign: run one granted batch on its device, each document on its own, so that a re-run never signs twice.

The order for one document: the device signs, its signature is kept; time-stamp, evidence and verification, the signed
bytes are kept; they are stored, then committed. A crash before the signature is kept leaves none anywhere; after that
it is used, never made again. A service that is away leaves the batch open: a later run goes on from there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

from vanban.domain.batch import Batch, BatchItem, Grant, ItemState
from vanban.domain.errors import AuthorityError, CertificateError, PinError, RefusedError, ServiceUnavailableError
from vanban.ports import (
    Register,
    SigningIdentity,
    SigningResult,
    SigningSession,
)
from vanban.workflows.before_pin import PinNotTriedError, check_before_pin, check_right, note_pin_refused
from vanban.workflows.kept_bytes import has_half, kept, kept_half
from vanban.workflows.sign_documents import Outcome, Workplace, complete_documents, sign_documents
from vanban.workflows.sign_elsewhere import hand_out, take_answers_in
from vanban.workflows.signing_results import SigningRoom, Why, close_batch, fail_all, record_failure, record_success

PATIENCE = dt.timedelta(hours=24)
"""How long a signature that the device has made waits for a time-stamp service that is away."""


_CODES: dict[type[Exception], str] = {PinError: "pin", CertificateError: "certificate", AuthorityError: "authority"}
_EXPIRED = Why("grant-expired", "Ủy quyền ký đã hết hạn; hãy duyệt lại.", "The grant expired; approve again.")
_INTERRUPTED = Why(
    "interrupted",
    "Lần ký bị ngắt khi chưa biết mã PIN có đúng không; hãy duyệt lại.",
    "The run was cut off before the PIN was known to be right; approve again.",
)


def granted_batches(room_register: Register) -> list[str]:
    """Return the open batches that have a grant: new ones, and ones that a crash left unfinished."""
    with room_register.begin() as uow:
        return [batch.id for batch in uow.batches.list(open_only=True, granted_only=True, limit=None)]


def sign_batch(batch_id: str, *, room: SigningRoom) -> Batch:
    """Run a granted batch to its end and return it with a result for each document; safe to call again."""
    with room.register.hold(f"sign:{batch_id}") as mine:
        batch, grant = _load(batch_id, room)
        if not mine or batch.closed_at is not None:
            return batch
        if grant is None:
            raise RefusedError(
                f"Batch {batch_id} has no grant.",
                vi=f"Lô {batch_id} chưa được duyệt.",
                remedy="Approve it first. / Hãy duyệt trước.",
            )
        for item in _finish_kept(batch, room):
            record_success(batch, item, actor=grant.person, room=room)
        elsewhere = _own_token(grant, room)
        if elsewhere is not None:
            away = _sign_elsewhere(batch_id, elsewhere, room=room)
        else:
            away = _complete_halves(batch, grant, room=room)
            batch, grant = _load(batch_id, room)
            if batch.pending and grant is not None:
                away = _sign_pending(batch, grant, room=room, away=away) or away
        closed = close_batch(batch_id, room=room)
    if closed.pending and (away is not None or elsewhere is None):
        raise _service_away(away)
    return closed


def _sign_elsewhere(batch_id: str, identity: SigningIdentity, *, room: SigningRoom) -> SigningResult | None:
    """Take in what came from the person's own token and hand out more, until the person's turn comes.

    Returns the result that says a service is away, None if none is.
    """
    while True:
        batch, grant = _load(batch_id, room)
        if grant is None or not batch.pending:
            return None
        usable = grant.is_usable(batch=batch, now=room.clock.now())  # first: what came in time is still taken in
        take_answers_in(batch, room=room)
        away = _complete_halves(batch, grant, room=room)
        batch, _ = _load(batch_id, room)
        if away is not None:
            return away
        if not usable:
            fail_all(_unsigned(batch, room), batch, _EXPIRED, grant=grant, room=room)
            return None
        try:
            check_right(batch, grant, room=room)
            failed = hand_out(batch, identity, room=room)
        except (CertificateError, AuthorityError) as refused:
            why = Why(_code_of(refused), refused.vi, refused.en)
            fail_all(_unsigned(batch, room), batch, why, grant=grant, room=room)
            return None
        if failed is None:
            return None
        _record(iter(failed), batch, grant, room=room)


def _code_of(refused: Exception) -> str:
    return next((code for kind, code in _CODES.items() if isinstance(refused, kind)), "refused")


def _own_token(grant: Grant, room: SigningRoom) -> SigningIdentity | None:
    """Return the identity if its key is on the person's own token, at another PC."""
    for identity in room.desk.identities():
        if identity.certificate_sha256 == grant.certificate_sha256 and identity.account == grant.person:
            return identity if identity.own_token else None
    return None


def _load(batch_id: str, room: SigningRoom) -> tuple[Batch, Grant | None]:
    with room.register.begin() as uow:
        return uow.batches.get(batch_id), uow.batches.grant_for(batch_id)


def _finish_kept(batch: Batch, room: SigningRoom) -> Iterator[BatchItem]:
    for item in batch.pending:
        if kept(room.kept, batch.id, item.document_id) is not None:
            yield item


def _unsigned(batch: Batch, room: SigningRoom) -> tuple[BatchItem, ...]:
    """Return the items without a result that the device has not signed yet."""
    return tuple(item for item in batch.pending if not has_half(room.kept, batch.id, item.document_id))


def _complete_halves(batch: Batch, grant: Grant, *, room: SigningRoom) -> SigningResult | None:
    """Go on with what the device has signed, without the device; return the result that says a service is away."""
    halves = [item for item in batch.pending if has_half(room.kept, batch.id, item.document_id)]
    if not halves:
        return None
    place = _workplace(batch, _identity(grant, room), room)
    return _record(complete_documents(halves, place=place), batch, grant, room=room)


def _sign_pending(batch: Batch, grant: Grant, *, room: SigningRoom, away: SigningResult | None) -> SigningResult | None:
    """Sign what has not been signed; return the result that says a service is away, None if none is."""
    unsigned = _unsigned(batch, room)
    if not unsigned:
        return None
    if not grant.is_usable(batch=replace(batch, closed_at=None), now=room.clock.now()):
        fail_all(unsigned, batch, _EXPIRED, grant=grant, room=room)
        return None
    if away is not None:
        return away  # the PIN is not opened for what cannot be finished now
    proven = len(unsigned) < len(batch.pending) or any(i.state is ItemState.DONE for i in batch.items)
    if _was_opened(grant, room) and not proven:
        # The PIN was tried once and nothing tells that it was right: a second try could lock the token.
        fail_all(unsigned, batch, _INTERRUPTED, grant=grant, room=room)
        return None
    with ExitStack() as open_session:
        if not open_session.enter_context(room.register.hold(f"device:{grant.certificate_sha256}")):
            raise ServiceUnavailableError(
                "The device is signing another batch.", vi="Thiết bị đang ký một lô khác; lô này sẽ ký sau."
            )
        try:
            session = open_session.enter_context(_open_session(batch, grant, room))
        except (PinError, CertificateError, RefusedError) as refused:
            if isinstance(refused, PinError) and not isinstance(refused, PinNotTriedError):
                note_pin_refused(grant, room=room)
            fail_all(unsigned, batch, Why(_code_of(refused), refused.vi, refused.en), grant=grant, room=room)
            return None
        place = _workplace(batch, _identity(grant, room), room)
        return _record(sign_documents(unsigned, session, place=place), batch, grant, room=room)


def _record(outcomes: Iterator[Outcome], batch: Batch, grant: Grant, *, room: SigningRoom) -> SigningResult | None:
    """Record each result as it comes; return the one that says a service is away, None if none does."""
    away: SigningResult | None = None
    stopped: Why | None = None
    for item, result in outcomes:
        why = Why(result.code, result.message_vi, result.message_en)
        if result.signed is not None:
            record_success(batch, item, actor=grant.person, room=room)
        elif result.later and not _waited_too_long(batch, item, room):
            away = result
        else:
            record_failure(batch, item, why, actor=grant.person, room=room)
        if result.code == "pin":
            note_pin_refused(grant, room=room)
        if result.stop:
            stopped = why
    if stopped is not None:
        left, _ = _load(batch.id, room)
        fail_all(_unsigned(left, room), batch, stopped, grant=grant, room=room)
    return away


def _waited_too_long(batch: Batch, item: BatchItem, room: SigningRoom) -> bool:
    half = kept_half(room.kept, batch.id, item.document_id)
    return half is not None and room.clock.now() - half.at > PATIENCE


def _workplace(batch: Batch, identity: SigningIdentity, room: SigningRoom) -> Workplace:
    return Workplace(
        batch_id=batch.id,
        identity=identity,
        desk=room.desk,
        store=room.store,
        clock=room.clock,
        kept=room.kept,
        at_once=room.at_once,
    )


def _service_away(away: SigningResult | None) -> ServiceUnavailableError:
    """Return the error that has the batch run again later: nothing is lost, nothing is signed twice."""
    if away is None:
        return ServiceUnavailableError("The batch is not finished yet.", vi="Lô ký chưa xong.")
    return ServiceUnavailableError(
        f"The batch goes on as soon as it can: {away.message_en}",
        vi=f"Lô ký sẽ tự tiếp tục khi có thể: {away.message_vi}",
        remedy=(
            "Nothing needs to be signed again; check the connection to the service."
            " / Không phải ký lại; hãy kiểm tra kết nối tới dịch vụ."
        ),
    )


def _open_session(batch: Batch, grant: Grant, room: SigningRoom) -> SigningSession:
    identity = _identity(grant, room)
    check_before_pin(batch, grant, identity, room=room)
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
        remedy="Approve again with a certificate that is here. / Hãy duyệt lại bằng chứng thư số có ở đây.",
    )


def _was_opened(grant: Grant, room: SigningRoom) -> bool:
    with room.register.begin() as uow:
        return any(event.name == "grant.opened" for event in uow.events.list(subject=grant.id))


def _note(grant: Grant, name: str, room: SigningRoom) -> None:
    with room.register.begin() as uow:
        uow.events.append(at=room.clock.now(), actor=grant.person, name=name, subject=grant.id, data={})
        uow.commit()
