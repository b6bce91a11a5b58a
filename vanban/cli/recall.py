"""``vanban recall``: call an issued document back: an official decides, the clerk tells the recipients."""

from __future__ import annotations

import getpass

import click

from vanban.cli.issue import WAYS
from vanban.domain.issuing import Dispatch, Way


@click.command()
@click.argument("document_id")
@click.option("--why", default="", help="The official's reason: records the decision.")
@click.option("--basis", default="", help="Number and symbol of a decision on paper, if there is one.")
@click.option("--told", is_flag=True, help="The clerk's part: every recipient was told.")
@click.option("--way", type=click.Choice(WAYS), help="How they were told; as it was sent by default.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the official, or of the clerk.")
def command(document_id: str, why: str, basis: str, told: bool, way: str | None, actor: str) -> None:
    """Recall DOCUMENT_ID: first with --why as an official, then with --told as the clerk. It stays in the archive."""
    from vanban.bootstrap import build
    from vanban.workflows.issue_document import decide_recall, tell_recall

    if told == bool(why):
        raise click.UsageError("--why (lãnh đạo) hoặc --told (văn thư). / Give either --why or --told.")
    room = build().issuing_room
    if why:
        decide_recall(document_id, reason=why, basis=basis, by=actor, room=room)
        click.echo(f"Đã ghi quyết định thu hồi văn bản {document_id}; văn thư thông báo cho các nơi nhận.")
        return
    with room.register.begin() as uow:
        sent = uow.issuing.of(document_id).sent_to
    notices = [Dispatch(one.recipient, Way(way) if way else one.way) for one in sent]
    done = tell_recall(document_id, notices, by=actor, room=room)
    count = len(done.recalled.dispatches) if done.recalled else 0
    click.echo(f"Đã thu hồi văn bản {document_id}, đã thông báo {count} nơi nhận.")
