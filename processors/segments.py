"""Words of a page that were printed together, by where they stand."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from processors.pages import Same
from vanban.domain.reading import Page, Word

GAP = 0.9
"""A gap wider than so many line heights separates what was printed side by side."""


def segments(page: Page) -> tuple[tuple[Word, ...], ...]:
    """Return the runs of words that were printed together: lines, cut where the gap is wide."""
    return _segments(Same(page))


@functools.lru_cache(maxsize=2)
def _segments(same: Same) -> tuple[tuple[Word, ...], ...]:
    return tuple(map(tuple, _runs(same.page.words)))


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.block, word.line), []).append(word)
    for line in lines.values():
        line.sort(key=lambda word: word.box[0])
        # Frames and dust are read as words too, and would stand between the mark and its own line.
        kept = [word for word in line if word.text.isalnum() or any(map(str.isalnum, word.text))]
        segment: list[Word] = []
        for word in kept:
            if segment and not _together(segment[-1], word):
                yield segment
                segment = []
            segment.append(word)
        if segment:
            yield segment


def middle(words: Sequence[Word]) -> float:
    """Return how high the words stand on average, in points."""
    return sum((word.box[1] + word.box[3]) / 2 for word in words) / len(words)


def height(words: Sequence[Word]) -> float:
    """Return the height of the tallest word, in points."""
    return max(word.box[3] - word.box[1] for word in words)


def _together(left: Word, right: Word) -> bool:
    gap = right.box[0] - left.box[2]
    tall = max(left.box[3] - left.box[1], right.box[3] - right.box[1])
    spaced = len(left.text) == 1 and len(right.text) == 1  # letters set apart: M Ậ T
    return gap <= (2.5 if spaced else GAP) * tall
