"""``vanban doctor``: probe every tool and service, with the remedy."""

from __future__ import annotations

import dataclasses
import sys

import click

from vanban.cli.output import json_option, print_json
from vanban.services import probes
from vanban.settings import default_home


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Probe every tool and service, with the remedy. Exits 1 if something that is needed is missing."""
    findings = probes.examine(default_home())
    for one in findings:
        if as_json:
            print_json({**dataclasses.asdict(one), "ok": not one.problem})
            continue
        mark = "✓" if not one.problem else "✗" if one.needed else "–"
        click.echo(f"{mark} {one.name:<16} {one.found}".rstrip())
        if one.problem:
            click.echo(f"    {one.vi}  ({one.problem})")
            click.echo(f"    → {one.remedy}")
    sys.exit(1 if any(one.problem and one.needed for one in findings) else 0)
