"""The benchmark of the whole: ``python -m benchmarks``; one table, side by side in one run, on a system of its own.

Prints Markdown. Exit 0: measured, whatever the figures; the targets stand in the table. Bounded: about 20 minutes on
two free cores, three quarters of it reading.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from benchmarks import pipeline_scans, pipeline_small, pipeline_waiting
from benchmarks.pipeline_system import Measured, installation
from benchmarks.pipeline_table import Row, at_most, circumstances, markdown

PARTS = ("start", "parse", "idle", "alone", "scans", "overtaking", "nasty")
"""In the order in which they run; those in the middle want an idle system."""


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the whole pipeline.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--pages", type=int, default=110, help="scanned pages")
    parser.add_argument("--files", type=int, default=15, help="files for the idle system")
    parser.add_argument("--waiting", type=int, default=200, help="files that the urgent one finds waiting")
    parser.add_argument("--waiting-scans", action="store_true", help="let those be scans")
    parser.add_argument("--idle-seconds", type=float, default=60)
    options = parser.parse_args()
    rows = _measure(options)
    sys.stdout.write(f"{circumstances(' '.join(['python -m benchmarks', *sys.argv[1:]]))}\n\n{markdown(rows)}\n")


def _measure(options: argparse.Namespace) -> list[Row]:
    rows: list[Row] = []

    def add(part: str, measured: Callable[[], list[Row]]) -> None:
        if part in options.only:
            _say(f"{part} …")
            rows.extend(measured())
            for row in rows[-1:]:
                _say(f"  {row.what}: {row.value}")

    add("nasty", pipeline_small.nasty_inputs)
    if set(options.only) == {"nasty"}:
        return rows
    _say("starting a system of its own …")
    with installation(restart="start" in options.only) as system:
        add("start", lambda: _starts(system))
        add("parse", lambda: pipeline_small.dag_files(system))
        idle_rows, idle_rate = _idle(system, options)
        rows.extend(idle_rows)
        add("alone", lambda: pipeline_waiting.alone(system, count=options.files))
        add("scans", lambda: pipeline_scans.measure(system, pages=options.pages, idle_rate=idle_rate))
        add(
            "overtaking",
            lambda: pipeline_waiting.overtaking(system, count=options.waiting, scans=options.waiting_scans),
        )
    return rows


def _starts(system: Measured) -> list[Row]:
    return [
        Row("first `vanban up` in an empty folder", f"{system.first_up_seconds:.0f} s"),
        at_most("the next start, after `vanban down`", system.next_up_seconds, 90, "s", digits=0),
    ]


def _idle(system: Measured, options: argparse.Namespace) -> tuple[list[Row], float]:
    if not {"idle", "scans"} & set(options.only):
        return [], 0.0
    _say("idle …")
    return pipeline_small.idle(system, seconds=options.idle_seconds)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
