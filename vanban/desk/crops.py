"""Enlarged pieces of the page beside a field: number and day, which on paper are mostly written by hand.

Reading only guesses at handwriting, and a guess that stands in the field is confirmed by habit. So the field stays
empty, and what was written stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vanban.domain.document import Document
from vanban.domain.reading import Box

HANDWRITTEN = ("number", "issued_on")
"""Facts that are mostly handwritten on paper (NĐ 30/2020, Phụ lục I, II.3 and II.4)."""
_BESIDE = {"number": "symbol", "issued_on": "place"}
"""The printed fact on the same line, for where the handwriting itself was not found."""
_USUAL = {"number": (0.10, 0.10, 0.48, 0.19), "issued_on": (0.48, 0.10, 0.97, 0.19)}
"""Boxes 3 and 4 of Phụ lục I as parts of the page, x0, y0, x1, y1 from its top left; names above may push them down."""
_REACH = 130.0
"""Points beside the printed fact that the handwriting may take."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page that is shown enlarged, in PDF points from the top left of the page."""

    page: int
    page_width: float
    page_height: float
    x: float
    y: float
    width: float
    height: float


def is_handwritten(document: Document, fact: str, *, sure: float) -> bool:
    """Return whether a fact must be read from the page by the clerk: on paper, and not confirmed by anything."""
    reading = document.reading or {}
    told = reading.get("facts", {}).get(fact) or {}
    return (
        fact in HANDWRITTEN
        and reading.get("source") == "ocr"
        and not (told.get("value") and float(told.get("confidence") or 0.0) >= sure)
    )


def crop_of(document: Document, fact: str, sizes: tuple[tuple[float, float], ...]) -> Crop | None:
    """Return the piece of the page where a handwritten fact stands, or stands as a rule; None without a page image."""
    facts: Mapping[str, Any] = (document.reading or {}).get("facts", {})
    for name, beside in ((fact, False), (_BESIDE[fact], True)):
        told = facts.get(name) or {}
        page, box = told.get("page"), told.get("box")
        if box and page and 1 <= page <= len(sizes):
            return _around(_widened(tuple(box), fact) if beside else tuple(box), page, sizes[page - 1])
    if not sizes:
        return None
    width, height = sizes[0]
    x0, y0, x1, y1 = _USUAL[fact]
    return Crop(1, width, height, x0 * width, y0 * height, (x1 - x0) * width, (y1 - y0) * height)


def _widened(box: Box, fact: str) -> Box:
    """Return the room beside a printed fact: before the symbol, or after the place."""
    x0, y0, x1, y1 = box
    return (x0 - _REACH, y0, x1, y1) if fact == "number" else (x1, y0, x1 + _REACH, y1)


def _around(box: Box, page: int, size: tuple[float, float]) -> Crop:
    """Return the box with room around it for what is written larger than print."""
    width, height = size
    x0, x1 = max(box[0] - 24, 0.0), min(box[2] + 24, width)
    top, bottom = max(height - box[3] - 9, 0.0), min(height - box[1] + 9, height)
    return Crop(page, width, height, x0, top, max(x1 - x0, 40.0), max(bottom - top, 20.0))
