"""``vanban status``: show the services."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys

import click
from rich.console import Console
from rich.table import Table

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.services import health
from vanban.services.health import ServiceStatus
from vanban.settings import default_home

MIB = 1024 * 1024


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Show the services: state, process, since when, health, memory. Exits 1 if one of them is not healthy."""
    rows = health.status(default_home())
    if as_json:
        for row in rows:
            print_json(dataclasses.asdict(row))
    else:
        Console(highlight=False).print(_table(rows))
    sys.exit(1 if any(row.health for row in rows) else 0)


def _table(rows: tuple[ServiceStatus, ...]) -> Table:
    total = sum(part.memory_bytes for row in rows for part in row.processes)
    table = Table(caption=f"PSS {total / MIB:.0f} MB")
    for heading in ("Dịch vụ / service", "process", "pid", "từ / since", "MB (PSS)", "health"):
        table.add_column(heading, justify="right" if heading in {"pid", "MB (PSS)"} else "left")
    for row in rows:
        for part in row.processes:
            table.add_row(
                f"{row.vi} ({row.en})",
                part.name,
                str(part.pid or "–"),
                shown(dt.datetime.fromtimestamp(part.since, dt.UTC)) if part.since else "–",
                f"{part.memory_bytes / MIB:.0f}",
                row.health or "ok",
            )
    return table
