"""The archivist's first page: the account that proves that nothing is missing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Keeper
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.workflows.account import SUBJECT, TAKEN, take_account
from vanban.workflows.count_files import count_files

router = APIRouter()
PROVEN_HERE = 500
"""Up to so many documents the page proves the account while one waits: each object is asked for, some milliseconds."""


@router.get("/account")
def account_page(request: Request, desk: DeskHere, account: Keeper) -> Response:
    """Count every dropped file in exactly one state, now, and name what contradicts the count.

    Where there are too many to ask for every file, the sums are those of now, and the last proof stands beside them.
    """
    office = desk.services.account_office
    with desk.services.register.begin() as uow:
        counts = uow.documents.counts()
        proven = uow.events.newest(TAKEN, [SUBJECT]).get(SUBJECT)
    few = sum(counts.values()) <= PROVEN_HERE
    taken = take_account(office) if few else count_files(office)
    return render(request, "account.html", account=account, taken=taken, counts=counts, counted=not few, proven=proven)
