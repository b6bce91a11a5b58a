"""``vanban account``: prove that nothing is missing."""

from __future__ import annotations

import sys

import click

from vanban.cli.output import json_option, print_json

_TERMS = {
    "waiting": "chờ tiếp nhận",
    "suspect": "nghi có dấu mật",
    "quarantined": "cách ly",
    "duplicate": "trùng",
    "in_progress": "đang xử lý",
    "archived": "đã lưu trữ",
    "returned": "đã trả lại",
}


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Count every dropped file in exactly one state, against disk, register and object store."""
    from vanban.bootstrap import build
    from vanban.workflows.account import take_account

    account = take_account(build().account_office)
    told = account.as_json()
    if as_json:
        print_json(told)
    else:
        for term, name in _TERMS.items():
            click.echo(f"{told[term]:>8}  {name} ({term})")
        click.echo(f"{account.seen:>8}  tổng số đã thấy (seen)")
        for problem in account.problems:
            click.echo(f"✗ {problem}")
        click.echo("✓ cân đối (balanced)" if account.balanced else "✗ KHÔNG cân đối: hãy xem các dòng trên.")
    sys.exit(0 if account.balanced else 1)
