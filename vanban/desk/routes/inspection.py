"""For who inspects: what checks of the archive found, and the log of events, newest first or of one subject."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from vanban.desk.admission import Inspector
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.desk.routes.admin import last_events

router = APIRouter()
_SHOWN = 200


@router.get("/inspection")
def inspection_page(
    request: Request,
    desk: DeskHere,
    account: Inspector,
    *,
    subject: Annotated[str, Query(max_length=200)] = "",
    closed: bool = False,
) -> Response:
    """Show findings, open ones unless ``closed`` is asked for too, and events; of one ``subject`` if it is named."""
    named = subject.strip()
    with desk.services.register.begin() as uow:
        findings = uow.findings.list(open_only=not closed, limit=_SHOWN)
        events = list(reversed(uow.events.list(subject=named)))[:_SHOWN] if named else last_events(uow.events, _SHOWN)
    return render(
        request, "inspection.html", account=account, findings=findings, events=events, subject=named, closed=closed
    )
