"""The first page: what waits for this person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Anyone
from vanban.desk.desk import DeskHere
from vanban.desk.home import steps_for
from vanban.desk.pages import render

router = APIRouter()


@router.get("/")
def home_page(request: Request, desk: DeskHere, account: Anyone) -> Response:
    """Show what this person can do next, with a count of what waits."""
    return render(request, "home.html", account=account, steps=steps_for(account, desk.services))
