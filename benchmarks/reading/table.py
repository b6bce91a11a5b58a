"""The table of a score, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.reading.judging import SURE, Judged, Outcome, character_errors, set_f1
from vanban.domain.reading import FACT_NAMES

STRAIGHT = ("kind", "symbol", "issuer", "place", "subject")
"""What a clerk enters besides number and day, which on paper are handwritten and always looked at."""
TARGETS = {"kind": 0.97, "symbol": 0.95, "issuer": 0.96, "place": 0.97, "signer": 0.92}
"""Share of right values to reach on real scans (issue 3)."""
BINS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 1.01))


@dataclass(frozen=True, slots=True)
class Bin:
    """What was claimed and what was right between two confidences."""

    low: float
    high: float
    count: int
    claimed: float
    """Mean confidence."""
    right: float
    """Share of values that were right."""


def fact_table(judged: Sequence[Judged]) -> str:
    """Return one row per fact."""
    head = ["fact", "scored", *Outcome, "right %", "sure", "sure and wrong", "errors"]
    rows = [[name, *_figures([one for one in judged if one.name == name])] for name in FACT_NAMES]
    for name in ("number", "issued_on"):
        typed = [one for one in judged if one.name == name and not one.case.handwritten]
        rows.append([f"{name}, typed", *_figures(typed)])
    rows.append(["all", *_figures(judged)])
    return _markdown([head, *[row for row in rows if row[1] != "0"]])


def _figures(judged: Sequence[Judged]) -> list[str]:
    count = len(judged)
    outcomes = [sum(one.outcome is outcome for one in judged) for outcome in Outcome]
    right = sum(one.outcome.right for one in judged)
    name = judged[0].name if judged and len({one.name for one in judged}) == 1 else ""
    return [
        str(count),
        *map(str, outcomes),
        f"{100 * right / count:.1f}" if count else "",
        str(sum(one.sure for one in judged)),
        str(sum(one.silent for one in judged)),
        _errors(name, judged),
    ]


def _errors(name: str, judged: Sequence[Judged]) -> str:
    if name in {"subject", "issuer", "signer"}:
        return f"CER {100 * character_errors(judged):.2f} %"
    if name in {"recipients", "addressees", "deadlines"}:
        return f"F1 {set_f1(judged):.3f}"
    return ""


def reliability(judged: Iterable[Judged]) -> list[Bin]:
    """Return, for values that were given, what was claimed and what was right, by confidence."""
    given = [one for one in judged if one.fact.value not in (None, [])]
    bins = []
    for low, high in BINS:
        inside = [one for one in given if low <= one.fact.confidence < high]
        if inside:
            claimed = sum(one.fact.confidence for one in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), claimed, sum(one.outcome.right for one in inside) / len(inside)))
    return bins


def reliability_table(judged: Iterable[Judged]) -> str:
    """Return the reliability curve as numbers."""
    rows = [["confidence", "values", "mean confidence", "right"]]
    for one in reliability(judged):
        name = f"{one.low:.2f} to {min(1.0, one.high):.2f}"
        rows.append([name, str(one.count), f"{one.claimed:.3f}", f"{one.right:.3f}"])
    return _markdown(rows)


def straight_through(judged: Iterable[Judged]) -> str:
    """Return how much a clerk need not look at: facts, and documents of which ``STRAIGHT`` is all sure."""
    scored = [one for one in judged if one.truth not in (None, [], "")]
    sure = [one for one in scored if one.sure and one.outcome.right]
    by_case: dict[str, list[Judged]] = {}
    for one in scored:
        if one.name in STRAIGHT:
            by_case.setdefault(one.case.name, []).append(one)
    whole = sum(all(one.sure and one.outcome.right for one in ones) for ones in by_case.values())
    facts = f"{len(sure)} of {len(scored)} facts that stand on the page are shown as sure (≥ {SURE}) and right"
    return f"{facts}; {whole} of {len(by_case)} documents are so in all of {', '.join(STRAIGHT)}"


def missed_targets(judged: Sequence[Judged]) -> list[str]:
    """Return the targets of issue 3 that are missed, with the figures; for real scans."""
    missed = []
    for name, target in TARGETS.items():
        ones = [one for one in judged if one.name == name]
        share = sum(one.outcome.right for one in ones) / len(ones) if ones else 1.0
        if share < target:
            missed.append(f"{name} {100 * share:.1f} % (target {100 * target:.0f} %)")
    checks: list[tuple[str, Callable[[Judged], bool], float]] = [
        ("silently wrong", lambda one: one.silent, 0.005),
        ("number or date silently wrong", lambda one: one.silent and one.name in {"number", "issued_on"}, 0.0),
    ]
    for what, is_bad, limit in checks:
        share = sum(map(is_bad, judged)) / len(judged) if judged else 0.0
        if share > limit:
            missed.append(f"{what} {100 * share:.2f} % (at most {100 * limit:g} %)")
    return missed


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])
