"""The machine and its services for the administrator: what ``vanban status`` and ``vanban doctor`` know."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Admin
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.domain.errors import VanbanError
from vanban.services import health, probes

router = APIRouter(prefix="/admin/services")


@router.get("")
def services_page(request: Request, desk: DeskHere, account: Admin, *, probe: bool = False) -> Response:
    """Show every service of this machine; with ``probe`` also every tool, with the remedy for what is missing."""
    home = desk.services.settings.home
    refused: VanbanError | None = None
    try:
        services = health.status(home)
    except VanbanError as error:
        services, refused = (), error
    return render(
        request,
        "services.html",
        account=account,
        section="/admin",
        services=services,
        refused=refused,
        probed=probes.examine(home) if probe else None,
    )
