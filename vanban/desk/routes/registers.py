"""Registers, reports and lists of an office and year: on a page, as PDF, as a workbook."""

from __future__ import annotations

import urllib.parse
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import CheckedForm, Clerk, Registrar, text_of
from vanban.desk.desk import DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.registers_form import ROWS, RegistersForm, choose
from vanban.desk.sessions import leave_note
from vanban.domain.sheets import Sheet
from vanban.workflows.books import closing_of, sheet_of, write_out
from vanban.workflows.close_book import close_book
from vanban.workflows.papers import BOUND, CLOSED, TITLES, FileForm, Paper, Wanted

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
        request,
        "registers.html",
        account=account,
        choice=choice,
        sheet=sheet,
        papers=_papers(wanted.paper),
        closing=closing_of(wanted, office=office),
        may_close=_may_close(account, wanted, sheet),
        unit_names=desk.services.settings.unit_names,
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


@router.post("/registers/close")
def close(request: Request, desk: DeskHere, account: Clerk, form: CheckedForm) -> Response:
    """Close the register of a year that is over, of the clerk's own office; a second click finds it closed."""
    asked = RegistersForm(paper=text_of(form, "paper"), year=text_of(form, "year"))
    choice = choose(asked, account=account, desk=desk)
    if choice.wanted.paper not in CLOSED:
        raise HTTPException(400)
    closing = close_book(choice.wanted.book, actor=account.name, office=desk.services.book_office)
    leave_note(
        request,
        vi=f"Sổ đã khóa, số cuối {closing.last}. Bản PDF của sổ được giữ với mã băm.",
        en=f"The register is closed, last number {closing.last}. Its PDF is kept under its digest.",
    )
    return go_to(choice.address())


def _may_close(account: Account, wanted: Wanted, sheet: Sheet) -> bool:
    over = sheet.day.year > wanted.year and wanted.paper in CLOSED
    return over and account.role is Role.CLERK and any(table.rows for table in sheet.tables)


def _papers(shown: Paper) -> dict[Paper, str]:
    """Return what may be chosen; the list of one case file only while it is shown."""
    return {paper: title for paper, title in TITLES.items() if shown is paper or paper is not Paper.CASE_DOCUMENTS}
