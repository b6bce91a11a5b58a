"""Case files at the desk: opened, filled, closed, exported; the workflows of ``vanban casefile``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from vanban.clock import HANOI
from vanban.desk.accounts import Account
from vanban.desk.admission import Archivist, CheckedForm, Inspector, text_of
from vanban.desk.bundles import pdf, zipped
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.casefile import CaseState
from vanban.domain.errors import NotFoundError, RefusedError, StaleStateError, VanbanError
from vanban.workflows import case_files as work
from vanban.workflows.case_lists import list_documents
from vanban.workflows.export_case import ExportKind, export_case
from vanban.workflows.show_package import show_record

router = APIRouter(prefix="/archive/case-files")
ROWS = 300
_TEXT = 500
EXPORTED = "casefile.exported"
_FIELDS = ("unit", "file_notation", "title", "maintenance", "creator", "rights", "description")


@router.get("")
def list_page(request: Request, desk: DeskHere, account: Inspector, state: str = "", unit: str = "") -> Response:
    """List case files by year and code, and open one."""
    return _list(request, desk, account, state=state, unit=unit)


@router.post("")
def open_one(request: Request, desk: DeskHere, account: Archivist, form: CheckedForm) -> Response:
    """Open a case file as the office's list of case files has it."""
    fields = {name: text_of(form, name).strip()[:_TEXT] for name in _FIELDS}
    try:
        year = _year(text_of(form, "file_catalog"), desk.services.clock.now())
        made = work.open_case_file(file_catalog=year, actor=account.name, office=desk.services.case_office, **fields)
    except (RefusedError, NotFoundError) as refused:
        return _list(request, desk, account, refused=refused, typed=form)
    leave_note(request, vi="Đã mở hồ sơ.", en="The case file is open.")
    return go_to(f"/archive/case-files/{made.id}")


@router.get("/{case_file_id}")
def case_page(request: Request, desk: DeskHere, account: Inspector, case_file_id: str) -> Response:
    """Show a case file with its documents, packages and proof."""
    return _shown(request, desk, account, case_file_id)


@router.post("/{case_file_id}/documents")
def add(request: Request, desk: DeskHere, account: Archivist, case_file_id: str, form: CheckedForm) -> Response:
    """Put a document in; putting it in again changes nothing."""
    document_id, why = text_of(form, "document").strip()[:100], text_of(form, "why")[:_TEXT]
    office = desk.services.case_office
    act = partial(work.add_document, case_file_id, document_id, actor=account.name, why=why, office=office)
    return _done(request, desk, account, case_file_id, act, ("Đã đưa văn bản vào hồ sơ.", "The document is filed."))


@router.post("/{case_file_id}/remove")
def remove(request: Request, desk: DeskHere, account: Archivist, case_file_id: str, form: CheckedForm) -> Response:
    """Take a document out of an open case file."""
    document_id, office = text_of(form, "document").strip()[:100], desk.services.case_office
    act = partial(work.remove_document, case_file_id, document_id, actor=account.name, office=office)
    said = ("Đã rút văn bản khỏi hồ sơ.", "The document was taken out.")
    return _done(request, desk, account, case_file_id, act, said)


@router.post("/{case_file_id}/close")
def close(request: Request, desk: DeskHere, account: Archivist, case_file_id: str, form: CheckedForm) -> Response:
    """Close a case file: the next run of the archive packages it."""

    def act() -> object:
        ended = _day(text_of(form, "ended"))
        return work.close_case_file(case_file_id, actor=account.name, ended=ended, office=desk.services.case_office)

    said = (
        "Đã kết thúc hồ sơ; gói lưu trữ được tạo ở lần chạy lưu trữ tới.",
        "The case file is closed; the next run of the archive packages it.",
    )
    return _done(request, desk, account, case_file_id, act, said)


@router.get("/{case_file_id}/inventory.pdf")
def inventory(desk: DeskHere, account: Inspector, case_file_id: str) -> Response:
    """Hand out mục lục văn bản, tài liệu trong hồ sơ."""
    del account
    services = desk.services
    made = list_documents(case_file_id, organisation=services.settings.organisation, office=services.case_office)
    return pdf(made, name="muc-luc-van-ban")


@router.get("/{case_file_id}/export/{kind}.zip")
def export(desk: DeskHere, account: Inspector, case_file_id: str, kind: ExportKind) -> Response:
    """Hand out an archived case file as it lies in the archive, in a bag, or to read; noted as an event."""
    write = partial(export_case, case_file_id, kind=kind, room=desk.services.export_room)
    answer = zipped(write, name=f"{case_file_id}-{kind.value}", scratch=desk.services.settings.run / "bundles")
    with desk.services.register.begin() as uow:
        now, data = desk.services.clock.now(), {"kind": kind.value}
        uow.events.append(at=now, actor=account.name, name=EXPORTED, subject=case_file_id, data=data)
        uow.commit()
    return answer


def _done(
    request: Request,
    desk: Desk,
    account: Account,
    case_file_id: str,
    act: Callable[[], object],
    said: tuple[str, str],
) -> Response:
    try:
        act()
    except (RefusedError, StaleStateError) as refused:
        return _shown(request, desk, account, case_file_id, refused=refused)
    except NotFoundError as missing:
        if missing.en.startswith("There is no case file"):
            raise
        return _shown(request, desk, account, case_file_id, refused=missing)
    leave_note(request, vi=said[0], en=said[1])
    return go_to(f"/archive/case-files/{case_file_id}")


def _shown(
    request: Request, desk: Desk, account: Account, case_file_id: str, *, refused: VanbanError | None = None
) -> Response:
    view = work.show_case_file(case_file_id, office=desk.services.case_office)
    return render(
        request,
        "case_file.html",
        status=400 if refused else 200,
        account=account,
        section="/archive",
        view=view,
        record=show_record(case_file_id, room=desk.services.log_room),
        exports=list(ExportKind),
        refused=refused,
    )


def _list(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    state: str = "",
    unit: str = "",
    refused: VanbanError | None = None,
    typed: FormData | None = None,
) -> Response:
    chosen = CaseState(state) if state in list(CaseState) else None
    office = desk.services.case_office
    found = work.list_case_files(office=office, state=chosen, unit=unit.strip(), limit=ROWS + 1)
    given = {name: text_of(typed, name) if typed else "" for name in (*_FIELDS, "file_catalog")}
    now = desk.services.clock.now().astimezone(HANOI)
    return render(
        request,
        "case_files.html",
        status=400 if refused else 200,
        account=account,
        section="/archive",
        case_files=found[:ROWS],
        more=len(found) > ROWS,
        chosen=chosen,
        unit=unit,
        states=list(CaseState),
        codes=list({term.code: term for term in office.schedule.terms}.values()),
        year=now.year,
        given=given,
        refused=refused,
    )


def _year(typed: str, now: dt.datetime) -> int:
    if not typed.strip():
        return now.astimezone(HANOI).year
    if not typed.strip().isascii() or not typed.strip().isdigit() or len(typed.strip()) != 4:
        raise RefusedError("A year has four digits.", vi="Năm gồm bốn chữ số.", remedy="Such as 2026. / Ví dụ 2026.")
    return int(typed)


def _day(typed: str) -> dt.date | None:
    if not typed.strip():
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise RefusedError(
        "This is no day.", vi="Ngày không hợp lệ.", remedy="Write it as 31/12/2026. / Hãy ghi dạng 31/12/2026."
    )
