"""The agent's interface, in JSON: an access token instead of a cookie, so that no page of another site can use it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import open_to_all
from vanban.desk.agents import pair_pc, token_digest
from vanban.desk.desk import Desk, DeskHere
from vanban.domain.batch import ItemState, Purpose
from vanban.domain.batch_json import batch_as_json
from vanban.domain.errors import RefusedError, VanbanError
from vanban.domain.own_token import Approval
from vanban.ports import SigningIdentity
from vanban.workflows import own_token
from vanban.workflows.assemble_batch import identity_of

PREFIX = "/agent/"
MOST_BYTES = 256 * 1024
"""Of one request: the ids of some thousand documents."""
router = APIRouter(prefix="/agent")
_PURPOSE = {Role.OFFICIAL: Purpose.SIGN, Role.CLERK: Purpose.SEAL}


class UnknownPcError(VanbanError):
    """Indicate a request without the access token of a paired PC."""


class TooFastError(VanbanError):
    """Indicate a PC or an address that asks too often."""


class PairingBody(BaseModel):
    """A one-time code, and how the owner recognises the PC."""

    code: str = Field(max_length=20)
    label: str = Field(default="PC", max_length=60)


class ApprovalBody(BaseModel):
    """``vanban.domain.own_token.Approval``, with the token's signature in base64."""

    manifest_sha256: str = Field(max_length=64)
    certificate_sha256: str = Field(max_length=64)
    challenge: str = Field(max_length=100)
    signature: str = Field(max_length=4000)


class SignatureBody(BaseModel):
    """A signature value in base64."""

    signature: str = Field(max_length=4000)


class RefusalBody(BaseModel):
    """Documents of a frozen list that the person will not sign."""

    documents: list[str] = Field(max_length=2000)
    why: str = Field(max_length=500)


class Signatory:
    """Who asks: an account at a paired PC, and the certificate on its own token."""

    def __init__(self, account: Account, identity: SigningIdentity) -> None:
        self.account = account
        self.identity = identity


def signatory(request: Request, desk: DeskHere) -> Signatory:
    """Return who asks.

    Raises:
        UnknownPcError: if no access token of a paired PC comes with the request.
        TooFastError: if it asks too often.
        RefusedError: if the account has no certificate on a token of its own.
    """
    now = desk.services.clock.now()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    with desk.services.register.begin() as uow:
        pc = uow.paired_pcs.find(token_digest(token)) if scheme == "Bearer" and token else None
    account = desk.accounts.get(pc.account) if pc is not None and pc.may_ask(now=now) else None
    if pc is None or account is None or account.role not in _PURPOSE:
        raise _unknown_pc(request, desk, now=now)
    if not desk.agents.pace.allows(pc.id, now=now):
        raise _too_fast()
    services = desk.services
    identity = identity_of(account.name, purpose=_PURPOSE[account.role], desk=services.signing_desk, own_token=True)
    return Signatory(account, identity)


Asking = Annotated[Signatory, Depends(signatory)]


@router.post("/pair", dependencies=[Depends(open_to_all)])
def pair(request: Request, desk: DeskHere, body: PairingBody) -> dict[str, str]:
    """Exchange a one-time code for the access token of one PC."""
    now, address = desk.services.clock.now(), f"pair {_address(request)}"
    if desk.attempts.wait(address, now=now):
        raise _too_fast()
    account = desk.agents.codes.redeem(body.code, now=now)
    if account is None:
        desk.attempts.failed(address, now=now)
        raise RefusedError(
            "The code is wrong, used, or too old.",
            vi="Mã ghép nối sai, đã dùng hoặc quá hạn.",
            remedy="Ask for a new code at the desk's page of the list. / Hãy lấy mã mới ở trang danh sách ký.",
        )
    desk.attempts.succeeded(address)
    label = " ".join(body.label.split()) or "PC"
    return {"account": account, "token": pair_pc(account, label=label, register=desk.services.register, now=now)}


@router.get("/batches")
def batches(desk: DeskHere, asking: Asking) -> dict[str, Any]:
    """List what this account may still sign with its own token."""
    found = own_token.open_batches(asking.identity, room=desk.services.own_token_room)
    return {"batches": [batch_as_json(one.batch) for one in found]}


