"""While the clerk types: completion of names, and whether the number, symbol and issuer stand in the register."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from vanban.desk import suggestions
from vanban.desk.admission import Clerk
from vanban.desk.desk import DeskHere
from vanban.desk.entry_form import day_of
from vanban.desk.pages import render
from vanban.desk.twins import registered_twins
from vanban.desk.viewing import find_document
from vanban.domain.document import RegisterEntry
from vanban.domain.errors import RefusedError

router = APIRouter()
Typed = Annotated[str, Query(max_length=200)]


@router.get("/suggestions/{field}")
def suggest(desk: DeskHere, account: Clerk, field: str, typed: Typed = "", beside: Typed = "") -> Response:
    """Return names for a field of the entry; ``beside`` is what stands in the field that narrows it."""
    del account
    with desk.services.register.begin() as uow:
        known = uow.documents.known_signers()
    if field == "organ_name":
        found = suggestions.issuers(typed, known=known, offices=desk.services.settings.offices)
    elif field == "signer_full_name":
        found = suggestions.signers(typed, known=known, office=beside)
    elif field == "signer_position":
        found = suggestions.titles(typed, known=known, signer=beside)
    else:
        found = []
    return JSONResponse(found)


@router.get("/documents/{document_id}/twins")
def twins_fragment(
    request: Request,
    desk: DeskHere,
    account: Clerk,
    document_id: str,
    *,
    number: Typed = "",
    symbol: Typed = "",
    issuer: Typed = "",
    issued: Typed = "",
) -> Response:
    """Return the warning that what is typed repeats registered documents; an empty answer if it does not."""
    try:
        day = day_of("Ngày", "Date", issued.strip())
    except RefusedError:
        day = None  # half typed
    with desk.services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
        typed = RegisterEntry(code_number=number, code_notation=symbol, organ_name=issuer, issued_date=day)
        found = registered_twins(document, typed, uow)
    return render(request, "twins.html", account=account, twins=found)
