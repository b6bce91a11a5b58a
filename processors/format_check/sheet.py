"""A page of a born-digital draft as it is set: letters with typeface, size and colour, and the rules drawn on it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from processors.pages import Line
from vanban.domain.reading import Box

_MOST = 0.6
"""Share of the letters of a line from which it counts as bold or italic."""


class Glyph(NamedTuple):
    """One visible letter; a page has thousands."""

    text: str
    box: Box
    font: str
    """Without the prefix of a subset."""
    size: float
    """Points, as shown."""
    bold: bool
    italic: bool
    colour: tuple[int, int, int]
    """Red, green, blue, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set."""

    size: float
    bold: bool
    italic: bool
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level rule on the page."""

    x0: float
    x1: float
    y: float

    @property
    def length(self) -> float:
        """Points."""
        return self.x1 - self.x0

    @property
    def box(self) -> Box:
        """The rule with a little room, to be shown."""
        return (self.x0, self.y - 1.5, self.x1, self.y + 1.5)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    """From the top."""
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]

    def of(self, line: Line) -> list[Glyph]:
        """Return the letters of a line."""
        return [glyph for word in line.words for glyph in self._within(word.box)]

    def look(self, line: Line) -> Look | None:
        """Return how a line is set; None if none of its letters is known."""
        glyphs = [glyph for glyph in self.of(line) if glyph.text.isalnum()]
        return look_of(glyphs) if glyphs else None

    def rule_under(self, box: Box, *, depth: float = 14.0) -> Stroke | None:
        """Return the rule under a line: within its width and ``depth`` points below; the nearest."""
        middle = (box[0] + box[2]) / 2
        found = [
            stroke
            for stroke in self.strokes
            if box[1] - depth <= stroke.y <= box[1] + 4 and stroke.x0 - 6 < middle < stroke.x1 + 6
        ]
        return max(found, key=lambda stroke: stroke.y, default=None)

    def _within(self, box: Box) -> Iterable[Glyph]:
        x0, y0, x1, y1 = box
        for glyph in self.glyphs:
            left, bottom, right, top = glyph.box
            if y0 <= (bottom + top) / 2 <= y1 and x0 <= (left + right) / 2 <= x1:
                yield glyph


def look_of(glyphs: Sequence[Glyph]) -> Look:
    """Return how most of some letters (at least one) are set."""
    count = len(glyphs)
    return Look(
        size=statistics.median(glyph.size for glyph in glyphs),
        bold=sum(glyph.bold for glyph in glyphs) >= _MOST * count,
        italic=sum(glyph.italic for glyph in glyphs) >= _MOST * count,
        colour=Counter(glyph.colour for glyph in glyphs).most_common(1)[0][0],
    )
