"""The table of a run: what was measured, its value, the target, and whether it was met."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``load`` is the machine's load average (1 min) when it was taken."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None
    """None where there is no target."""
    load: float = field(default_factory=lambda: os.getloadavg()[0])


def at_most(what: str, value: float, limit: float, unit: str, *, digits: int = 2) -> Row:
    """Return the row of a figure that should not pass a limit."""
    return Row(what, f"{value:.{digits}f} {unit}", f"≤ {limit:g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str, *, digits: int = 0) -> Row:
    """Return the row of a figure that should not stay below a limit."""
    return Row(what, f"{value:,.{digits}f} {unit}", f"≥ {limit:,g} {unit}", value >= limit)


def markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    marks = {True: "yes", False: "**no**", None: ""}
    lines = ["| what | value | target | met | load |", "|---|---|---|---|---|"]
    lines += [f"| {row.what} | {row.value} | {row.target} | {marks[row.met]} | {row.load:.1f} |" for row in rows]
    return "\n".join(lines)


def circumstances(command: str) -> str:
    """Return one line: date, machine, versions, command."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next((int(line.split()[1]) / 1024**2 for line in _lines("/proc/meminfo") if "MemTotal" in line), 0.0)
    told = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False)
    tesseract = (told.stdout or told.stderr).partition("\n")[0]
    now = dt.datetime.now(dt.UTC)
    return (
        f"{now:%Y-%m-%d %H:%M} UTC · {os.cpu_count()} CPUs ({model}), {memory:.0f} GiB · "
        f"Python {platform.python_version()}, {tesseract} · `{command}`"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
