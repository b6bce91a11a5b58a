"""The clerk's queue: what waits to be confirmed, and what was not taken in."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import Clerk, Reader
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import render
from vanban.desk.viewing import may_see
from vanban.domain.document import Document, State
from vanban.domain.intake import Disposition, IntakeItem
from vanban.ports import UnitOfWork

router = APIRouter()
TO_CONFIRM = (State.READ, State.NEEDS_REVIEW)
_SHOWN = 300


@router.get("/queue")
def queue_page(request: Request, desk: DeskHere, account: Clerk) -> Response:
    """List what waits for the clerk, the most urgent first, then the oldest."""
    with desk.services.register.begin() as uow:
        waiting = to_confirm(account, uow)
        being_read = uow.documents.list(state=State.RECEIVED, office=account.office, limit=_SHOWN)
    return render(
        request, "queue.html", account=account, waiting=waiting[:_SHOWN], total=len(waiting), being_read=being_read
    )


@router.get("/queue/refused")
def refused_page(request: Request, desk: DeskHere, account: Clerk) -> Response:
    """List refused, duplicate and suspect files with the reason; a suspect by its digest only."""
    return render(request, "refused.html", account=account, refused=_refused(desk, account))


@router.get("/documents")
def documents_page(request: Request, desk: DeskHere, account: Reader, state: str = "") -> Response:
    """List the documents that this account may see, by state."""
    chosen = State(state) if state in set(State) else None
    office = "" if account.role.value == "archivist" else account.office
    with desk.services.register.begin() as uow:
        found = [d for d in uow.documents.list(state=chosen, office=office, limit=_SHOWN) if may_see(account, d)]
    return render(request, "documents.html", account=account, documents=found, chosen=chosen, states=list(State))


def to_confirm(account: Account, uow: UnitOfWork) -> Sequence[Document]:
    """Return the documents of the clerk's office that wait to be confirmed, in working order."""
    found = [d for state in TO_CONFIRM for d in uow.documents.list(state=state, office=account.office)]
    return sorted(found, key=lambda d: (-d.urgency.rank, d.received_at, d.id))


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
