"""Printed lines apart: at the column of a header, or wherever words stand far from each other."""

from __future__ import annotations

from processors.pages import Line
from vanban.domain.reading import Word

WIDE_GAP = 12.0
"""Points between two words from which they belong to different columns or boxes."""


def pieces(line: Line, gap: float = WIDE_GAP) -> list[Line]:
    """Split a line wherever two words stand far apart."""
    groups: list[list[Word]] = []
    for word in sorted(line.words, key=lambda word: word.box[0]):
        if groups and word.box[0] - groups[-1][-1].box[2] < gap:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [Line(tuple(group)) for group in groups]


def split_line(line: Line, x: float, reach: float, *, gap: float = 0.0) -> tuple[Line | None, Line | None]:
    """Split a line into left and right of about ``x``: at its widest gap within ``reach``, ``gap`` points or more.

    A gap beside ``x`` counts for less, by half its distance: the room for a number is wider than that between columns.
    """
    words = sorted(line.words, key=lambda word: word.box[0])
    best = (float("-inf"), 0.0, 0)
    for index in range(1, len(words)):
        start, end = words[index - 1].box[2], words[index].box[0]
        if start <= x + reach and end >= x - reach:
            best = max(best, (end - start - max(0.0, start - x, x - end) / 2, end - start, index))
    height = max(8.0, min(word.box[3] - word.box[1] for word in words))
    # A line of the left column may end within reach: only what goes on well beyond ``x`` is another column.
    if best[1] >= max(gap, 0.6 * height) and words[-1].box[2] > x + 30:
        return Line(tuple(words[: best[2]])), Line(tuple(words[best[2] :]))
    box = line.box
    return (line, None) if (box[0] + box[2]) / 2 < x else (None, line)
