"""Fits the table of ``processors.calibration``: rising steps, and sure only what was hardly ever wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from benchmarks.reading.judging import Judged
from processors.calibration import HANDWRITTEN, NOT_SURE, SURE, Key, Step

LEAST_VALUES = 40
"""Values of one rule that must have been seen before any of them is shown as sure."""
WRONG_IN = 100
"""Sure is what was wrong at most once in so many."""
LEAST_GUESS = 0.7
"""Guess under which nothing is sure, whatever was seen: the engine itself doubts the words."""
_GIVEN_BENEFIT = 1
"""Values that are thought of as wrong besides those that were seen: a short run of right ones proves little."""


def fit(judged: Iterable[Judged]) -> list[tuple[Key, Step]]:
    """Return the steps for facts that were read without calibration.

    Values are ordered by the guess; neighbours whose shares fall are put together (isotonic regression by pooling).
    """
    seen: dict[Key, list[tuple[float, bool]]] = defaultdict(list)
    for one in judged:
        if one.fact.value in (None, []) or (one.source == "ocr" and one.name in HANDWRITTEN):
            continue
        seen[one.name, one.source, one.fact.how].append((one.fact.confidence, one.outcome.right))
    return [(key, step) for key in sorted(seen) for step in _steps(sorted(seen[key]))]


def _steps(values: Sequence[tuple[float, bool]]) -> list[Step]:
    blocks: list[list[tuple[float, bool]]] = []
    for value in values:
        if blocks and blocks[-1][-1][0] == value[0]:
            blocks[-1].append(value)
        else:
            blocks.append([value])
        while len(blocks) > 1 and _right(blocks[-1]) <= _right(blocks[-2]):
            blocks[-2:] = [[*blocks[-2], *blocks[-1]]]
    steps: list[Step] = []
    for block in blocks:
        confidence = max(_confidence(block), steps[-1].confidence if steps else 0.0)
        step = Step(block[0][0], round(confidence, 3), len(block), sum(right for _, right in block))
        if confidence >= SURE and step.least < LEAST_GUESS:
            steps.append(replace(step, confidence=NOT_SURE))
            step = replace(step, least=LEAST_GUESS)
        steps.append(step)
    return steps


def _right(block: Sequence[tuple[float, bool]]) -> float:
    return sum(right for _, right in block) / len(block)


def _confidence(block: Sequence[tuple[float, bool]]) -> float:
    count, wrong = len(block), sum(not right for _, right in block)
    share = (count - wrong) / (count + _GIVEN_BENEFIT)
    if count >= LEAST_VALUES and wrong * WRONG_IN <= count:
        return max(share, SURE)
    return min(share, NOT_SURE)