@router.get("/batches/{batch_id}")
def ceremony(desk: DeskHere, asking: Asking, batch_id: str) -> dict[str, Any]:
    """Show a frozen list, and how far it is."""
    room, identity, now = desk.services.own_token_room, asking.identity, desk.services.clock.now()
    opened = own_token.open_batch(batch_id, identity, room=room)
    batch, grant = opened.batch, opened.grant
    granted = grant is not None and grant.is_usable(batch=batch, now=now)
    challenge, ready = "", []
    if granted:
        pending = {item.document_id for item in batch.pending}
        requests = own_token.handed_out(batch_id, room=room)
        ready = [one.document_id for one in requests if one.signed_at is None and one.document_id in pending]
    elif batch.closed_at is None:
        own_token.check_before_pin(batch, identity, room=room)
        challenge = desk.agents.challenges.new(
            account=asking.account.name, manifest_sha256=batch.manifest_sha256, now=now
        )
    if granted and any(item.state is ItemState.PENDING for item in batch.items) and not ready:
        desk.agents.hints.give(batch_id)
    return {
        "batch": batch_as_json(batch),
        "manifest_sha256": batch.manifest_sha256,
        "signer": identity.name,
        "certificate_sha256": identity.certificate_sha256,
        "challenge": challenge,
        "granted": granted,
        "ready": ready,
    }


@router.post("/batches/{batch_id}/approval")
def approve(desk: DeskHere, asking: Asking, batch_id: str, body: ApprovalBody) -> dict[str, str]:
    """Take the grant: the approval signed by the token itself."""
    now, name = desk.services.clock.now(), asking.account.name
    desk.agents.challenges.check(body.challenge, account=name, manifest_sha256=body.manifest_sha256, now=now)
    approval = Approval(
        batch_id=batch_id,
        manifest_sha256=body.manifest_sha256,
        certificate_sha256=body.certificate_sha256,
        challenge=body.challenge,
    )
    room = desk.services.own_token_room
    grant = own_token.approve(approval, _decoded(body.signature), identity=asking.identity, room=room)
    desk.agents.hints.give(batch_id)
    return {"grant": grant.id, "expires_at": grant.expires_at.isoformat()}


@router.get("/batches/{batch_id}/documents/{document_id}/prepared")
def prepared(desk: DeskHere, asking: Asking, batch_id: str, document_id: str) -> Response:
    """Hand out a prepared document, for the agent to check what it is asked to sign."""
    room = desk.services.own_token_room
    own_token.open_batch(batch_id, asking.identity, room=room)
    state = own_token.prepared_state(batch_id, document_id, room=room)
    return Response(state, media_type="application/octet-stream")


@router.post("/batches/{batch_id}/documents/{document_id}/signature")
def hand_in(desk: DeskHere, asking: Asking, batch_id: str, document_id: str, body: SignatureBody) -> dict[str, str]:
    """Take one signature value."""
    room = desk.services.own_token_room
    own_token.take_signature(
        batch_id, document_id, _decoded(body.signature), identity=asking.identity, room=room
    )  # fmt: skip
    desk.agents.hints.give(batch_id)
    return {"document": document_id}


@router.post("/batches/{batch_id}/refusal")
def refuse(desk: DeskHere, asking: Asking, batch_id: str, body: RefusalBody) -> dict[str, str]:
    """Return documents with a reason; the rest is a new list."""
    room = desk.services.own_token_room
    rest = own_token.refuse_documents(batch_id, body.documents, why=body.why, identity=asking.identity, room=room)
    return {"batch": rest.id if rest is not None else ""}


def as_json(error: VanbanError, *, status: int) -> Response:
    """Return an error as the agent expects it."""
    said = {"error": type(error).__name__, "vi": error.vi, "en": error.en, "remedy": error.remedy}
    headers = {"Retry-After": "5"} if isinstance(error, TooFastError) else None
    return JSONResponse(said, status_code=status, headers=headers)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise RefusedError("The signature is not base64.", vi="Chữ ký không đúng dạng base64.") from error


def _unknown_pc(request: Request, desk: Desk, *, now: dt.datetime) -> VanbanError:
    """Return the error for a request without a good access token; those who keep guessing wait. Good ones never do."""
    address = f"agent {_address(request)}"
    if desk.attempts.wait(address, now=now):
        return _too_fast()
    desk.attempts.failed(address, now=now)
    return UnknownPcError(
        "This PC is not paired with the desk, or its pairing has ended.",
        vi="Máy này chưa được ghép nối hoặc việc ghép nối đã hết hiệu lực.",
        remedy=(
            "Pair it again with a new code from the desk (--code)."
            " / Hãy ghép nối lại bằng mã mới lấy trên trang làm việc (--code)."
        ),
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"


def _too_fast() -> TooFastError:
    return TooFastError(
        "Too many requests; wait a moment.",
        vi="Gửi yêu cầu quá nhanh; hãy đợi một lát.",
        remedy="Try again later. / Hãy thử lại sau.",
    )
