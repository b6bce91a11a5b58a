"""``vanban disposal``: what is past its term, listed by one person, approved by another, carried out."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.domain.disposal import DisposalItem, DisposalList, ItemState

actor_option = click.option("--as", "actor", default=getpass.getuser, help="Account of who does it.")


@click.group()
def command() -> None:
    """Tiêu hủy tài liệu hết thời hạn: never by itself, never by one person, never against a lock or a hold."""


@command.command("due")
@json_option
def due(as_json: bool) -> None:
    """Show the documents whose term and locks are over and which no hold protects. Changes nothing."""
    from vanban.bootstrap import build
    from vanban.workflows.disposal import due_for_disposal

    for item in due_for_disposal(build().disposal_office):
        _show_item(item, as_json=as_json)


@command.command("propose")
@click.argument("document_ids", metavar="[ID]...", nargs=-1)
@click.option("--all-due", is_flag=True, help="Everything that `vanban disposal due` shows.")
@click.option("--why", required=True, help="The reason.")
@actor_option
@json_option
def propose_list(document_ids: tuple[str, ...], all_due: bool, why: str, actor: str, as_json: bool) -> None:
    """List documents for disposal; a second person approves the list."""
    from vanban.bootstrap import build
    from vanban.workflows.disposal import MOST, due_for_disposal, propose

    office = build().disposal_office
    found = [item.document_id for item in due_for_disposal(office)][:MOST] if all_due else []
    _show(propose([*document_ids, *found], actor=actor, why=why, office=office), as_json=as_json)


@command.command("approve")
@click.argument("list_id", metavar="LIST")
@click.option("--say", "words", default="", help="Words of who approves.")
@actor_option
@json_option
def approve_list(list_id: str, words: str, actor: str, as_json: bool) -> None:
    """Approve a list that somebody else proposed; it is kept in the archive, nothing is deleted yet."""
    from vanban.bootstrap import build
    from vanban.workflows.disposal import approve

    _show(approve(list_id, actor=actor, words=words, office=build().disposal_office), as_json=as_json)


@command.command("withdraw")
@click.argument("list_id", metavar="LIST")
@click.option("--why", required=True, help="The reason.")
@actor_option
@json_option
def withdraw_list(list_id: str, why: str, actor: str, as_json: bool) -> None:
    """Withdraw or refuse a list that is not approved yet."""
    from vanban.bootstrap import build
    from vanban.workflows.disposal import withdraw

    _show(withdraw(list_id, actor=actor, why=why, office=build().disposal_office), as_json=as_json)


@command.command("carry-out")
@click.argument("list_id", metavar="LIST")
@actor_option
@json_option
def carry_list_out(list_id: str, actor: str, as_json: bool) -> None:
    """Delete what an approved list names, record by record; what a hold or a lock protects now is kept. Repeatable.

    Exits 1 if something was kept.
    """
    from vanban.bootstrap import build
    from vanban.workflows.carry_out import carry_out

    outcome = carry_out(list_id, actor=actor, room=build().carrying_out())
    if as_json:
        print_json({"list": list_id, "deleted": outcome.deleted, "kept": outcome.kept})
    else:
        for document_id in outcome.deleted:
            click.echo(f"✓ {document_id}  đã tiêu hủy (disposed of)")
        for document_id, why in outcome.kept.items():
            click.echo(f"– {document_id}  giữ lại (kept): {why}")
    sys.exit(1 if outcome.kept else 0)


@command.command("list")
@click.argument("list_id", metavar="[LIST]", default="")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write the approved LIST to print here.")
@json_option
def list_lists(list_id: str, page: Path | None, as_json: bool) -> None:
    """Show every list, or one with its records."""
    from vanban.bootstrap import build
    from vanban.ports import ARCHIVE

    services = build()
    with services.register.begin() as uow:
        found = [uow.disposals.get(list_id)] if list_id else uow.disposals.list()
    for listed in found:
        _show(listed, as_json=as_json, with_items=bool(list_id))
    if page is not None and list_id and found[0].manifest_sha256:
        page.write_bytes(services.store.get(ARCHIVE, found[0].page_key))


def _show(listed: DisposalList, *, as_json: bool, with_items: bool = True) -> None:
    if as_json:
        print_json(
            {
                "list": listed.id,
                "state": listed.state.value,
                "proposed_by": listed.proposed_by,
                "proposed_at": listed.proposed_at.isoformat(),
                "why": listed.why,
                "decided_by": listed.decided_by or None,
                "decided_at": listed.decided_at.isoformat() if listed.decided_at else None,
                "manifest_sha256": listed.manifest_sha256 or None,
                "records": [
                    {**item.described(), "state": item.state.value, "note": item.note} for item in listed.items
                ],
            }
        )
        return
    decided = f"; {listed.decided_by} {shown(listed.decided_at)}" if listed.decided_at else ""
    proposed = f"{listed.proposed_by} {shown(listed.proposed_at)}: {listed.why}"
    click.echo(f"{listed.id}  {listed.state.value}  {len(listed.items)} tài liệu  {proposed}{decided}")
    for item in listed.items if with_items else ():
        _show_item(item, as_json=False)


def _show_item(item: DisposalItem, *, as_json: bool) -> None:
    if as_json:
        print_json(item.described())
        return
    state = "" if item.state is ItemState.LISTED else f"  [{item.state.value}{': ' + item.note if item.note else ''}]"
    about = " ".join(part for part in (item.kind, item.number) if part)
    click.echo(f"  {item.document_id}  {about}  {item.code}: {item.term}, hết {item.last_day}{state}")
