"""The office's own tables: issuers viewed and edited, the retention schedule viewed and checked."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from storage.retention import load_schedule
from vanban.desk.accounts import Account
from vanban.desk.admission import Admin, CheckedForm, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.errors import RefusedError, VanbanError
from vanban.domain.keeping import Term
from vanban.workflows.issuers import OwnDirectory, check_directory, own_directory, put_directory

router = APIRouter(prefix="/admin")
ROWS = 200


@router.get("/issuers")
def issuers_page(request: Request, desk: DeskHere, account: Admin) -> Response:
    """Show the office's own directory, to be changed."""
    return _issuers(request, desk, account, own_directory(desk.services.issuers_office))


@router.post("/issuers")
def change_issuers(request: Request, desk: DeskHere, account: Admin, form: CheckedForm) -> Response:
    """Check a directory, and put it in place if that was asked for and nothing is wrong with it."""
    text, office = text_of(form, "text"), desk.services.issuers_office
    instead_of = text_of(form, "instead_of")
    try:
        if text_of(form, "act") != "put":
            return _issuers(request, desk, account, check_directory(text), instead_of=instead_of, checked=True)
        put_directory(text, instead_of=instead_of, actor=account.name, office=office)
    except RefusedError as refused:
        return _refused(request, desk, account, text, instead_of, refused)
    leave_note(request, vi="Danh bạ mới đã được dùng.", en="The new directory is in use.")
    return go_to("/admin/issuers")


def _refused(
    request: Request, desk: Desk, account: Account, text: str, instead_of: str, refused: RefusedError
) -> Response:
    """Return the page with what was typed, and with the lines that cannot be used where they can be told."""
    try:
        shown = check_directory(text)
    except RefusedError:
        shown = OwnDirectory(text, (), (), "")
    return _issuers(request, desk, account, shown, instead_of=instead_of, refused=refused)


def _issuers(
    request: Request,
    desk: Desk,
    account: Account,
    directory: OwnDirectory,
    *,
    instead_of: str = "",
    checked: bool = False,
    refused: VanbanError | None = None,
) -> Response:
    from processors.directory import COLUMNS, LEVELS, shipped

    del desk
    return render(
        request,
        "issuers.html",
        status=400 if refused else 200,
        account=account,
        section="/admin",
        directory=directory,
        entries=directory.entries[:ROWS],
        instead_of=instead_of or directory.sha256,
        checked=checked,
        columns=COLUMNS,
        levels=LEVELS,
        shipped=len(shipped()),
        refused=refused,
    )


@router.get("/retention")
def retention_page(request: Request, desk: DeskHere, account: Admin) -> Response:
    """Show the retention schedule that is in use."""
    return _retention(request, desk, account)


@router.post("/retention")
def check_retention(request: Request, desk: DeskHere, account: Admin, form: CheckedForm) -> Response:
    """Check a schedule; it is put in place by whoever keeps the state directory."""
    text = text_of(form, "text")
    try:
        with tempfile.TemporaryDirectory(prefix="retention-") as folder:
            path = Path(folder) / "retention.csv"
            path.write_text(text, encoding="utf-8")
            found = load_schedule(path).terms
    except RefusedError as refused:
        return _retention(request, desk, account, typed=text, refused=refused)
    return _retention(request, desk, account, typed=text, checked=found)


def _retention(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    typed: str = "",
    checked: tuple[Term, ...] | None = None,
    refused: VanbanError | None = None,
) -> Response:
    return render(
        request,
        "retention.html",
        status=400 if refused else 200,
        account=account,
        section="/admin",
        terms=desk.services.schedule.terms,
        own=desk.services.settings.retention_table.exists(),
        typed=typed,
        checked=checked,
        refused=refused,
    )
