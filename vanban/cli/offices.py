"""``vanban offices``: the directory of issuing offices and places, and the office's own part of it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vanban.cli.output import json_option, print_json

if TYPE_CHECKING:
    from processors.directory import Entry, Problem


HELP = """Look a printed name up, or check the office's own directory; needs no services.

\b
The office's own file is offices.csv in the state directory: CSV, UTF-8, with the columns
  name, abbreviation, level, valid_from, valid_to, successor
for example:  Trường Mầm non Hoa Mai,MNHM,office,2025-07-01,,
"""


@click.command(help=HELP)
@click.argument("text", nargs=-1, metavar="[TEXT]...")
@click.option(
    "--import",
    "new",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Check this CSV file and take it as the office's own directory.",
)
@json_option
def command(text: tuple[str, ...], new: Path | None, as_json: bool) -> None:
    """Look up, check, or take in; exit 1 if nothing was found or a line is bad."""
    from processors.directory import as_rows, read_offices, shipped, with_own
    from vanban.durable_files import write_whole
    from vanban.settings import OFFICES, default_home

    path = default_home() / OFFICES
    source = new or path
    entries, problems = read_offices(source) if source.exists() else ([], [])
    if text:
        _look_up(" ".join(text), with_own(as_rows(entries)).find_all(" ".join(text)), as_json=as_json)
        return
    _report(source, entries, problems, count=len(shipped()), as_json=as_json)
    if problems:
        sys.exit(1)
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, new.read_bytes())
        click.echo(f"Đã nhận vào {path} / taken in.", err=as_json)


def _look_up(text: str, found: list[Entry], *, as_json: bool) -> None:
    for entry in found:
        if as_json:
            print_json(asdict(entry))
        else:
            until = f" … {entry.valid_to}" if entry.valid_to else ""
            successor = f" → {entry.successor}" if entry.successor else ""
            click.echo(f"  {entry.name}  [{entry.abbreviation}]  {entry.level}  {entry.valid_from}{until}{successor}")
    if not found:
        click.echo(f"Không có “{text}” trong danh bạ. / {text!r} is not in the directory.", err=True)
        sys.exit(1)


def _report(path: Path, entries: list[Entry], problems: list[Problem], *, count: int, as_json: bool) -> None:
    if as_json:
        told = [asdict(problem) for problem in problems]
        print_json({"file": str(path), "entries": len(entries), "problems": told, "shipped": count})
        return
    click.echo(f"Danh bạ kèm theo / shipped: {count}. Của cơ quan / the office's own: {len(entries)}, {path}")
    for problem in problems:
        click.echo(f"  dòng {problem.line}: {problem.vi} / line {problem.line}: {problem.en}", err=True)
