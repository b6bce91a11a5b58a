"""``vanban searchable FILE -o OUT``: a searchable PDF/A-2b of an unsigned scan, without any service."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.cli.read import Outcome, read_one
from vanban.domain.reasons import REASONS
from vanban.domain.searchable import REFUSALS, Searchable
from vanban.durable_files import write_once


@click.command(
    help="Write a searchable PDF/A-2b of each scan of FILES; needs no services. The scan itself is not touched."
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The PDF to write; a folder for several files.",
)
@json_option
def command(files: tuple[Path, ...], output: Path, as_json: bool) -> None:
    """Examine, read and copy every file; exit 1 at the end if there is no copy of one."""
    from processors.examination import SandboxedExaminer
    from processors.reading import SandboxedReader
    from vanban.settings import Limits

    if len(files) > 1 and not output.is_dir():
        raise click.UsageError(f"{output}: hãy chỉ một thư mục cho nhiều tệp. / Name a folder for several files.")
    limits = Limits()
    examiner, reader = SandboxedExaminer(limits=limits), SandboxedReader(limits=limits)
    done = True
    for path in files:
        target = output / f"{path.stem}.pdf" if output.is_dir() else output
        if target.exists():
            why = f"{target}: đã có tệp này, không ghi đè. / This file exists and is not written over."
            raise click.UsageError(why)
        copies: list[bytes] = []
        outcome = read_one(path, examiner=examiner, reader=reader, searchable=copies.append)
        for copy in copies:
            write_once(target, copy, mode=0o644)
        done = done and bool(copies)
        told = _as_json(outcome, target if copies else None)
        print_json(told) if as_json else _print(told)
    sys.exit(0 if done else 1)


def _as_json(outcome: Outcome, target: Path | None) -> dict[str, Any]:
    """Return what is printed of one file: its copy, or the code and the words of the refusal."""
    told: dict[str, Any] = {"file": outcome.file, "sha256": outcome.sha256}
    if outcome.suspect:
        return {**told, "secrecy": "suspect"}
    if outcome.reading is None:
        return {**told, "error": {"code": outcome.code, "vi": outcome.vi, "en": outcome.en}}
    made = outcome.reading.searchable or Searchable(refusal="container")
    if target is None:
        vi, en = REFUSALS[made.refusal]
        return {**told, "error": {"code": made.refusal, "vi": vi, "en": en, "rules": list(made.rules)}}
    copy = {"path": str(target), "sha256": made.sha256, "format": "PDF/A-2b", "pages_recognised": made.pages}
    return {**told, "pages": outcome.reading.pages, "searchable": copy}


def _print(told: dict[str, Any]) -> None:
    name = told["file"]
    if "searchable" in told:
        copy = told["searchable"]
        print(f"{name}: {told['pages']} trang, bản PDF/A-2b tra cứu được: {copy['path']}")
    elif "error" in told:
        error = told["error"]
        print(f"{name}: {error['vi']}\n  {error['en']}")
        for rule in error.get("rules", []):
            print(f"  - {rule}")
    else:
        print(f"{name}: {REASONS['suspect'].vi}\n  {REASONS['suspect'].en}")
