"""``vanban renew``: extend the locks that end soon, and let the store's holds follow the register."""

from __future__ import annotations

import sys

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds

SECONDS = 1800
"""A run ends by then; the next one goes on where it stopped."""


@click.command()
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@json_option
def command(seconds: int, as_json: bool) -> None:
    """Extend every lock that ends soon; locks only ever become longer. Exits 1 if one could not be extended."""
    from vanban.bootstrap import build
    from vanban.workflows.keep_locks import keep_locks

    kept = keep_locks(build().lock_room, keep_on=for_seconds(seconds))
    if as_json:
        found = [{"kind": one.kind, "subject": one.subject, "detail": one.detail} for one in kept.findings]
        print_json({"locks": kept.packages, "whole": kept.whole, "findings": found})
    else:
        for finding in kept.findings:
            click.echo(f"✗ {finding.kind}  {finding.subject}  {finding.detail}")
        reach = "đã xét tất cả (all)" if kept.whole else "một phần, lần sau tiếp tục (partly)"
        click.echo(f"{kept.packages} gói được gia hạn khóa hoặc đặt lại lệnh giữ (locks renewed); {reach}")
    sys.exit(1 if kept.findings else 0)
