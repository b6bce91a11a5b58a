"""``make bench-evidence``: faults and tampering on a real store and a real register, each followed by an audit.

Writes the tables at the end of ``docs/evidence.md``. Exit 1 if something was lost, or a tampering was not named. As
root the store is also filled. Bounded: about 15 minutes on two free cores, most of it the hundred rounds of kills.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.archive.site import site
from benchmarks.evidence import faults
from benchmarks.evidence.tampering import CHECKS, Found, tamper

TABLE = Path(__file__).resolve().parents[2] / "docs" / "evidence.md"
MARK = "<!-- made by `make bench-evidence` from here on -->\n"
DISK_MB = 300


def main() -> None:
    """Do everything, and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="rounds of kill -9")
    parser.add_argument("--cuts", type=int, default=12, help="places at which the network is cut")
    parser.add_argument("--out", type=Path, default=TABLE, help="the document that the tables stand in")
    options = parser.parse_args()
    found: list[Found] = []
    with site() as running:
        for row in tamper(running):
            _say(f"{row.done}: {', '.join(row.found) or 'NOTHING'}")
            found.append(row)
    survived: list[faults.Survived] = []
    if os.geteuid() == 0:
        with site(disk_mb=DISK_MB) as running:
            survived.append(faults.full(running))
    with site() as running:
        survived += faults.faults(running, rounds=options.rounds, cuts=options.cuts)
    kept = options.out.read_text(encoding="utf-8").partition(MARK)[0] if options.out.exists() else ""
    options.out.write_text(kept + MARK + _page(found, survived, options.rounds), encoding="utf-8")
    wrong = [row.done for row in (*found, *survived) if not row.right]
    sys.stdout.write(f"{len(found) + len(survived)} rows, wrong: {wrong or 'none'}; {options.out}\n")
    sys.exit(1 if wrong else 0)


def _page(found: Sequence[Found], survived: Sequence[faults.Survived], rounds: int) -> str:
    now, load = dt.datetime.now(tz=dt.UTC), os.getloadavg()[0]
    command = f'`make bench-evidence ARGS="--rounds {rounds}"`'
    lines = [
        f"{now.day} {now:%B %Y}, {command}, {os.cpu_count()} cores, load {load:.0f}.",
        "SeaweedFS and PostgreSQL run as in an installation; an audit of everything follows each row.",
        "",
        "| what was done | what the next audit found | by which check | that audit took |",
        "|---|---|---|---|",
    ]
    for row in found:
        checks = dict.fromkeys(CHECKS.get(kind, "") for kind in row.found)
        kinds = ", ".join(f"`{kind}`" for kind in row.found) or "**nothing**"
        lines.append(f"| {row.done} | {kinds} | {', '.join(filter(None, checks))} | {row.seconds:.1f} s |")
    lines += ["", "| what befell the store | what was seen |", "|---|---|"]
    lines += [f"| {row.done} | {'' if row.right else '**wrong:** '}{row.seen} |" for row in survived]
    return "\n".join(lines) + "\n"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
