"""``vanban casefile``, its papers and exports: what leaves the house, and what is signed when it does."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.durable_files import write_once

KINDS = ("aip", "bagit", "dip")


@click.command("export")
@click.argument("case_file_id", metavar="ID")
@click.option("--as", "kind", type=click.Choice(KINDS), default="bagit", show_default=True, help="In which shape.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to write to.")
@json_option
def export(case_file_id: str, kind: str, into: Path, as_json: bool) -> None:
    """Write an archived case file: as in the archive (aip), in a bag to carry (bagit), or to read (dip)."""
    from vanban.bootstrap import build
    from vanban.workflows.export_case import ExportKind, export_case

    into.mkdir(parents=True, exist_ok=True)
    folder = export_case(case_file_id, into, kind=ExportKind(kind), room=build().export_room)
    files = sum(path.is_file() for path in folder.rglob("*"))
    if as_json:
        print_json({"case_file": case_file_id, "folder": str(folder), "files": files})
    else:
        click.echo(f"✓ {folder} ({files} tệp / files)")


@click.command("inventory")
@click.argument("case_file_id", metavar="ID")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="PDF to write.")
def inventory(case_file_id: str, output: Path) -> None:
    """Write mục lục văn bản, tài liệu trong hồ sơ as PDF."""
    from vanban.bootstrap import build
    from vanban.workflows.case_lists import list_documents

    services = build()
    _write(
        output, list_documents(case_file_id, organisation=services.settings.organisation, office=services.case_office)
    )


@click.command("hand-over")
@click.argument("case_file_ids", metavar="ID…", nargs=-1, required=True)
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder for the papers.")
@click.option("--giver", default="", help="Bên giao: name.")
@click.option("--giver-title", default="", help="Chức vụ of the giver.")
@click.option("--receiver", default="", help="Bên nhận: name.")
@click.option("--receiver-title", default="", help="Chức vụ of the receiver.")
@click.option("--basis", default="", help="Căn cứ, beside the decree.")
@click.option("--condition", default="", help="Tình trạng tài liệu.")
@click.option("--place", default="", help="Before the date.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of who does it.")
@json_option
def hand_over(case_file_ids: tuple[str, ...], into: Path, actor: str, as_json: bool, **said: str) -> None:
    """Note that archived case files of one unit were handed over; write biên bản giao nhận and mục lục hồ sơ."""
    from vanban.bootstrap import build
    from vanban.workflows.case_lists import hand_over as hand_them_over

    services = build()
    papers = {name: into / f"{name}.pdf" for name in ("bien-ban-giao-nhan", "muc-luc-ho-so-nop-luu")}
    _refuse_existing(*papers.values())
    done = hand_them_over(
        case_file_ids,
        actor=actor,
        organisation=services.settings.organisation,
        office=services.case_office,
        **said,
    )
    into.mkdir(parents=True, exist_ok=True)
    for path, pdf in zip(papers.values(), (done.record, done.listed), strict=True):
        _write(path, pdf, quiet=as_json)
    if as_json:
        print_json({"case_files": [one.id for one in done.case_files], "papers": [str(p) for p in papers.values()]})


def write_due_list(unit: str, year: str, output: str, *, within: dt.timedelta) -> None:
    """Write mục lục hồ sơ nộp lưu of what a unit has to hand over."""
    from vanban.bootstrap import build
    from vanban.workflows.case_lists import list_due

    if not year.isdigit():
        raise click.UsageError(f"{year}: không phải là năm. / is not a year.")
    services = build()
    pdf = list_due(
        organisation=services.settings.organisation,
        unit=unit,
        year=int(year),
        office=services.case_office,
        within=within,
    )
    _write(Path(output), pdf)


def _write(path: Path, pdf: bytes, *, quiet: bool = False) -> None:
    _refuse_existing(path)
    write_once(path, pdf, mode=0o644)
    if not quiet:
        click.echo(f"✓ {path}")


def _refuse_existing(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise click.UsageError(f"{path}: đã có tệp này, không ghi đè. / This file exists and is not written over.")
