"""``vanban down``: stop every service that this installation started."""

from __future__ import annotations

import click

from vanban.cli.output import json_option, print_json
from vanban.services import system
from vanban.settings import default_home


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Stop every service that this installation started, and nothing else."""

    def show(*, vi: str, en: str) -> None:
        if as_json:
            print_json({"vi": vi, "en": en})
        else:
            click.echo(f"{vi}  ({en})")

    system.down(default_home(), progress=show)
