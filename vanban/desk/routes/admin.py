"""The administrator's page: the account, certificates, the way to Airflow and the last events, by id only."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Admin
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import render
from vanban.domain.errors import VanbanError
from vanban.domain.evidence import Event
from vanban.ports import Events, SigningIdentity
from vanban.workflows.account import take_account

router = APIRouter()
_EVENTS = 40


@router.get("/admin")
def admin_page(request: Request, desk: DeskHere, account: Admin) -> Response:
    """Show whether everything is accounted for, and what happened last."""
    taken = take_account(desk.services.account_office)
    with desk.services.register.begin() as uow:
        counts = uow.documents.counts()
        events = last_events(uow.events, _EVENTS)
    return render(
        request,
        "admin.html",
        account=account,
        taken=taken,
        counts=counts,
        events=events,
        identities=_identities(desk),
        airflow_url=desk.services.settings.airflow_url,
    )


def last_events(events: Events, count: int) -> Sequence[Event]:
    """Return the newest events, newest first. Sequence numbers have no gaps, so the end is found by halving."""
    low, high = 0, 1  # there are more than ``low`` events, or none
    while events.list(after=high, limit=1):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if events.list(after=middle, limit=1) else (low, middle)
    return list(reversed(events.list(after=max(high - count, 0), limit=count)))


def _identities(desk: Desk) -> Sequence[SigningIdentity]:
    try:
        return desk.services.signing_desk.identities()
    except VanbanError:
        return ()
