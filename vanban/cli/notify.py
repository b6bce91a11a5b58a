"""``vanban notify``: send what waits, try the channels, list what was given up."""

from __future__ import annotations

from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.errors import RefusedError
from vanban.domain.notices import Channel, NoticeKind


@click.group()
def command() -> None:
    """Notices by mail and webhook: send what waits, try a channel, list what was given up."""


@command.command()
@json_option
def send(as_json: bool) -> None:
    """Send every notice that is due, after looking at deadlines, also of sending. The DAG does the same."""
    from vanban.bootstrap import build
    from vanban.workflows.send_notices import send_notices
    from vanban.workflows.tell_people import tell_deadlines, tell_unissued

    room = build().notice_room
    told = tell_deadlines(register=room.register, clock=room.clock, days=room.due_soon_days)
    told += tell_unissued(register=room.register, clock=room.clock)
    counted = {"deadlines": told, **send_notices(room, keep_on=lambda: True)}
    if as_json:
        print_json(counted)
    else:
        click.echo(", ".join(f"{name} {count}" for name, count in counted.items()))


@command.command()
@click.argument("channel", type=click.Choice([Channel.MAIL.value, Channel.WEBHOOK.value]))
@click.option("--to", default="", help="Mail address.")
def test(channel: str, to: str) -> None:
    """Send one message that tells of nothing, to see that a channel works."""
    from vanban.bootstrap import build
    from vanban.domain.identifiers import new_id
    from vanban.domain.notices import check_mail
    from vanban.ports import Message

    services = build()
    courier = services.couriers.get(Channel(channel))
    if courier is None:
        raise RefusedError(
            f"{channel} is not configured.",
            vi=f"Chưa cấu hình kênh {channel}.",
            remedy="See docs/operations.md, “Notices”. / Hãy xem docs/operations.md, “Notices”.",
        )
    if channel == Channel.MAIL and not to:
        raise click.UsageError("--to is needed for mail.")
    check_mail(to)
    link = f"{services.notice_room.address}/notices"
    told: dict[str, Any] = {"account": "", "address": to, "label": "TEST", "link": link}
    courier.deliver(Message(id=new_id(), kind=NoticeKind.TO_SIGN, at=services.clock.now(), **told))
    click.echo("OK")


@command.command("failed")
@json_option
def list_failed(as_json: bool) -> None:
    """List what was given up, the newest first."""
    from vanban.bootstrap import build

    with build().register.begin() as uow:
        given_up = uow.notices.given_up()
    for one in given_up:
        told = {"id": one.notice.id, "channel": one.channel.value, "account": one.notice.account}
        told |= {"kind": one.notice.kind.value, "tries": str(one.tries), "error": one.error}
        if as_json:
            print_json(told)
        else:
            click.echo("  ".join(told.values()))
