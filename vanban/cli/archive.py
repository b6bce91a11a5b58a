"""``vanban archive``: package and lock what is finished."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds
from vanban.workflows.archive import Archived, archive_ready
from vanban.workflows.archive_cases import ArchivedCase, archive_closed

SECONDS = 300
"""A pass ends by then; the next one goes on."""


@click.command()
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@click.option(
    "--check",
    metavar="FOLDER|ID|PREFIX",
    multiple=True,
    help="Archive nothing; check packages by code that did not write them: in a folder, or in the archive.",
)
@json_option
def command(seconds: int, check: tuple[str, ...], as_json: bool) -> None:
    """Package finished documents and closed case files, lock the packages, read everything back."""
    from vanban.bootstrap import build

    if check:
        wrong = [name for name in check if not _check(name, as_json=as_json)]
        sys.exit(1 if wrong else 0)

    failed = archived = 0
    room, keep_on = build().archive_room, for_seconds(seconds)
    # Case files come last: they wait for their documents.
    outcomes: Iterator[Archived | ArchivedCase] = itertools.chain(
        archive_ready(room, keep_on=keep_on), archive_closed(room, keep_on=keep_on)
    )
    for outcome in outcomes:
        archived += outcome.receipt is not None
        failed += outcome.error is not None
        _show(outcome, as_json=as_json)
    if not as_json:
        click.echo(f"{archived} đã lưu trữ (archived), {failed} chưa lưu trữ được (failed)")
    sys.exit(1 if failed else 0)


def _check(name: str, *, as_json: bool) -> bool:
    """Check the packages of one name, tell, and return whether all are whole."""
    from vanban.bootstrap import build
    from vanban.workflows.check_packages import check_folders, check_stored

    services = build()
    if Path(name).is_dir():
        checked = list(check_folders(Path(name), verifier=services.verifier))
    else:
        found = check_stored(name, register=services.register, store=services.store, verifier=services.verifier)
        checked = list(found)
    for one in checked:
        if as_json:
            defects = [{"code": d.code, "path": d.path, "detail": d.sentence} for d in one.defects]
            print_json({"package": one.name, "whole": not one.defects, "defects": defects})
            continue
        click.echo(f"{'✗' if one.defects else '✓'} {one.name}")
        for defect in one.defects:
            click.echo(f"  {defect.code}: {defect.sentence}")
    return not any(one.defects for one in checked)


def _show(outcome: Archived | ArchivedCase, *, as_json: bool) -> None:
    receipt, error = outcome.receipt, outcome.error
    kind = "document" if isinstance(outcome, Archived) else "case_file"
    subject = outcome.document_id if isinstance(outcome, Archived) else outcome.case_file_id
    told = {
        kind: subject,
        "archived": receipt is not None,
        "package": receipt.package if receipt else None,
        "manifest_sha256": receipt.manifest_sha256 if receipt else None,
        "objects": len(receipt.objects) if receipt else 0,
        "retain_until": receipt.retain_until.isoformat() if receipt else None,
        "reason": {"vi": error.vi, "en": error.en, "remedy": error.remedy} if error else None,
    }
    if as_json:
        print_json(told)
    elif receipt is not None:
        click.echo(f"✓ {subject}  {receipt.package}  → {receipt.retain_until:%d/%m/%Y}")
    elif error is not None:
        click.echo(f"✗ {subject}  {error.vi} / {error.en} → {error.remedy}")
