"""Whether the desk itself is up; it says nothing of the services behind it."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse, Response

from vanban.desk.admission import open_to_all

router = APIRouter(dependencies=[Depends(open_to_all)])


@router.get("/healthz")
@router.get("/health")
def health() -> Response:
    """Answer that the desk is up."""
    return PlainTextResponse("ok")
