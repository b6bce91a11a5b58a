"""Handing case files over to the office's archive (nộp lưu): what is due, and the papers that go with it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from vanban.clock import HANOI
from vanban.desk.accounts import Account
from vanban.desk.admission import Archivist, CheckedForm, Inspector, text_of, texts_of
from vanban.desk.bundles import pdf, zipped
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import render
from vanban.domain.errors import RefusedError, VanbanError
from vanban.workflows.case_files import due_case_files
from vanban.workflows.case_lists import hand_over, list_due

router = APIRouter(prefix="/archive/hand-over")
DAYS = 30
ROWS = 300
_SAID = ("giver", "giver_title", "receiver", "receiver_title", "basis", "condition", "place")
_TEXT = 200
Days = Annotated[int, Query(ge=0, le=3660)]


@router.get("")
def due_page(request: Request, desk: DeskHere, account: Inspector, days: Days = DAYS) -> Response:
    """List what is to be handed over within so many days, what is overdue first."""
    return _shown(request, desk, account, days=days)


@router.get("/list.pdf")
def due_list(desk: DeskHere, account: Inspector, unit: str, year: int, days: Days = DAYS) -> Response:
    """Hand out mục lục hồ sơ nộp lưu of what one unit has to hand over."""
    del account
    services, within = desk.services, dt.timedelta(days=days)
    organisation = services.settings.organisation
    made = list_due(organisation=organisation, unit=unit, year=year, office=services.case_office, within=within)
    return pdf(made, name=f"muc-luc-ho-so-{year}")


@router.post("")
def go_over(request: Request, desk: DeskHere, account: Archivist, form: CheckedForm) -> Response:
    """Note the hand-over, and hand out biên bản giao nhận and mục lục; again for the same files: the papers anew."""
    said = {name: text_of(form, name).strip()[:_TEXT] for name in _SAID}
    services = desk.services
    try:
        done = hand_over(
            texts_of(form, "case_file"),
            actor=account.name,
            organisation=services.settings.organisation,
            office=services.case_office,
            **said,
        )
    except RefusedError as refused:
        return _shown(request, desk, account, days=DAYS, refused=refused)

    def write(into: Path) -> Path:
        folder = into / "nop-luu"
        folder.mkdir()
        (folder / "bien-ban-giao-nhan.pdf").write_bytes(done.record)
        (folder / "muc-luc-ho-so-nop-luu.pdf").write_bytes(done.listed)
        return folder

    return zipped(write, name="nop-luu", scratch=services.settings.run / "bundles")


def _shown(
    request: Request, desk: Desk, account: Account, *, days: int, refused: VanbanError | None = None
) -> Response:
    due = due_case_files(office=desk.services.case_office, within=dt.timedelta(days=days))
    return render(
        request,
        "hand_over.html",
        status=400 if refused else 200,
        account=account,
        section="/archive",
        due=due[:ROWS],
        more=len(due) > ROWS,
        days=days,
        units=sorted({(one.case_file.office, one.case_file.code.file_catalog) for one in due}),
        today=desk.services.clock.now().astimezone(HANOI).date(),
        refused=refused,
    )
