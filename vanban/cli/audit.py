"""``vanban audit``: fixity, locks, reconciliation and event log."""

from __future__ import annotations

import dataclasses
import sys

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds
from vanban.workflows.audit import audit_archive

SECONDS = 1800
"""A run ends by then; the next one goes on where it stopped."""


@click.command()
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@json_option
def command(seconds: int, as_json: bool) -> None:
    """Read the archive again and compare it with the register and the event chain. Exits 1 on any finding."""
    from vanban.bootstrap import build

    result = audit_archive(build().audit_room, keep_on=for_seconds(seconds))
    if as_json:
        print_json(dataclasses.asdict(result))
    else:
        for finding in result.findings:
            click.echo(f"✗ {finding.kind}  {finding.subject}  {finding.detail}")
        reach = "toàn bộ kho (whole archive)" if result.whole else "một phần, lần sau tiếp tục (partly)"
        click.echo(
            f"{result.documents} gói (packages), {result.objects} đối tượng (objects), "
            f"{len(result.findings)} phát hiện (findings); {reach}"
        )
    sys.exit(1 if result.findings else 0)
