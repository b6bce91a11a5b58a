"""``vanban replicate``: bring the second copy of the archive up to date."""

from __future__ import annotations

import dataclasses
import sys

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds
from vanban.workflows.replicate import replicate

SECONDS = 1800


@click.command()
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@json_option
def command(seconds: int, as_json: bool) -> None:
    """Copy to the second store what is not there yet, under the same locks, and read it back. Exits 1 on a finding."""
    from vanban.bootstrap import build

    done = replicate(build().copy_room, keep_on=for_seconds(seconds))
    if as_json:
        print_json(dataclasses.asdict(done))
    else:
        for finding in done.findings:
            click.echo(f"✗ {finding.kind}  {finding.subject}  {finding.detail}")
        reach = "đủ" if done.whole else "chưa hết, lần sau tiếp tục"
        en = "complete" if done.whole else "the next run goes on"
        click.echo(f"{done.objects} đối tượng đã sao, {done.bytes} byte; {reach}. (objects copied; {en}.)")
    sys.exit(1 if done.findings else 0)
