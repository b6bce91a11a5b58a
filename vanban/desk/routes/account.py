"""The archivist's first page: the account that proves that nothing is missing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Keeper
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.workflows.account import take_account

router = APIRouter()


@router.get("/account")
def account_page(request: Request, desk: DeskHere, account: Keeper) -> Response:
    """Count every dropped file in exactly one state, now, and name what contradicts the count."""
    taken = take_account(desk.services.account_office)
    with desk.services.register.begin() as uow:
        counts = uow.documents.counts()
    return render(request, "account.html", account=account, taken=taken, counts=counts)
