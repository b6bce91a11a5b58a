"""``vanban issue``: record that a sealed document was sent to its recipients."""

from __future__ import annotations

import datetime as dt
import getpass

import click

from vanban.domain.issuing import Dispatch, Way

WAYS = [way.value for way in Way]


@click.command()
@click.argument("document_id")
@click.option("--to", "names", multiple=True, help="A recipient; those of the register entry by default.")
@click.option("--way", type=click.Choice(WAYS), default=Way.NETWORK.value, show_default=True, help="How it goes.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Day of sending; today by default.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the clerk.")
def command(document_id: str, names: tuple[str, ...], way: str, day: dt.datetime | None, actor: str) -> None:
    """Issue DOCUMENT_ID: note to whom it was sent, how and when."""
    from vanban.bootstrap import build
    from vanban.workflows.issue_document import issue_document, recipients_named

    services = build()
    if not names:
        with services.register.begin() as uow:
            names = recipients_named(uow.documents.get(document_id))
    done = issue_document(
        document_id,
        [Dispatch(name, Way(way)) for name in names],
        by=actor,
        room=services.issuing_room,
        day=day.date() if day else None,
    )
    click.echo(f"Đã phát hành văn bản {document_id} đến {len(done.sent_to)} nơi nhận.")
