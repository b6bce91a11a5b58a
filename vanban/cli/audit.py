"""``vanban audit``: fixity, locks, reconciliation and event log; and what such checks found and nobody put right."""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds, shown
from vanban.domain.findings import Finding, Severity
from vanban.workflows.audit import AuditResult, audit_archive

SECONDS = 1800
"""A run ends by then; the next one goes on where it stopped."""
MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!"}


@click.command()
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@click.option("--due", is_flag=True, help="Read only the share of packages that is due today, as the nightly run does.")
@click.option("--findings", "only_findings", is_flag=True, help="Check nothing: list what is still open.")
@click.option("--all", "with_closed", is_flag=True, help="With --findings: also what is no longer found.")
@json_option
def command(seconds: int, due: bool, only_findings: bool, with_closed: bool, as_json: bool) -> None:
    """Read the archive again and compare it with the register and the event chain. Exits 1 on any finding."""
    from vanban.bootstrap import build

    services = build()
    if only_findings:
        with services.register.begin() as uow:
            noted = uow.findings.list(open_only=not with_closed)
        for one in noted:
            period = {"first_seen": one.first_seen, "last_seen": one.last_seen, "closed_at": one.closed_at}
            ended = f", hết {shown(one.closed_at)}" if one.closed_at else ""
            _show(one.finding, as_json=as_json, more=period, note=f"  từ {shown(one.first_seen)}{ended}")
        if not noted and not as_json:
            click.echo("✓ không có phát hiện nào chưa xử lý (no open findings)")
        sys.exit(1 if any(one.closed_at is None for one in noted) else 0)
    result = audit_archive(services.audit_room, keep_on=for_seconds(seconds), everything=not due)
    if as_json:
        print_json(dataclasses.asdict(result) | {"findings": [_summary(finding) for finding in result.findings]})
    else:
        _tell(result)
    sys.exit(1 if result.findings else 0)


def _tell(result: AuditResult) -> None:
    for finding in result.findings:
        _show(finding, as_json=False)
    reach = "toàn bộ phần phải đọc (all that was due)" if result.whole else "một phần, lần sau tiếp tục (partly)"
    click.echo(
        f"{result.documents} gói (packages), {result.objects} đối tượng (objects), "
        f"{len(result.findings)} phát hiện (findings); {reach}"
    )


def _show(finding: Finding, *, as_json: bool, more: dict[str, Any] | None = None, note: str = "") -> None:
    if as_json:
        print_json({**_summary(finding), **(more or {})})
        return
    where = f"[{finding.store}] " if finding.store else ""
    click.echo(f"{MARKS[finding.severity]} {finding.kind}  {where}{finding.subject}  {finding.detail}{note}")


def _summary(finding: Finding) -> dict[str, Any]:
    return {**dataclasses.asdict(finding), "severity": finding.severity.value}
