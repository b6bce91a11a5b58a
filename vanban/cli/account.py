"""``vanban account``: prove that nothing is missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from vanban.cli.output import json_option, print_json

if TYPE_CHECKING:
    from vanban.ports import Register
    from vanban.workflows.unfinished import ReminderRoom

_TERMS = {
    "waiting": "chờ tiếp nhận",
    "suspect": "nghi có dấu mật",
    "quarantined": "cách ly",
    "duplicate": "trùng",
    "in_progress": "đang xử lý",
    "archived": "đã lưu trữ",
    "returned": "đã trả lại",
}

_SEVERITIES = {"error": "lỗi (errors)", "warning": "cảnh báo (warnings)"}


@click.command()
@json_option
@click.option("--keep", is_flag=True, help="Ghi kết quả vào nhật ký, hiện ở trang Đối soát. / Note the outcome.")
def command(as_json: bool, keep: bool) -> None:
    """Count every dropped file in exactly one state, against disk, register and object store."""
    from vanban.bootstrap import build
    from vanban.workflows.account import keep_account, take_account

    services = build()
    account = (keep_account if keep else take_account)(services.account_office)
    told = account.as_json()
    if as_json:
        print_json(told)
    else:
        for term, name in _TERMS.items():
            click.echo(f"{told[term]:>8}  {name} ({term})")
        if account.disposed:
            click.echo(f"{account.disposed:>8}  trong đó đã tiêu hủy, còn biên bản (of the archived: disposed)")
        click.echo(f"{account.seen:>8}  tổng số đã thấy (seen)")
        for problem in account.problems:
            click.echo(f"✗ {problem}")
        _remind(services.reminder_room)
        _tell_findings(services.register)
        click.echo("✓ cân đối (balanced)" if account.balanced else "✗ KHÔNG cân đối: hãy xem các dòng trên.")
    sys.exit(0 if account.balanced else 1)


def _tell_findings(register: Register) -> None:
    """Tell what checks of the archive found and nobody has put right."""
    with register.begin() as uow:
        for severity, count in sorted(uow.findings.count().items()):
            click.echo(f"{count:>8}  {_SEVERITIES[severity]} của kho lưu trữ chưa xử lý (→ vanban audit --findings)")


def _remind(room: ReminderRoom) -> None:
    """Tell what was begun to be signed and not finished: it is in progress, and somebody waits for it."""
    from vanban.workflows.unfinished import unfinished_signing

    found = unfinished_signing(room)
    for what, waiting in (("đã ký, chưa đóng dấu", found.unsealed), ("lô đã duyệt, chưa ký xong", found.granted)):
        if waiting:
            late = sum(one.overdue for one in waiting)
            click.echo(f"{len(waiting):>8}  {what}" + (f" (! {late} quá hạn)" if late else ""))
