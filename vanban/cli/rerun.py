"""``vanban rerun``: receive a refused file again, or read a document again."""

from __future__ import annotations

import getpass

import click

from vanban.workflows.rerun import Step

_SAID = {
    Step.EXAMINE: "Lượt tiếp nhận sau sẽ tiếp nhận lại tệp {}.",
    Step.READ: "Văn bản {} sẽ được kiểm tra chữ ký và đọc lại.",
}


@click.command()
@click.argument("subject", metavar="ID")
@click.option("--from", "step", type=click.Choice([one.value for one in Step]), help="By default what fits its state.")
@click.option("--why", required=True, help="The reason, for the event log.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the person.")
def command(subject: str, step: str | None, why: str, actor: str) -> None:
    """Run ID again: a refused file by its claim (from examine), a document before registering (from read)."""
    from vanban.bootstrap import build
    from vanban.workflows.rerun import rerun

    begun = rerun(subject, why=why, actor=actor, step=Step(step) if step else None, room=build().rerun_room)
    click.echo(_SAID[begun].format(subject))
