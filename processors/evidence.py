"""Facts with their evidence: where on the page, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from processors.pages import around, mean_confidence
from vanban.domain.reading import Fact, Page, Word

SURE = 0.97
"""Text layer with matching grammar, or OCR where word confidence and dictionary agree."""
HANDWRITTEN = 0.5
"""The most for a number or day on a scan: nearly all are written by hand, and their OCR confidence is noise."""
PRINTED = 0.9
"""The most for free text on a scan: no dictionary can confirm it."""
CLEAR_WORDS = 0.85
"""Mean word confidence from which OCR and a matching dictionary entry count as agreeing."""
NOT_FOUND = Fact()


def found(value: Any, words: Sequence[Word], page: Page, *, confidence: float, how: str) -> Fact:
    """Return a fact with the box around its words."""
    return Fact(value, round(confidence, 3), page.number, around(words) if words else None, how)


def graded(words: Sequence[Word], page: Page, *, known: bool, ceiling: float = 1.0) -> float:
    """Return the confidence of a value that stands in its zone.

    Args:
        words: the words it was read from.
        page: their page; text layers are read as they are.
        known: True if a dictionary or grammar confirms the value.
        ceiling: the most it may be.
    """
    if page.source == "text":
        return min(ceiling, SURE if known else PRINTED)
    mean = mean_confidence(words)
    if known:
        return min(ceiling, SURE if mean >= CLEAR_WORDS else PRINTED)
    return min(ceiling, PRINTED, mean * 0.93)
