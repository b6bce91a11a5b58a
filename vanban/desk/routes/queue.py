"""The clerk's queue: what waits to be confirmed, and what was not taken in."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Clerk, Reader, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.queue_filter import QueueFilter, as_cursor
from vanban.desk.sessions import leave_note
from vanban.desk.viewing import seen_states
from vanban.desk.working_order import TO_CONFIRM
from vanban.domain.document import State
from vanban.domain.errors import RefusedError
from vanban.domain.queue import QueueView
from vanban.domain.search import EVERY_STATE, FOUND_AT_MOST, Search
from vanban.workflows.rerun import rerun

router = APIRouter()
ROWS = 50
"""Rows on one page of the queue."""
_PAGES = 1_000
"""The last page that an address may ask for."""
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
def refused_page(request: Request, desk: DeskHere, account: Clerk, page: str = "") -> Response:
    """List refused, duplicate and suspect files with the reason; a suspect by its digest only."""
    return _refused_page(request, desk, account, page=_number(page, most=_PAGES))


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
def documents_page(request: Request, desk: DeskHere, account: Reader, state: str = "", page: str = "") -> Response:
    """List the documents that this account may see, by state, the newest first; what is older is searched for."""
    chosen = State(state) if state in EVERY_STATE else None
    number, seen = _number(page, most=FOUND_AT_MOST // ROWS), seen_states(account)
    office = account.office if seen.own_office_only else ""
    with desk.services.register.begin() as uow:
        search = Search(office=office, shown=seen.states, state=chosen, newest_first=True)
        found = uow.search.find(search, offset=(number - 1) * ROWS, limit=ROWS)
    return render(
        request,
        "documents.html",
        account=account,
        documents=[hit.document for hit in found.hits],
        total=found.total,
        capped=found.total >= FOUND_AT_MOST,
        page=number,
        pages=-(-found.total // ROWS),
        chosen=chosen,
        states=[one for one in State if one in EVERY_STATE],
    )


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


def _refused_page(
    request: Request, desk: Desk, account: Account, *, page: int = 1, refused: RefusedError | None = None
) -> Response:
    with desk.services.register.begin() as uow:
        items, total = uow.intake.refused(office=account.office, offset=(page - 1) * ROWS, limit=ROWS)
    return render(
        request,
        "refused.html",
        status=400 if refused else 200,
        account=account,
        items=items,
        total=total,
        page=page,
        pages=-(-total // ROWS),
        refused=refused,
    )


def _number(page: str, *, most: int) -> int:
    """Return the page that an address asks for, the first if it asks for none."""
    return min(max(int(page), 1), most) if page.isascii() and page.isdigit() and len(page) < 10 else 1
