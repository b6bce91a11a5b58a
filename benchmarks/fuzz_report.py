"""What was seen of damaged files, added up as it comes, and the table of it in Markdown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.fuzz_reading import SHARES, Seen

_MIB = 1024 * 1024
_MOST_LINES = 50
WORTH_A_LOOK = frozenset({"parser-failed", "time-limit", "memory-limit"})
"""Reasons that are no finding, yet may hide a mistake of ours: files with them, also within containers, are named."""


@dataclass(slots=True)
class Tally:
    """The sum over all workers, true at any moment."""

    files: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Group and what became of the file: ``("image", "truncated")`` …"""
    found: list[str] = field(default_factory=list)
    memory: dict[int, list[int]] = field(default_factory=dict)
    """Worker to its samples in bytes, in order."""
    slowest: Seen | None = None
    to_look_at: dict[str, list[int]] = field(default_factory=dict)
    """Reason to the numbers of its files."""

    def add(self, worker: int, seen: Seen) -> None:
        """Count one file."""
        self.files += 1
        self.outcomes[seen.group, seen.outcome or "in the parent"] += 1
        self.found += seen.found
        if seen.memory:
            self.memory.setdefault(worker, []).append(seen.memory)
        for outcome in WORTH_A_LOOK & {seen.outcome, *seen.inside}:
            self.to_look_at.setdefault(outcome, []).append(seen.number)
        if self.slowest is None or seen.seconds > self.slowest.seconds:
            self.slowest = seen

    def table(self) -> list[str]:
        """Return the lines of the table and what is to be said below it."""
        rows = ["| kind | files | answered | suspect | refused with a reason: how many times each |"]
        rows += ["|---|---|---|---|---|", *(self._row(group) for group in SHARES), ""]
        for worker, samples in sorted(self.memory.items()):
            quarter = max(1, len(samples) // 4)
            early, late = (sum(part) / len(part) / _MIB for part in (samples[:quarter], samples[-quarter:]))
            rows.append(f"- worker {worker}: {early:.0f} MiB in the first quarter, {late:.0f} MiB in the last")
        if self.slowest is not None:
            rows.append(f"- slowest: {self.slowest.seconds:.1f} s (file {self.slowest.number})")
        for outcome, numbers in sorted(self.to_look_at.items()):
            rows.append(f"- {outcome}: {' '.join(map(str, numbers[:_MOST_LINES]))}")
        rows.append(f"- found: {len(self.found) or 'nothing'}")
        return rows + [f"  - {line}" for line in self.found[:_MOST_LINES]]

    def _row(self, group: str) -> str:
        own = {outcome: count for (kind, outcome), count in self.outcomes.items() if kind == group}
        refused = {code: n for code, n in own.items() if code not in ("answered", "suspect")}
        listed = ", ".join(f"{code} {n}" for code, n in sorted(refused.items(), key=lambda pair: -pair[1]))
        cells = (group, sum(own.values()), own.get("answered", 0), own.get("suspect", 0), listed)
        return "| " + " | ".join(map(str, cells)) + " |"
