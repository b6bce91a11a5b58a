"""``vanban up``: start the services of this machine and wait until they are healthy."""

from __future__ import annotations

import time

import click

from vanban.cli.output import json_option, print_json
from vanban.services import airflow, system
from vanban.settings import default_home


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Start the services of this machine and wait until they are healthy."""
    began = time.monotonic()

    def show(*, vi: str, en: str) -> None:
        passed = time.monotonic() - began
        if as_json:
            print_json({"seconds": round(passed, 1), "vi": vi, "en": en})
        else:
            click.echo(f"[{passed:5.1f} s] {vi}  ({en})")

    installation = system.up(default_home(), progress=show)
    if as_json:
        print_json({"home": installation.home, "airflow_url": airflow.url(installation)})
    else:
        click.echo(f"Airflow: {airflow.url(installation)}  ·  {installation.home}")
