"""The signing worker's half of signing with a token at another PC: prepare, hand out, and take the answers in.

What is prepared is stored under its digest before it is handed out, and stays: a crash or a slow person has nothing
prepared twice. An answer becomes what a device's signature here becomes, and is completed by the same steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from vanban.domain.batch import Batch, BatchItem, ItemState
from vanban.domain.identifiers import original_key
from vanban.domain.own_token import SigningRequest
from vanban.ports import RECORDS, PreparedDocument, SigningIdentity, SigningResult
from vanban.workflows.kept_bytes import HalfSigned, has_half, keep_half
from vanban.workflows.sign_documents import Outcome
from vanban.workflows.signing_results import SigningRoom

AT_A_TIME = 20
"""Documents prepared before the answers that came meanwhile are taken in."""


def take_answers_in(batch: Batch, *, room: SigningRoom) -> None:
    """Keep each signature that came from the other PC as a device's here would be."""
    pending = {item.document_id for item in batch.pending}
    for request in _requests(batch, room):
        waits = request.document_id in pending and not has_half(room.kept, batch.id, request.document_id)
        if waits and request.signed_at is not None:
            state = room.store.get(RECORDS, original_key(request.prepared_sha256))
            half = HalfSigned(state, request.signature, request.signed_at)
            keep_half(room.kept, batch.id, request.document_id, half)


def hand_out(batch: Batch, identity: SigningIdentity, *, room: SigningRoom) -> Sequence[Outcome] | None:
    """Prepare the next documents for the other PC; return those that cannot be prepared, None if there are no next.

    The first goes alone, until it has come back and is signed: what is wrong with the token then costs one document.

    Raises:
        CertificateError: if the certificate may not sign now; nothing was prepared.
        ServiceUnavailableError: if that cannot be learnt now.
    """
    requests = _requests(batch, room)
    chosen = _next_items(batch, requests)
    if not chosen:
        return None
    if not requests:
        room.desk.preflight(identity, at=room.clock.now())
    failed: list[Outcome] = []
    for item in chosen:
        data = room.store.get(RECORDS, original_key(item.sha256))
        prepared = room.desk.prepare(identity, item, data)
        if isinstance(prepared, SigningResult):
            failed.append((item, prepared))
        else:
            _store(prepared, batch, room)
    return failed


def _next_items(batch: Batch, requests: Sequence[SigningRequest]) -> Sequence[BatchItem]:
    out = {request.document_id for request in requests}
    proven = any(item.state is ItemState.DONE for item in batch.items)
    allowed = batch.pending if proven else batch.pending[:1]
    return [item for item in allowed if item.document_id not in out][:AT_A_TIME]


def _store(prepared: PreparedDocument, batch: Batch, room: SigningRoom) -> None:
    sha256 = hashlib.sha256(prepared.state).hexdigest()
    room.store.put(RECORDS, original_key(sha256), prepared.state)
    request = SigningRequest(
        batch_id=batch.id,
        document_id=prepared.document_id,
        to_sign=prepared.to_sign.hex(),
        prepared_sha256=sha256,
        prepared_at=room.clock.now(),
    )
    with room.register.begin() as uow:
        uow.signing_requests.add(request)
        uow.commit()


def _requests(batch: Batch, room: SigningRoom) -> Sequence[SigningRequest]:
    with room.register.begin() as uow:
        return uow.signing_requests.list(batch.id)
