"""Measure what confidences are worth: ``make calibrate-reading``; writes ``processors/calibration.csv`` and the curve.

Fits the table to the made development scans and the real scans of the corpus, and tests it on what it did not see: each
fifth of the real scans with a table of the other four, and the made scans for the score, with their layouts that no
rule was tuned on. Facts of the signature are left as they are guessed unless ``--all`` is given.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.reading import curve, made, table
from benchmarks.reading.__main__ import CACHE, CORPUS, ROOT
from benchmarks.reading.cases import Case, corpus_cases
from benchmarks.reading.fitting import fit
from benchmarks.reading.judging import Judged, judge
from benchmarks.reading.recognised import Recogniser
from processors.calibration import UNCALIBRATED, Calibration, write_steps
from vanban.domain.reading import FACT_NAMES

FACTS = (
    *("kind", "symbol", "issuer", "parent_issuer", "place", "subject", "addressees"),
    *("urgency", "circulation", "arrival_stamp", "number", "issued_on"),
)
"""Facts of the header and of page 1."""
_FOLDS = 5
TABLE = ROOT / "processors" / "calibration.csv"
CURVE = ROOT / "docs" / "reading-reliability.svg"


def main() -> int:
    """Fit, test, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.calibrate", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--made", type=int, default=3, metavar="N", help="N times as many development scans")
    parser.add_argument("--all", action="store_true", help="facts of the signature, too")
    options = parser.parse_args()
    facts = FACT_NAMES if options.all else FACTS
    recogniser = Recogniser(options.cache, calibration=UNCALIBRATED)
    real = judged_facts(recogniser, corpus_cases(options.corpus), facts)
    development = judged_facts(
        recogniser, made.made_cases("development-scan", options.cache, times=options.made), facts
    )
    steps = fit([*development, *real])
    unseen = {"real scans, each fifth by the other four": cross_validated(real, development)}
    for name in ("score-scan", "held-out-scan"):
        judged = judged_facts(recogniser, made.made_cases(name, options.cache), facts)
        unseen[name] = calibrated(judged, steps)
    write(steps, unseen)
    return 0


def judged_facts(recogniser: Recogniser, cases: Iterable[Case], facts: Sequence[str]) -> list[Judged]:
    """Return the judgements of some facts."""
    return [one for case in cases for one in judge(case, recogniser.read(case)) if one.name in facts]


def calibrated(judged: Iterable[Judged], steps: list[curve.Steps]) -> list[Judged]:
    """Return the judgements with measured confidences."""
    told = Calibration(steps)
    return [dataclasses.replace(one, fact=told.calibrated(one.name, one.fact, source=one.source)) for one in judged]


def cross_validated(real: Sequence[Judged], development: Sequence[Judged]) -> list[Judged]:
    """Return the real scans' judgements, each document calibrated without itself."""
    names = sorted({one.case.name for one in real})
    found: list[Judged] = []
    for fold in range(_FOLDS):
        held = set(names[fold::_FOLDS])
        steps = fit([*development, *(one for one in real if one.case.name not in held)])
        found += calibrated((one for one in real if one.case.name in held), steps)
    return found


def write(steps: list[curve.Steps], unseen: dict[str, list[Judged]]) -> None:
    """Write table and curve; print the figures."""
    write_steps(TABLE, steps)
    together = [one for judged in unseen.values() for one in judged]
    CURVE.write_text(curve.svg(table.reliability(together)), encoding="utf-8")
    for name, judged in {**unseen, "together": together}.items():
        sure = [one for one in judged if one.sure]
        wrong = sum(one.silent for one in sure)
        print(f"{name}: {len(sure)} of {len(judged)} facts sure, {wrong} of them wrong")
    print(f"\n{table.reliability_table(together)}\n\n{TABLE} and {CURVE} written.")


if __name__ == "__main__":
    sys.exit(main())
