"""``vanban casefile``: open, fill and close case files; hand them over and out."""

from __future__ import annotations

import datetime as dt
import getpass

import click

from vanban.cli.casefile_papers import export, hand_over, inventory, write_due_list
from vanban.cli.output import json_option, print_json
from vanban.domain.casefile import CaseFile, CaseState

actor_option = click.option("--as", "actor", default=getpass.getuser, help="Account of who does it.")
STATES = {CaseState.OPEN: "đang lập", CaseState.CLOSED: "đã kết thúc", CaseState.ARCHIVED: "đã lưu trữ"}


@click.group()
def command() -> None:
    """Hồ sơ: documents of one matter, kept and handed over together."""


@command.command("open")
@click.argument("file_notation", metavar="CODE")
@click.option("--year", type=int, help="Of the list of case files; this year by default.")
@click.option("--title", required=True, help="Tiêu đề hồ sơ.")
@click.option("--term", "maintenance", required=True, help="Thời hạn bảo quản: a code of `vanban retention list`.")
@click.option("--unit", required=True, help="Whose work it is.")
@click.option("--creator", default="", help="Người lập hồ sơ, by name.")
@click.option("--rights", default="", help="Chế độ sử dụng.")
@click.option("--language", default="Tiếng Việt", show_default=True)
@click.option("--note", "description", default="", help="Ghi chú.")
@actor_option
@json_option
def open_(year: int | None, as_json: bool, **fields: str) -> None:
    """Open the case file CODE (số và ký hiệu: 01.TCCB) of the office's list."""
    from vanban.bootstrap import build
    from vanban.clock import HANOI
    from vanban.workflows.case_files import open_case_file

    office = build().case_office
    listed = year or office.clock.now().astimezone(HANOI).year
    _show(open_case_file(file_catalog=listed, office=office, **fields), as_json=as_json)


@command.command("add")
@click.argument("case_file_id", metavar="ID")
@click.argument("document_ids", metavar="DOCUMENT…", nargs=-1, required=True)
@click.option("--why", default="", help="The reason, for what comes after the case file was closed.")
@actor_option
@json_option
def add(case_file_id: str, document_ids: tuple[str, ...], why: str, actor: str, as_json: bool) -> None:
    """Put registered documents into a case file; they may be in others as well."""
    from vanban.bootstrap import build
    from vanban.workflows.case_files import add_document

    office = build().case_office
    for document_id in document_ids:
        case_file = add_document(case_file_id, document_id, actor=actor, why=why, office=office)
    _show(case_file, as_json=as_json)


@command.command("remove")
@click.argument("case_file_id", metavar="ID")
@click.argument("document_id", metavar="DOCUMENT")
@actor_option
@json_option
def remove(case_file_id: str, document_id: str, actor: str, as_json: bool) -> None:
    """Take a document out of a case file that is still open."""
    from vanban.bootstrap import build
    from vanban.workflows.case_files import remove_document

    _show(remove_document(case_file_id, document_id, actor=actor, office=build().case_office), as_json=as_json)


@command.command("close")
@click.argument("case_file_id", metavar="ID")
@click.option("--ended", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Day the work ended; else the last date.")
@actor_option
@json_option
def close(case_file_id: str, ended: dt.datetime | None, actor: str, as_json: bool) -> None:
    """Close a case file: the next run of `vanban archive` packages it."""
    from vanban.bootstrap import build
    from vanban.workflows.case_files import close_case_file

    day = ended.date() if ended else None
    _show(close_case_file(case_file_id, actor=actor, ended=day, office=build().case_office), as_json=as_json)


@command.command("list")
@click.option("--state", type=click.Choice([state.value for state in CaseState], case_sensitive=False))
@click.option("--unit", default="", help="Only of this unit.")
@json_option
def list_(state: str | None, unit: str, as_json: bool) -> None:
    """List case files by year and code."""
    from vanban.bootstrap import build
    from vanban.workflows.case_files import list_case_files

    wanted = CaseState(state) if state else None
    for case_file in list_case_files(state=wanted, unit=unit, office=build().case_office):
        _show(case_file, as_json=as_json)


@command.command("show")
@click.argument("case_file_id", metavar="ID")
@json_option
def show(case_file_id: str, as_json: bool) -> None:
    """Show a case file with its documents, in order."""
    from vanban.bootstrap import build
    from vanban.workflows.case_files import show_case_file

    view = show_case_file(case_file_id, office=build().case_office)
    if as_json:
        documents = [
            {"ordinal": filed.ordinal, "document": document.id, "since_version": filed.since_version}
            for filed, document in view.documents
        ]
        packages = [{"version": one.version, "package": one.package} for one in view.receipts]
        print_json({**_told(view.case_file), "documents": documents, "packages": packages})
        return
    _show(view.case_file, as_json=False)
    for filed, document in view.documents:
        entry = document.entry
        named = f"{entry.code_number}/{entry.code_notation}".strip("/")
        click.echo(f"  {filed.ordinal:>3}  {document.id}  {named}  {entry.subject}")
    for receipt in view.receipts:
        click.echo(f"  v{receipt.version}  {receipt.package}  → {receipt.retain_until:%d/%m/%Y}")


@command.command("due")
@click.option("--days", type=click.IntRange(0), default=30, show_default=True, help="Due within so many days.")
@click.option(
    "--list", "listed", nargs=3, metavar="UNIT YEAR FILE", help="Write mục lục hồ sơ nộp lưu of a unit as PDF."
)
@json_option
def due(days: int, listed: tuple[str, str, str] | None, as_json: bool) -> None:
    """List what is to be handed over to the office's archive (nộp lưu), what is overdue first."""
    from vanban.bootstrap import build
    from vanban.workflows.case_files import due_case_files

    services, within = build(), dt.timedelta(days=days)
    if listed:
        write_due_list(*listed, within=within)
        return
    for one in due_case_files(office=services.case_office, within=within):
        if as_json:
            print_json({**_told(one.case_file), "due": one.due.isoformat()})
        else:
            click.echo(f"{one.due:%d/%m/%Y}  {one.case_file.code}  {one.case_file.title}")


command.add_command(export)
command.add_command(inventory)
command.add_command(hand_over)


def _told(case_file: CaseFile) -> dict[str, object]:
    days = {name: getattr(case_file, name) for name in ("ended", "start_date", "end_date")}
    return {
        "case_file": case_file.id,
        "code": str(case_file.code),
        "title": case_file.title,
        "unit": case_file.office,
        "term": case_file.maintenance,
        "state": case_file.state.value,
        "version": case_file.version,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "doc_total": case_file.doc_total,
        "page_total": case_file.page_total,
        "handed_over": case_file.handed_over_at.isoformat() if case_file.handed_over_at else None,
        "reason": case_file.reason or None,
    }


def _show(case_file: CaseFile, *, as_json: bool) -> None:
    if as_json:
        print_json(_told(case_file))
        return
    reason = f"  ✗ {case_file.reason}" if case_file.reason else ""
    click.echo(f"{case_file.id}  {case_file.code}  {case_file.title}  ({STATES[case_file.state]}){reason}")
