"""``vanban book``: registers and reports of an office and year, shown, written out, and closed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
from pathlib import Path
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.durable_files import write_once

# The words of ``vanban.workflows.papers``, which loads too much to be asked for the help.
PAPERS = ("so-den", "so-di", "so-theo-doi", "so-sao", "bao-cao-den", "bao-cao-di", "muc-luc-ho-so", "muc-luc-van-ban")
BOOKS = {"den": "sổ đến", "di": "sổ đi", "sao": "sổ bản sao"}
actor_option = click.option("--as", "actor", default=getpass.getuser, help="Account of who does it.")


@click.group()
def command() -> None:
    """Sổ đăng ký, sổ theo dõi, reports and lists (NĐ 30/2020, Phụ lục IV and VI)."""


@command.command("list")
@click.option("--office", default="", help="Only of one office.")
@json_option
def list_(office: str, as_json: bool) -> None:
    """List the books in which a number was given, the newest year first."""
    from vanban.bootstrap import build
    from vanban.workflows.books import opened_books

    for one in opened_books(office=build().book_office, unit=office):
        book = one.book
        if as_json:
            print_json({"office": book.office, "stream": book.direction.value, "series": book.series, "year": book.year,
                        "last": one.last})  # fmt: skip
        else:
            named = BOOKS[book.series or book.direction.value]
            click.echo(f"{book.year}  {book.office}  {named}  số cuối: {one.last}")


def _which(function: Any) -> Any:
    """Add the argument and options that say which paper."""
    for option in (
        click.option("--case-file", default="", metavar="ID", help="For muc-luc-van-ban: of which case file."),
        click.option("--year", type=click.IntRange(1900, 9999), help="This year by default."),
        click.option("--office", required=True, help="Office (unit) whose it is."),
        click.argument("paper", type=click.Choice(PAPERS)),
    ):
        function = option(function)
    return function


@command.command("show")
@_which
@click.option("--after", type=click.IntRange(0), default=0, help="Of a register: only numbers above this one.")
@click.option("--limit", type=click.IntRange(1), help="Of a register: at most so many lines.")
@json_option
def show(paper: str, office: str, year: int | None, case_file: str, *, after: int, limit: int | None,
         as_json: bool) -> None:  # fmt: skip
    """Show a register, report or list, column by column."""
    from vanban.bootstrap import build
    from vanban.workflows.books import sheet_of

    services = build()
    sheet = sheet_of(_wanted(paper, office, year, case_file), office=services.book_office, after=after, limit=limit)
    for table in sheet.tables:
        names = [column.name for column in table.columns]
        for row in table.rows:
            if as_json:
                print_json({"table": table.title or sheet.title, **dict(zip(names, row.cells, strict=True))})
            else:
                click.echo("  ".join(cell or "–" for cell in row.cells))
    if not as_json:
        for line in sheet.remarks:
            click.echo(line)


@command.command("write")
@_which
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".pdf or .xlsx")
@actor_option
@json_option
def write(paper: str, office: str, year: int | None, case_file: str, *, output: Path, actor: str,
          as_json: bool) -> None:  # fmt: skip
    """Write a register, report or list as PDF or XLSX; noted in the log of events."""
    from vanban.bootstrap import build
    from vanban.workflows.books import write_out
    from vanban.workflows.papers import FileForm

    form = output.suffix.lower().removeprefix(".")
    if form not in set(FileForm):
        raise click.UsageError(f"{output}: tên tệp phải kết thúc bằng .pdf hoặc .xlsx. / It ends in .pdf or .xlsx.")
    refuse_existing(output)
    wanted = _wanted(paper, office, year, case_file)
    write_once(output, write_out(wanted, FileForm(form), actor=actor, office=build().book_office), mode=0o644)
    if as_json:
        print_json({"paper": paper, "file": str(output)})
    else:
        click.echo(f"✓ {output}")


@command.command("close")
@click.argument("stream", metavar="BOOK", type=click.Choice(tuple(BOOKS)))
@click.option("--office", required=True, help="Office (unit) whose it is.")
@click.option("--year", type=click.IntRange(1900, 9999), required=True, help="A year that is over.")
@actor_option
@json_option
def close(stream: str, office: str, year: int, actor: str, as_json: bool) -> None:
    """Close the register of a year that is over: no number of it is given, voided or changed any more (khóa sổ)."""
    from vanban.bootstrap import build
    from vanban.domain.copies import COPY_SERIES
    from vanban.domain.document import Direction
    from vanban.ports import Book
    from vanban.workflows.close_book import close_book

    of_copies = stream == COPY_SERIES
    direction = Direction.OUTGOING if of_copies else Direction(stream)
    book = Book(office, direction, year, series=stream if of_copies else "")
    closing = close_book(book, actor=actor, office=build().book_office)
    if as_json:
        print_json(dataclasses.asdict(closing))
    else:
        click.echo(
            f"✓ {year}  {office}  {BOOKS[stream]}  số cuối: {closing.last}, đã hủy: {closing.voided}, "
            f"bỏ trống: {closing.missing}  {closing.closed_by}  sha256 {closing.pdf_sha256}"
        )


def refuse_existing(output: Path) -> None:
    """Refuse to write over a file."""
    if output.exists():
        raise click.UsageError(f"{output}: đã có tệp này, không ghi đè. / This file exists and is not written over.")


def _wanted(paper: str, office: str, year: int | None, case_file: str) -> Any:
    from vanban.clock import HANOI
    from vanban.workflows.papers import Paper, Wanted

    if paper == "muc-luc-van-ban" and not case_file:
        raise click.UsageError("--case-file: chưa nói hồ sơ nào. / Say of which case file.")
    this_year = dt.datetime.now(tz=HANOI).year
    return Wanted(paper=Paper(paper), office=office, year=year or this_year, case_file=case_file)


@command.command("paper")
@click.argument("kind", type=click.Choice(["dau-den", "phieu"]))
@click.argument("document_id", metavar="ID")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="PDF to write.")
@actor_option
def paper(kind: str, document_id: str, output: Path, actor: str) -> None:
    """Write the view of an incoming document with dấu ĐẾN, or its phiếu giải quyết, as PDF."""
    from vanban.bootstrap import build
    from vanban.workflows.arrival_papers import slip_paper, view_with_stamp

    refuse_existing(output)
    make = slip_paper if kind == "phieu" else view_with_stamp
    write_once(output, make(document_id, actor=actor, room=build().paper_room), mode=0o644)
    click.echo(f"✓ {output}")
