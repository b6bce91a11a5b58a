"""What a confidence is worth: measured shares of right values take the place of what the rules guess.

``calibration.csv`` is written by ``make calibrate-reading`` from documents whose truth is known. For each fact, source
and rule (``how``) it holds steps: from which guessed confidence on which share was right. Steps rise with the guess.
Of a fact that was measured, a rule that was not is never sure; a fact that was not measured at all keeps its guess.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from vanban.domain.reading import Fact

SURE = 0.95
NOT_SURE = 0.94
"""The most for what may be wrong more often than once in a hundred."""
HANDWRITTEN = frozenset(("number", "issued_on"))
"""Never sure on a scan: nearly all are written by hand, and what OCR says of its confidence there is noise."""
COLUMNS = ("fact", "source", "how", "from", "confidence", "values", "right")
_HERE = Path(__file__).with_name("calibration.csv")


@dataclass(frozen=True, slots=True)
class Step:
    """From a guessed confidence on, how often such values were right."""

    least: float
    confidence: float
    values: int
    """Values seen when it was measured."""
    right: int


Key = tuple[str, str, str]
"""Fact, source (``ocr`` or ``text``), rule."""


class Calibration:
    """Puts measured confidences in the place of guessed ones."""

    def __init__(self, steps: Iterable[tuple[Key, Step]], *, measured: bool = True) -> None:
        self._steps: dict[Key, list[Step]] = {}
        self._measured = measured
        for key, step in sorted(steps, key=lambda pair: (pair[0], pair[1].least)):
            self._steps.setdefault(key, []).append(step)
        self._known = {(fact, source) for fact, source, _ in self._steps}

    def calibrated(self, name: str, fact: Fact, *, source: str) -> Fact:
        """Return the fact with its measured confidence; one without a value is left alone."""
        if fact.value in (None, []) or not self._measured:
            return fact
        return replace(fact, confidence=round(self._confidence(name, fact, source), 3))

    def _confidence(self, name: str, fact: Fact, source: str) -> float:
        if source == "ocr" and name in HANDWRITTEN:
            return fact.confidence
        if (name, source) not in self._known:
            return fact.confidence
        steps = self._steps.get((name, source, fact.how))
        if steps is None:
            return min(NOT_SURE, fact.confidence)
        below = [step.confidence for step in steps if step.least <= fact.confidence]
        return below[-1] if below else min(fact.confidence, steps[0].confidence)


UNCALIBRATED = Calibration((), measured=False)
"""Leaves every guess as it is."""


@functools.cache
def shipped() -> Calibration:
    """Return the table that comes with the product."""
    return Calibration(read_steps(_HERE))


def read_steps(path: Path) -> list[tuple[Key, Step]]:
    """Return the steps of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                (row["fact"], row["source"], row["how"]),
                Step(float(row["from"]), float(row["confidence"]), int(row["values"]), int(row["right"])),
            )
            for row in csv.DictReader(file)
        ]


def write_steps(path: Path, steps: Iterable[tuple[Key, Step]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for (fact, source, how), step in steps:
            rows.writerow((fact, source, how, step.least, step.confidence, step.values, step.right))
