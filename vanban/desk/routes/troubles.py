"""What went wrong, for the administrator: causes, the documents by id, a new reading, and the orchestrator's runs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import Admin, CheckedForm, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.orchestrator import run_address
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.errors import NotFoundError, RefusedError, VanbanError
from vanban.workflows.rerun import RERUN_STATES, Step, rerun

router = APIRouter(prefix="/admin/troubles")
ROWS = 100
_TEXT = 500


@router.get("")
def troubles_page(request: Request, desk: DeskHere, account: Admin) -> Response:
    """Show causes with their numbers, and the documents that something is wrong with, by id."""
    return _shown(request, desk, account)


@router.get("/run")
def run_page(
    request: Request, desk: DeskHere, account: Admin, run: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """Show what one run of the orchestrator read, by id and state: the way back from its page."""
    named = run.strip()
    with desk.services.register.begin() as uow:
        found = [uow.documents.get(one) for one in uow.figures.read_in(named, limit=ROWS)] if named else []
    address = run_address(desk.services.settings.airflow_url, named)
    return render(request, "run.html", account=account, section="/admin", run=named, documents=found, address=address)


@router.post("/{record_id}/read")
def read_again(request: Request, desk: DeskHere, account: Admin, record_id: str, form: CheckedForm) -> Response:
    """Have a document read again; asked twice it is done once."""
    why = text_of(form, "why")[:_TEXT]
    try:
        rerun(record_id, why=why, actor=account.name, room=desk.services.rerun_room, step=Step.READ)
    except (RefusedError, NotFoundError) as refused:
        return _shown(request, desk, account, refused=refused)
    leave_note(request, vi="Văn bản sẽ được đọc lại ở lượt tới.", en="The document is read again with the next pass.")
    return go_to("/admin/troubles")


def _shown(request: Request, desk: Desk, account: Account, *, refused: VanbanError | None = None) -> Response:
    airflow = desk.services.settings.airflow_url
    with desk.services.register.begin() as uow:
        causes, found = uow.figures.causes(), uow.figures.troubles(limit=ROWS + 1)
    return render(
        request,
        "troubles.html",
        status=400 if refused else 200,
        account=account,
        section="/admin",
        causes=causes,
        troubles=[(one, run_address(airflow, one.run)) for one in found[:ROWS]],
        more=len(found) > ROWS,
        rerun_states=RERUN_STATES,
        refused=refused,
    )
