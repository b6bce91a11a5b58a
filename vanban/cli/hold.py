"""``vanban hold``: ban the disposal of a record, lift the ban, list what is banned."""

from __future__ import annotations

import getpass

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds, shown
from vanban.domain.keeping import Hold

SECONDS = 60
"""How long the store's own hold is tried at once; the nightly run does what is left."""

actor_option = click.option("--as", "actor", default=getpass.getuser, help="Account of who does it.")
why_option = click.option("--why", required=True, help="The reason.")


@click.group()
def command() -> None:
    """Lệnh giữ (tạm dừng tiêu hủy): a document under hold is never disposed of; a second person releases it."""


@command.command("place")
@click.argument("document_id", metavar="ID")
@why_option
@actor_option
@json_option
def place(document_id: str, why: str, actor: str, as_json: bool) -> None:
    """Ban the disposal of a document, in the register and in the store."""
    from vanban.bootstrap import build
    from vanban.workflows.holds import place_hold

    services = build()
    _show(place_hold(document_id, actor=actor, why=why, office=services.hold_office), as_json=as_json)
    _follow(document_id)


@command.command("release")
@click.argument("hold_id", metavar="HOLD")
@why_option
@actor_option
@json_option
def release(hold_id: str, why: str, actor: str, as_json: bool) -> None:
    """Lift the ban HOLD that somebody else placed."""
    from vanban.bootstrap import build
    from vanban.workflows.holds import release_hold

    hold = release_hold(hold_id, actor=actor, why=why, office=build().hold_office)
    _show(hold, as_json=as_json)
    _follow(hold.subject)


@command.command("list")
@click.option("--all", "with_released", is_flag=True, help="Also those that were released.")
@json_option
def list_holds(with_released: bool, as_json: bool) -> None:
    """List the holds in force."""
    from vanban.bootstrap import build

    with build().register.begin() as uow:
        found = uow.holds.list(open_only=not with_released)
    for hold in found:
        _show(hold, as_json=as_json)


def _follow(subject: str) -> None:
    """Have the store's own hold follow the register's at once."""
    from vanban.bootstrap import build
    from vanban.workflows.keep_locks import keep_locks

    for finding in keep_locks(build().lock_room, keep_on=for_seconds(SECONDS), only=subject).findings:
        click.echo(f"✗ {finding.kind}  {finding.store} {finding.detail} → `vanban renew`", err=True)


def _show(hold: Hold, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "hold": hold.id,
                "document": hold.subject,
                "placed_by": hold.placed_by,
                "placed_at": hold.placed_at.isoformat(),
                "why": hold.why,
                "released_by": hold.released_by or None,
                "released_at": hold.released_at.isoformat() if hold.released_at else None,
                "release_why": hold.release_why or None,
            }
        )
        return
    ended = f"; gỡ {shown(hold.released_at)} bởi {hold.released_by}: {hold.release_why}" if hold.released_at else ""
    click.echo(f"{hold.id}  {hold.subject}  {shown(hold.placed_at)} bởi {hold.placed_by}: {hold.why}{ended}")
