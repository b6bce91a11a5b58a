"""``make bench-verification``: every case of our own collection, by four verifiers; and what a verdict costs.

Writes the table at the end of ``docs/verification.md``. Exit 1 if we call a tampered file valid, or refuse a good one.
Bounded: about three minutes of CPU.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.verification import others
from signing.demo.tampering.case import Bench, Case
from signing.demo.tampering.catalogue import catalogue
from signing.verify import PdfVerifier

TABLE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"
MARK = "<!-- made by `make bench-verification` from here on -->\n"
TIMES = 15


@dataclass(frozen=True, slots=True)
class Judged:
    """What four verifiers say of a case."""

    case: Case
    ours: str
    pyhanko: str
    openssl: str
    pdfsig: str

    @property
    def right(self) -> bool:
        """Whether our verdict is the wanted one."""
        return (self.ours == "valid") == self.case.good


def main() -> None:
    """Judge every case, measure, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verification", description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder to keep the files in")
    parser.add_argument("--out", type=Path, default=TABLE, help="the document that the table stands in")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    bench = Bench()
    with tempfile.TemporaryDirectory() as folder:
        trust = bench.authority.write_trust(Path(folder))
        judged = [_judge(case, bench, trust, options.keep) for case in catalogue()]
        costs = _costs(bench, trust)
    kept = options.out.read_text(encoding="utf-8").partition(MARK)[0] if options.out.exists() else ""
    options.out.write_text(kept + MARK + _page(judged, costs), encoding="utf-8")
    wrong = [one for one in judged if not one.right]
    for one in wrong:
        sys.stdout.write(f"WRONG: {one.ours}: {one.case.family}: {one.case.name}\n")
    sys.stdout.write(f"{len(judged)} cases, {len(wrong)} wrong; {options.out}\n")
    sys.exit(1 if wrong else 0)


def _judge(case: Case, bench: Bench, trust: Path, keep: Path | None) -> Judged:
    data = case.build(bench)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in f"{case.family} {case.name}")
        (keep / f"{name}.pdf").write_bytes(data)
    ours = PdfVerifier.from_folder(trust).verify(data).verdict
    return Judged(case, ours, others.stock_pyhanko(data, trust), others.openssl(data, trust), others.pdfsig(data))


def _costs(bench: Bench, trust: Path) -> list[tuple[str, float]]:
    """Return CPU milliseconds of a verdict, child processes (OpenSSL) included; the middle of several."""
    measured = []
    for what, data, compare in (
        ("3 pages, 1 signature (B-T)", bench.signed, True),
        ("3 pages, 4 signatures (B-LTA)", bench.sequence, True),
        ("the same without the comparison of pages", bench.sequence, False),
    ):
        trusted = PdfVerifier.from_folder(trust)._trust  # noqa: SLF001 - loaded once, as in a worker
        verifier = PdfVerifier(trust=trusted, compare_pages=compare)
        verifier.verify(data)
        times = []
        for _ in range(TIMES):
            before = _cpu()
            if verifier.verify(data).verdict != "valid":
                raise AssertionError(what)
            times.append(_cpu() - before)
        measured.append((what, 1000 * statistics.median(times)))
    return measured


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _page(judged: Sequence[Judged], costs: Sequence[tuple[str, float]]) -> str:
    bad = [one for one in judged if not one.case.good]
    good = [one for one in judged if one.case.good]
    lines = [
        "",
        _circumstances(),
        "",
        _summary(bad, good),
        "",
        "| a verdict costs | CPU ms |",
        "|---|---|",
        *(f"| {what} | {cost:.0f} |" for what, cost in costs),
        "",
    ]
    for family in dict.fromkeys(one.case.family for one in judged):
        lines += [f"### {family}", "", "| case | vanban | pyHanko | OpenSSL | pdfsig |", "|---|---|---|---|---|"]
        lines += [
            f"| {one.case.name} | {one.ours} | {one.pyhanko} | {one.openssl} | {one.pdfsig} |"
            for one in judged
            if one.case.family == family
        ]
        lines.append("")
    return "\n".join(lines)


def _summary(bad: Sequence[Judged], good: Sequence[Judged]) -> str:
    return (
        f"Of {len(bad)} tampered files accepted: vanban {_accepted(bad, 'ours')}, "
        f"pyHanko as it comes {_accepted(bad, 'pyhanko')}, OpenSSL {_accepted(bad, 'openssl')}, "
        f"pdfsig {_accepted(bad, 'pdfsig')}. "
        f"Of {len(good)} good files refused: vanban {len(good) - _accepted(good, 'ours')}."
    )


def _accepted(judged: Sequence[Judged], who: str) -> int:
    return sum(getattr(one, who) in {"valid", "accepts"} for one in judged)


def _circumstances() -> str:
    from importlib.metadata import version

    said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout.split()[:2]
    pdfsig = subprocess.run(["pdfsig", "-v"], capture_output=True, text=True, check=False).stderr.split()[:3]
    versions = f"pyHanko {version('pyHanko')}, pypdfium2 {version('pypdfium2')}, {' '.join(said)}, {' '.join(pdfsig)}"
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} CPUs, shared · {versions}."


if __name__ == "__main__":
    main()
