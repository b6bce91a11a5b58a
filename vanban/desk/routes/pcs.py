"""The PCs that a person signs at with the own token: pair one with a one-time code, and end a pairing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Signer
from vanban.desk.agents import CODE_MINUTES, end_pairing
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note

router = APIRouter(prefix="/pcs")


@router.get("")
def pcs_page(request: Request, desk: DeskHere, account: Signer) -> Response:
    """List this person's PCs."""
    return _show(request, desk, account)


@router.post("/code")
def new_code(request: Request, desk: DeskHere, account: Signer, form: CheckedForm) -> Response:
    """Show a one-time code, with the command that uses it; it stands on this page only."""
    del form
    code = desk.agents.codes.new(account.name, now=desk.services.clock.now())
    return _show(request, desk, account, code=code)


@router.post("/{pc_id}/end")
def end(request: Request, desk: DeskHere, account: Signer, pc_id: str, form: CheckedForm) -> Response:
    """End the pairing of one PC at once."""
    del form
    end_pairing(pc_id, account=account.name, register=desk.services.register, now=desk.services.clock.now())
    leave_note(request, vi="Đã hủy ghép nối máy.", en="The pairing has ended.")
    return go_to("/pcs")


def desk_address(request: Request, desk: Desk) -> str:
    """Return the address that a PC in the office reaches this desk at."""
    return desk.services.settings.desk_url or str(request.base_url).rstrip("/")


def _show(request: Request, desk: Desk, account: Account, *, code: str = "") -> Response:
    now = desk.services.clock.now()
    with desk.services.register.begin() as uow:
        pcs = [one for one in uow.paired_pcs.list(account.name) if one.may_ask(now=now)]
    return render(
        request,
        "pcs.html",
        account=account,
        pcs=pcs,
        code=code,
        minutes=CODE_MINUTES,
        address=desk_address(request, desk),
    )
