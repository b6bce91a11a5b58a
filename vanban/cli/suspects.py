"""``vanban suspects``: files with a possible mark of state secrecy; ask for their release, confirm or refuse it."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError
from vanban.domain.second_look import SecondLook


@click.group()
def command() -> None:
    """Files with a possible mark of state secrecy, by digest only: list, ask for release, confirm, refuse."""


@command.command("list")
@json_option
def list_suspects(as_json: bool) -> None:
    """List suspects with the state of the request for release."""
    from vanban.bootstrap import build
    from vanban.workflows.second_look import suspects

    with build().register.begin() as uow:
        found = suspects(uow)
    for one in found:
        state = one.look.decision.value if one.look else ""
        by = one.look.asked_by if one.look else ""
        if as_json:
            told = {"sha256": one.sha256, "size": one.size, "received_at": one.received_at.isoformat()}
            print_json({**told, "received_by": one.received_by, "release": state, "asked_by": by})
        else:
            click.echo(f"{one.sha256}  {one.size}  {shown(one.received_at)}  {one.received_by}  {state} {by}".rstrip())


def decision_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every decision about a suspect says."""
    for option in (
        click.option("--as", "actor", default=getpass.getuser, help="Account of the person."),
        click.option("--office", required=True, help="The person's office."),
        click.option("--why", required=True, help="The reason; never quote the document."),
        click.argument("sha256"),
    ):
        function = option(function)
    return function


_PAPER_SEEN = click.option(
    "--paper-seen", is_flag=True, help="You looked at the paper, and it bears no mark of state secrecy."
)


@command.command()
@decision_options
@click.option("--direction", type=click.Choice([one.value for one in Direction]), default=Direction.INCOMING.value)
@_PAPER_SEEN
def ask(sha256: str, why: str, office: str, actor: str, direction: str, paper_seen: bool) -> None:
    """Ask that SHA256 be released into your office; somebody else confirms it."""
    from vanban.bootstrap import build
    from vanban.workflows.second_look import ask_release

    _check_seen(paper_seen)
    room = build().second_look_room
    _tell(ask_release(sha256, why=why, actor=actor, office=office, direction=Direction(direction), room=room))


@command.command()
@decision_options
@_PAPER_SEEN
def confirm(sha256: str, why: str, office: str, actor: str, paper_seen: bool) -> None:
    """Release SHA256, which somebody else asked for: it is read again like any other file."""
    from vanban.bootstrap import build
    from vanban.workflows.second_look import confirm_release

    _check_seen(paper_seen)
    _tell(confirm_release(sha256, why=why, actor=actor, office=office, room=build().second_look_room))


@command.command()
@decision_options
def refuse(sha256: str, why: str, office: str, actor: str) -> None:
    """Leave SHA256 locked, or take the own request back."""
    from vanban.bootstrap import build
    from vanban.workflows.second_look import refuse_release

    _tell(refuse_release(sha256, why=why, actor=actor, office=office, room=build().second_look_room))


def _check_seen(paper_seen: bool) -> None:
    if not paper_seen:
        raise RefusedError(
            "Look at the paper first: a real state secret is never released here.",
            vi="Hãy xem bản giấy trước: bí mật nhà nước thật thì không bao giờ được gỡ tại đây.",
            remedy="Then add --paper-seen. / Sau đó thêm --paper-seen.",
        )


def _tell(look: SecondLook) -> None:
    who = f"{look.asked_by} → {look.decided_by}" if look.decided_by else look.asked_by
    click.echo(f"{look.sha256}  {look.decision.value}  ({who})")
