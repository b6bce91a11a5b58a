"""``vanban direct``: the leadership's opinion on an incoming document, and what stands on its slip."""

from __future__ import annotations

import datetime as dt
import getpass

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.domain.directions import Assignment, Involvement, Opinion, Slip


def who_by_when(value: str) -> tuple[str, dt.date | None]:
    """Return the name and the day of ``phong-ns`` or ``phong-ns:2026-12-31``."""
    who, _, day = value.partition(":")
    try:
        return who.strip(), dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise click.BadParameter(f"{day} is no day such as 2026-12-31") from None


@click.command("direct")
@click.argument("document_id", metavar="ID")
@click.option(
    "--lead", "leads", multiple=True, type=who_by_when, metavar="WHO[:DAY]", help="Who leads; more than one may."
)
@click.option("--assist", "assists", multiple=True, type=who_by_when, metavar="WHO[:DAY]", help="Who assists.")
@click.option(
    "--inform", "informed", multiple=True, type=who_by_when, metavar="WHO[:DAY]", help="Who only gets to know."
)
@click.option("--opinion", default="", help="The opinion in words.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the official.")
@json_option
def command(
    document_id: str,
    leads: tuple[tuple[str, dt.date | None], ...],
    assists: tuple[tuple[str, dt.date | None], ...],
    informed: tuple[tuple[str, dt.date | None], ...],
    opinion: str,
    actor: str,
    *,
    as_json: bool,
) -> None:
    """Record who handles the incoming document ID and by when; without any option, show its slip."""
    from vanban.bootstrap import build
    from vanban.workflows.direct_document import Person, direct_document

    services = build()
    given = ((Involvement.LEADS, leads), (Involvement.ASSISTS, assists), (Involvement.INFORMED, informed))
    assignments = [Assignment(who, how, due) for how, people in given for who, due in people]
    if assignments or opinion:
        person = Person(actor)
        room = services.direction_room
        slip = direct_document(document_id, by=person, words=opinion, assignments=assignments, room=room)
    else:
        with services.register.begin() as uow:
            uow.documents.get(document_id)
            slip = uow.directions.slip(document_id)
    _show(slip, as_json=as_json)


def _show(slip: Slip, *, as_json: bool) -> None:
    for one in slip.opinions:
        if as_json:
            print_json(_as_json(one))
            continue
        click.echo(f"{shown(one.at)}  {one.by}  [{one.part.value}] {one.words}".rstrip())
        for given in one.assignments:
            until = f"  trước hết ngày {given.due:%d/%m/%Y}" if given.due else ""
            click.echo(f"    {given.involvement.value}: {given.who}{until}")
        if one.progress:
            click.echo(f"    {one.progress.value}{f' ({one.answer})' if one.answer else ''}")
    if not slip.opinions and not as_json:
        click.echo("Chưa có ý kiến nào.")


def _as_json(one: Opinion) -> dict[str, object]:
    return {
        "opinion": one.id,
        "part": one.part.value,
        "by": one.by,
        "at": one.at.isoformat(),
        "words": one.words,
        "assignments": [
            {
                "who": a.who,
                "involvement": a.involvement.value,
                "due": a.due.isoformat() if a.due else None,
                "task": a.task,
            }
            for a in one.assignments
        ],
        "progress": one.progress.value if one.progress else None,
        "answer": one.answer or None,
    }
