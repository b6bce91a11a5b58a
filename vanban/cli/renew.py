"""``vanban renew``: extend the locks that end soon, renew the time-stamps that end soon."""

from __future__ import annotations

import sys

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds

SECONDS = 1800
"""Each half of a run ends by then; the next one goes on where it stopped."""


@click.command()
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop each half after so.")
@json_option
def command(seconds: int, as_json: bool) -> None:
    """Extend every lock and renew every archive time-stamp that ends soon. Exits 1 if one could not be."""
    from vanban.bootstrap import build
    from vanban.workflows.keep_locks import keep_locks
    from vanban.workflows.renew_evidence import renew_evidence

    services = build()
    kept = keep_locks(services.lock_room, keep_on=for_seconds(seconds))
    renewed = renew_evidence(services.renewal_room, keep_on=for_seconds(seconds))
    found, whole = [*kept.findings, *renewed.findings], kept.whole and renewed.whole
    if as_json:
        told = {"locks": kept.packages, "documents": renewed.documents, "roots": renewed.roots, "whole": whole}
        said = [{"kind": o.kind, "store": o.store, "subject": o.subject, "detail": o.detail} for o in found]
        print_json(told | {"findings": said})
    else:
        for finding in found:
            where = f"[{finding.store}] " if finding.store else ""
            click.echo(f"✗ {finding.kind}  {where}{finding.subject}  {finding.detail}")
        click.echo(f"{kept.packages:>8}  gói được gia hạn khóa hoặc đặt lại lệnh giữ (locks renewed)")
        click.echo(f"{renewed.documents:>8}  văn bản được gia hạn dấu thời gian (documents stamped again)")
        click.echo(f"{renewed.roots:>8}  gốc nhật ký được gia hạn dấu thời gian (roots stamped again)")
        if not whole:
            click.echo("Hết giờ: lần sau tiếp tục. (Time is up; the next run goes on.)")
    sys.exit(1 if found else 0)
