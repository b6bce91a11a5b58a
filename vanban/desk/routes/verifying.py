"""Anyone: what the signatures of a file are worth. The file is judged in a child process, and forgotten."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.admission import open_to_all
from vanban.desk.desk import DeskHere
from vanban.desk.public_pages import render_public
from vanban.desk.visitor_admission import SentFile, look_in

router = APIRouter(dependencies=[Depends(open_to_all)])


@router.get("/verify", dependencies=[Depends(look_in)])
def verify_page(request: Request, desk: DeskHere) -> Response:
    """Show the form."""
    return render_public(request, "verify.html", verdict=None, most=desk.services.settings.limits.public_file_bytes)


@router.post("/verify")
def verify_file(request: Request, desk: DeskHere, file: SentFile) -> Response:
    """Judge a file and say what the verdict means. Neither its name nor its content goes anywhere else."""
    data = file.file.read()
    verdict = desk.visitors.in_turn(lambda: desk.services.verifier.verify(data))
    most = desk.services.settings.limits.public_file_bytes
    return render_public(request, "verify.html", verdict=verdict.as_json(), most=most)
