"""``vanban retention``: the schedule of terms, and the term of a record."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from vanban.cli.authority import DAY
from vanban.cli.output import json_option, print_json
from vanban.domain.keeping import Term
from vanban.workflows.terms import Kept


@click.group()
def command() -> None:
    """Bảng thời hạn bảo quản: list and check the schedule, show or decide the term of a document."""


@command.command("list")
@json_option
def list_terms(as_json: bool) -> None:
    """List the rows of the schedule that this office uses."""
    from vanban.bootstrap import build

    _show_terms(build().schedule.terms, as_json=as_json)


@command.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Check a table of the office's own; put it into the state directory as ``retention.csv`` to use it."""
    from storage.retention import load_schedule

    _show_terms(load_schedule(file).terms, as_json=as_json)


@command.command("show")
@click.argument("document_id", metavar="ID")
@json_option
def show(document_id: str, as_json: bool) -> None:
    """Show how long a document is kept, and why."""
    from vanban.bootstrap import build
    from vanban.workflows.terms import term_of

    _show_kept(document_id, term_of(document_id, office=build().term_office), as_json=as_json)


@command.command("set")
@click.argument("document_id", metavar="ID")
@click.argument("code")
@click.option("--why", required=True, help="The reason.")
@click.option("--ended", type=DAY, help="The day the work ended; the document's own date by default.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of who decides.")
@json_option
def decide(document_id: str, code: str, why: str, ended: object, actor: str, as_json: bool) -> None:
    """Give a document the term CODE of the schedule; a term that was decided before only becomes longer."""
    from vanban.bootstrap import build
    from vanban.workflows.terms import decide_term

    day = ended.date() if hasattr(ended, "date") else None
    kept = decide_term(document_id, code, actor=actor, why=why, ended=day, office=build().term_office)
    _show_kept(document_id, kept, as_json=as_json)


def _show_terms(terms: tuple[Term, ...], *, as_json: bool) -> None:
    for term in terms:
        if as_json:
            print_json(_summary(term))
        else:
            what = f"{term.kind} · {term.group}" if term.kind and term.group else term.kind or term.group
            click.echo(f"{term.code:8} {term.shown:14} từ {term.valid_from:%d/%m/%Y}  {what}  ({term.basis})")


def _show_kept(document_id: str, kept: Kept, *, as_json: bool) -> None:
    last = kept.last_day
    if as_json:
        told = {"document": document_id, **_summary(kept.term), "ended": kept.ended.isoformat() if kept.ended else None}
        print_json(told | {"last_day": last.isoformat() if last else None})
        return
    until = f", đến hết {last:%d/%m/%Y}" if last else ""
    click.echo(f"{document_id}  {kept.term.code}: {kept.term.shown}{until}  ({kept.term.basis})")


def _summary(term: Term) -> dict[str, object]:
    return {
        "code": term.code,
        "kind": term.kind,
        "group": term.group,
        "years": term.years,
        "permanent": term.permanent,
        "valid_from": term.valid_from.isoformat(),
        "basis": term.basis,
    }
