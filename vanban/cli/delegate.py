"""``vanban delegate``: pass a right to sign on, with dates and a basis; both names stay in the trail."""

from __future__ import annotations

from typing import Any

import click

from vanban.cli.authority import limits, line, row_of, summary
from vanban.cli.output import json_option, print_json
from vanban.domain.batch import Capacity


@click.command()
@click.argument("from_account")
@click.argument("to_account")
@click.option(
    "--capacity",
    type=click.Choice([Capacity.TUQ.value, Capacity.KT.value, Capacity.TL.value], case_sensitive=False),
    default=Capacity.TUQ.value,
    show_default=True,
)
@limits
@click.option("--as", "actor", help="Account of who notes it; FROM_ACCOUNT by default.")
@json_option
def command(from_account: str, to_account: str, capacity: str, actor: str | None, as_json: bool, **given: Any) -> None:
    """Let TO_ACCOUNT sign for FROM_ACCOUNT; it lapses when the right of FROM_ACCOUNT does."""
    from vanban.bootstrap import build
    from vanban.workflows.authorities import delegate

    office = build().authority_office
    who = actor or from_account
    wanted = row_of(to_account, Capacity(capacity), from_account, actor=who, now=office.clock.now(), **given)
    row = delegate(wanted, actor=who, office=office)
    if as_json:
        print_json(summary(row, current=True))
    else:
        click.echo(line(row))
