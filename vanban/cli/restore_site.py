"""``vanban restore-site``: restore a whole site into an empty installation."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds
from vanban.services import system
from vanban.services.embedded_stores import FIRST, SECOND
from vanban.settings import default_home
from vanban.workflows.restore_site import restore_site

SECONDS = 24 * 3600
NEEDED = ("postgres", FIRST.name, SECOND.name)
"""Only these run meanwhile: no pipeline may work on a register that is being replaced."""


@click.command()
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the set; by default the second store.",
)
@click.option("--set", "name", default="", help="Name of the set; by default the newest.")
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="File of the recovery key (AGE-SECRET-KEY-…).",
)
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@json_option
def command(source: Path | None, name: str, key: Path, seconds: int, as_json: bool) -> None:
    """Restore a site from a backup set into an empty installation, and read everything again. Exits 1 on a finding."""
    from vanban.bootstrap import build

    home = default_home()

    def show(*, vi: str, en: str) -> None:
        if not as_json:
            click.echo(f"{vi}  ({en})")

    system.up(home, progress=show, only=NEEDED)
    try:
        restored = restore_site(
            build().restore_room(source), key=key.read_text(encoding="utf-8"), name=name, keep_on=for_seconds(seconds)
        )
    finally:
        system.down(home, progress=show)
    findings = restored.audit.findings
    if as_json:
        print_json(
            {
                "set": restored.backup.name,
                "documents": restored.documents,
                "objects": restored.objects,
                "read_again": restored.audit.objects,
                "whole": restored.audit.whole,
                "findings": [[one.kind, one.subject, one.detail] for one in findings],
            }
        )
    else:
        for one in findings:
            click.echo(f"✗ {one.kind}  {one.subject}  {one.detail}")
        click.echo(
            f"{'✓' if restored.green else '✗'} {restored.backup.name}: {restored.documents} văn bản (documents), "
            f"{restored.objects} đối tượng đã khôi phục (objects brought back), "
            f"{restored.audit.objects} đã đọc lại (read again), {len(findings)} phát hiện (findings)."
        )
        click.echo("Bước sau: vanban up  (next: vanban up)")
    sys.exit(0 if restored.green else 1)
