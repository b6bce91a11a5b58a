"""The administrator's first page: the accounting identity, what needs a hand, and the last events, by id only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Admin
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import render
from vanban.domain.errors import VanbanError
from vanban.domain.evidence import Event
from vanban.ports import Events, SigningIdentity
from vanban.workflows.count_files import count_files

router = APIRouter()
_EVENTS = 40
SOON = timedelta(days=30)


@router.get("/admin")
def admin_page(request: Request, desk: DeskHere, account: Admin) -> Response:
    """Show the terms of the identity, documents by state and age, certificates, and what happened last."""
    now, margin = desk.services.clock.now(), timedelta(days=desk.services.settings.evidence_margin_days)
    with desk.services.register.begin() as uow:
        counts = uow.documents.counts()
        ages = uow.figures.ages(now=now)
        stamps = uow.figures.stamps(before=now + margin)
        findings = uow.findings.count()
        events = last_events(uow.events, _EVENTS)
    return render(
        request,
        "admin.html",
        account=account,
        section="/admin",
        taken=count_files(desk.services.account_office),
        counts=counts,
        ages={(one.state, one.group): one.count for one in ages},
        aged=list(dict.fromkeys(one.state for one in ages)),
        stamps=stamps,
        findings=findings,
        events=events,
        identities=_identities(desk),
        soon=SOON,
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


def _identities(desk: Desk) -> Sequence[SigningIdentity] | None:
    """Return the certificates, those that end first before the others; None if they cannot be read."""
    try:
        return sorted(desk.services.signing_desk.identities(), key=lambda one: one.not_after)
    except VanbanError:
        return None
