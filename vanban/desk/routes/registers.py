"""Registers, reports and lists of an office and year: on a page, as PDF, as a workbook."""

from __future__ import annotations

import urllib.parse
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.admission import Registrar
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.desk.registers_form import ROWS, RegistersForm, choose
from vanban.workflows.books import BOUND, TITLES, FileForm, Paper, sheet_of, write_out

router = APIRouter()
Asked = Annotated[RegistersForm, Depends()]
_MEDIA = {
    FileForm.PDF: "application/pdf",
    FileForm.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/registers")
def registers_page(request: Request, desk: DeskHere, account: Registrar, asked: Asked) -> Response:
    """Show a register where it was written in last, or a report or list."""
    choice = choose(asked, account=account, desk=desk)
    wanted, office = choice.wanted, desk.services.book_office
    paged = wanted.paper in BOUND
    sheet = sheet_of(
        wanted, office=office, after=(choice.page - 1) * ROWS if paged else 0, limit=ROWS if paged else None
    )
    return render(
        request, "registers.html", account=account, choice=choice, sheet=sheet, papers=_papers(choice.wanted.paper)
    )


@router.get("/registers/file")
def registers_file(desk: DeskHere, account: Registrar, asked: Asked) -> Response:
    """Hand out a whole register, report or list as PDF or workbook; noted in the log of events."""
    wanted = choose(asked, account=account, desk=desk).wanted
    form = FileForm(asked.form) if asked.form in set(FileForm) else FileForm.PDF
    data = write_out(wanted, form, actor=account.name, office=desk.services.book_office)
    name = urllib.parse.quote(f"{wanted.name}.{form}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type=_MEDIA[form], headers=headers)


def _papers(shown: Paper) -> dict[Paper, str]:
    """Return what may be chosen; the list of one case file only while it is shown."""
    return {paper: title for paper, title in TITLES.items() if shown is paper or paper is not Paper.CASE_DOCUMENTS}
