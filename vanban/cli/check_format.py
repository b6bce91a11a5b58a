"""``vanban check-format FILE|ID``: the form of a draft against NĐ 30/2020, Phụ lục I; warns, and alters nothing."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.format_check import FormatReport, FormatWarning, Severity
from vanban.domain.reasons import REASONS

_SAID = {Severity.WRONG: ("Sai", "red"), Severity.LOOK: ("Xem lại", "yellow")}


@click.command(
    help="Show where FILES (or documents of the register, by id) differ from the form that Decree 30 asks for. "
    "Warnings only: exit 0 whatever they are, 1 if something cannot be checked."
)
@click.argument("what", nargs=-1, required=True, metavar="FILE|ID…")
@json_option
def command(what: tuple[str, ...], as_json: bool) -> None:
    """Check each of them."""
    checked = [_check(one, as_json=as_json) for one in what]
    sys.exit(0 if all(checked) else 1)


def _check(one: str, *, as_json: bool) -> bool:
    report, refused = _of_file(Path(one)) if Path(one).exists() else (_of_document(one), {})
    if report is None:
        print_json({"file": one, **refused}) if as_json else click.echo(f"{one}: {refused.get('vi', '')}", err=True)
        return False
    print_json({"file": one, **report.as_json()}) if as_json else _print(one, report)
    return True


def _of_file(path: Path) -> tuple[FormatReport | None, Mapping[str, Any]]:
    """Examine and read a file as ``vanban read`` does, then check it; a suspect is not looked at any further."""
    from processors.examination import SandboxedExaminer
    from processors.format_check.checking import SandboxedFormatChecker
    from processors.reading import SandboxedReader
    from vanban.cli.read import read_one
    from vanban.settings import OFFICES, Limits, default_home

    limits = Limits()
    reader = SandboxedReader(limits=limits, offices=default_home() / OFFICES)
    outcome = read_one(path, examiner=SandboxedExaminer(limits=limits), reader=reader)
    if outcome.suspect:
        return None, {"secrecy": "suspect", "vi": REASONS["suspect"].vi}
    if outcome.reading is None:
        return None, {"code": outcome.code, "vi": outcome.vi, "en": outcome.en}
    facts = {name: fact.as_json() for name, fact in outcome.reading.facts.items()}
    return SandboxedFormatChecker(limits=limits).check(path.read_bytes(), facts=facts), {}


def _of_document(document_id: str) -> FormatReport:
    from vanban.bootstrap import build
    from vanban.domain.identifiers import original_key
    from vanban.ports import RECORDS

    services = build()
    with services.register.begin() as uow:
        document = uow.documents.get(document_id)
    data = services.store.get(RECORDS, original_key(document.current_sha256 or document.sha256))
    return services.format_checker.check(data, facts=(document.reading or {}).get("facts", {}))


def _print(name: str, report: FormatReport) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    console.print(f"\n[bold]{escape(name)}[/bold]")
    if not report.measured:
        console.print("  Bản quét: không đo được lề, phông và cỡ chữ. / A scan: nothing can be measured.")
    if not report.warnings:
        console.print("  [green]Không thấy sai khác so với Phụ lục I.[/green] Nothing differs.")
    for line in _lines(report.warnings):
        console.print(line)


def _lines(warnings: Sequence[FormatWarning]) -> Sequence[str]:
    from rich.markup import escape

    told = []
    for warning in warnings:
        word, colour = _SAID[warning.severity]
        where = f" (trang {warning.page})" if warning.page else ""
        told.append(f"  [{colour}]{word}[/{colour}] {escape(warning.vi)}{where}")
        told.append(f"      → {escape(warning.todo_vi)} [dim]{warning.source}[/dim]")
    return told
