"""Measure the archive: ``make bench-archive``; one table, side by side in one run.

Prints Markdown. Exit 0: measured, whatever the figures; the targets stand in the table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from benchmarks.archive import against_sdk, event_log, many
from benchmarks.archive.site import site
from benchmarks.pipeline_table import Row, circumstances, markdown

PARTS = ("archive", "fixity", "log", "flat", "list")


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description="Measure the archive.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--size", type=int, default=200_000, help="bytes of a document")
    parser.add_argument("--objects", type=int, default=100_000, help="objects of the long list")
    parser.add_argument("--leaves", type=int, default=1_000_000, help="leaves of the tree")
    options = parser.parse_args()
    rows: list[Row] = []

    def add(part: str, measured: Callable[[], list[Row]]) -> None:
        if part in options.only:
            rows.extend(measured())
            for row in rows[-3:]:
                sys.stderr.write(f"{row.what}: {row.value}\n")

    with site() as running:
        add("archive", lambda: against_sdk.archiving(running, documents=options.documents, size=options.size))
        add("fixity", lambda: against_sdk.fixity(running))
        add("flat", lambda: many.flat_cost(running))
        add("log", lambda: event_log.appends(running))
        add("log", lambda: event_log.proofs(running, leaves=options.leaves))
        add("list", lambda: many.reconciling(running, objects=options.objects))
    command = " ".join(["python -m benchmarks.archive", *sys.argv[1:]])
    sys.stdout.write(f"{circumstances(command)}\n\n{markdown(rows)}\n")


if __name__ == "__main__":
    main()
