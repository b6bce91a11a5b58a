"""Score the reading: ``make bench-reading`` or ``python -m benchmarks.reading``.

Over the real scans of a corpus (``../shared/corpus``, ``VANBAN_CORPUS`` or ``--corpus``) and over documents that are
made here. Recognised pages are kept (``--cache``), so that a changed rule is scored again in seconds; ``--fresh`` reads
everything anew. ``--show FACT`` prints what differs, with names of files: for the console, never for a document.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.pipeline_table import circumstances
from benchmarks.reading import made, table
from benchmarks.reading.cases import Case, corpus_cases
from benchmarks.reading.judging import Judged, judge, text_errors
from benchmarks.reading.recognised import Recogniser
from benchmarks.reading.speed import compare_speed

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
CACHE = Path(tempfile.gettempdir()) / f"vanban-bench-reading-{os.getuid()}"


def main() -> int:
    """Read what was asked for and print the tables."""
    options = _options()
    recogniser = Recogniser(options.cache, fresh=options.fresh)
    print(circumstances(" ".join(["python -m benchmarks.reading", *sys.argv[1:]])))
    for name in options.sets:
        try:
            cases = _cases(name, options)
        except FileNotFoundError as error:
            print(f"\n{name}: left out, {error.filename} is missing")
            continue
        cases = [case for case in cases if options.only in case.name][: options.limit or None]
        if options.speed:
            print(compare_speed([case.path for case in cases], options.speed))
            continue
        _print_score(name, _score(recogniser, cases), options.show)
    return 0


def _cases(name: str, options: argparse.Namespace) -> list[Case]:
    if name == "corpus":
        return corpus_cases(options.corpus)
    return made.made_cases(name, options.cache, times=options.made)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", nargs="+", default=["corpus", *made.NAMES], choices=["corpus", *made.NAMES])
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("VANBAN_CORPUS", CORPUS)))
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of recognised pages (%(default)s)")
    parser.add_argument("--fresh", action="store_true", help="recognise every page again")
    parser.add_argument("--made", type=int, default=1, metavar="N", help="make N times as many documents")
    parser.add_argument("--only", default="", metavar="TEXT", help="only documents whose name holds this")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N of each set")
    parser.add_argument("--show", nargs="*", default=[], metavar="FACT", help="print what differs, on the console")
    parser.add_argument("--speed", type=int, default=0, metavar="N", help="time N pages against bare Tesseract instead")
    return parser.parse_args()


def _score(recogniser: Recogniser, cases: Iterable[Case]) -> tuple[list[Judged], tuple[int, int]]:
    """Return all judgements, and (wrong, all) characters of the pages that a person typed."""
    judged: list[Judged] = []
    wrong = total = 0
    for case in cases:
        read = recogniser.read(case)
        if read.refused:
            print(f"not read: {case.name}: {read.refused}", file=sys.stderr)
        judged += judge(case, read)
        if case.page_text:
            errors = text_errors(case.page_text, read.text[0] if read.text else "")
            wrong, total = wrong + errors[0], total + errors[1]
    return judged, (wrong, total)


def _print_score(name: str, score: tuple[list[Judged], tuple[int, int]], show: Iterable[str]) -> None:
    judged, (wrong, total) = score
    print(f"\n### {name}: {len({one.case.name for one in judged})} documents\n")
    print(table.fact_table(judged), end="\n\n")
    print(table.straight_through(judged) + ".", end="\n\n")
    print(table.reliability_table(judged))
    if total:
        print(f"\nPage text, line by line: CER {100 * wrong / total:.2f} % of {total} characters.")
    if name == "corpus":
        missed = table.missed_targets(judged)
        print("\nTargets missed: " + ("; ".join(missed) if missed else "none") + ".")
    for one in judged:
        if not one.outcome.right and (one.name in show or one.silent):
            mark = "SILENT" if one.silent else one.outcome
            print(f"{one.name}: {mark} {one.fact.confidence:.3f} {one.fact.how} | {one.case.name} {one.case.group}")
            print(f"   read  {one.fact.value}\n   truth {one.truth}")


if __name__ == "__main__":
    sys.exit(main())
