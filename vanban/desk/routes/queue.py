"""The clerk's queue: what waits to be confirmed, and what was not taken in."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.accounts import OVERSEERS, Account
from vanban.desk.admission import CheckedForm, Clerk, Reader, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.queue_filter import QueueFilter, as_cursor
from vanban.desk.sessions import leave_note
from vanban.desk.viewing import may_see
from vanban.desk.working_order import TO_CONFIRM
from vanban.domain.document import State
from vanban.domain.errors import RefusedError
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.queue import QueueView
from vanban.workflows.rerun import rerun

router = APIRouter()
ROWS = 100
"""Rows on one page of the queue."""
_SHOWN = 300
_BEING_READ = 10
Chosen = Annotated[QueueFilter, Depends()]


@router.get("/queue")
def queue_page(request: Request, desk: DeskHere, account: Clerk, chosen: Chosen) -> Response:
    """List what waits for the clerk, the most urgent first, then the oldest; the page keeps itself up to date."""
    return render(request, "queue.html", account=account, **_waiting(desk, account, chosen))


@router.get("/queue/rows")
def queue_rows(request: Request, desk: DeskHere, account: Clerk, chosen: Chosen) -> Response:
    """Return the rows of the same page as they are now; an answer without a body if nothing has changed."""
    rows = render(request, "queue_rows.html", account=account, **_waiting(desk, account, chosen))
    tag = f'"{hashlib.sha256(rows.body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    rows.headers["ETag"] = tag
    return rows


@router.get("/queue/refused")
def refused_page(request: Request, desk: DeskHere, account: Clerk) -> Response:
    """List refused, duplicate and suspect files with the reason; a suspect by its digest only."""
    return _refused_page(request, desk, account)


@router.post("/queue/refused/{claim_id}/again")
def receive_again(request: Request, desk: DeskHere, account: Clerk, claim_id: str, form: CheckedForm) -> Response:
    """Have a refused file received again, with a reason; asked twice it is done once."""
    try:
        why = text_of(form, "why")
        rerun(claim_id, why=why, actor=account.name, room=desk.services.rerun_room, office=account.office)
    except RefusedError as refused:
        return _refused_page(request, desk, account, refused=refused)
    leave_note(
        request,
        vi="Tệp sẽ được tiếp nhận lại trong vài phút.",
        en="The file is received again within minutes.",
    )
    return go_to("/queue/refused")


@router.get("/documents")
def documents_page(request: Request, desk: DeskHere, account: Reader, state: str = "") -> Response:
    """List the documents that this account may see, by state."""
    chosen = State(state) if state in set(State) else None
    office = "" if account.role in OVERSEERS else account.office
    with desk.services.register.begin() as uow:
        found = [d for d in uow.documents.list(state=chosen, office=office, limit=_SHOWN) if may_see(account, d)]
    return render(request, "documents.html", account=account, documents=found, chosen=chosen, states=list(State))


def _waiting(desk: Desk, account: Account, chosen: QueueFilter) -> dict[str, Any]:
    view = chosen.view(account.office)
    reading = QueueView(states=frozenset({State.RECEIVED}), office=account.office)
    with desk.services.register.begin() as uow:
        found = uow.queue.after(view, chosen.place, limit=ROWS + 1)
        total = uow.queue.length(view)
        whole = total if view == QueueView(states=TO_CONFIRM, office=account.office) else None
        being_read, to_read = uow.queue.after(reading, limit=_BEING_READ), uow.queue.length(reading)
    waiting, more = found[:ROWS], len(found) > ROWS
    return {
        "chosen": chosen,
        "waiting": waiting,
        "total": total,
        "filtered": whole is None,
        "next_page": chosen.address(after=as_cursor(waiting[-1])) if more else "",
        "being_read": being_read,
        "to_read": to_read,
    }


def _refused_page(request: Request, desk: Desk, account: Account, *, refused: RefusedError | None = None) -> Response:
    items = _refused(desk, account)
    return render(
        request, "refused.html", status=400 if refused else 200, account=account, items=items, refused=refused
    )


def _refused(desk: Desk, account: Account) -> list[IntakeItem]:
    with desk.services.register.begin() as uow:
        items = [
            item
            for disposition in (Disposition.QUARANTINED, Disposition.DUPLICATE, Disposition.SUSPECT)
            for item in uow.intake.list(disposition=disposition, limit=_SHOWN)
            # A suspect keeps no office: every clerk sees that there is one, by digest.
            if item.office in ("", account.office)
        ]
    return sorted(items, key=lambda item: item.received_at, reverse=True)[:_SHOWN]
