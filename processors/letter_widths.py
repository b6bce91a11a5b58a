"""How wide words are printed: a letter that OCR doubled, or a space that it lost, shows in the width of the word's box.

The widths are those of Times and its metric twins, which the decree asks for (NĐ 30/2020, Phụ lục I, mục I.4).
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from processors.pages import Line
from vanban.domain.reading import Word

_WIDTHS = {
    **dict.fromkeys("ijlt/;:", 0.278),
    **dict.fromkeys(".,", 0.25),
    **dict.fromkeys("fIrđ()-", 0.333),
    **dict.fromkeys("sJ", 0.389),
    **dict.fromkeys("aceăâêz", 0.444),
    **dict.fromkeys("FPS", 0.556),
    **dict.fromkeys("ELTZ", 0.611),
    **dict.fromkeys("BCR", 0.667),
    **dict.fromkeys("ADĐGHKNOQUVwXY", 0.722),
    "m": 0.778,
    "M": 0.889,
    "W": 0.944,
}
"""Advance in em; other letters and digits take half an em."""
_SPACE = 0.25
_FEWEST = 3
_DOUBLED = re.compile(r"ĐĐ")
_JOINT = re.compile(r"(?<=[,;:])(?=[^\W\d_])")


def mend_widths(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines of one size, doubled ``Đ`` made one and lost spaces put back where the widths say so."""
    em = _em(lines)
    if em is None:
        return tuple(lines)
    return tuple(
        Line(tuple(part for word in line.words for part in _parts(_undoubled(word, em), em))) for line in lines
    )


def _em(lines: Sequence[Line]) -> float | None:
    """Return the size of the type in points; None for too few words."""
    sizes = [
        (word.box[2] - word.box[0]) / _advance(word.text)
        for line in lines
        for word in line.words
        if len(word.text) > 1 and word.text.strip(".,;:()").isalpha() and not _DOUBLED.search(word.text)
    ]
    return statistics.median(sizes) if len(sizes) >= _FEWEST else None


def _advance(text: str) -> float:
    return sum(_WIDTHS.get(_bare(char), 0.5) for char in text) or 0.5


def _bare(char: str) -> str:
    return char if char in _WIDTHS else unicodedata.normalize("NFD", char)[0]


def _undoubled(word: Word, em: float) -> Word:
    single = _DOUBLED.sub("Đ", word.text)
    if single == word.text:
        return word
    wide = (word.box[2] - word.box[0]) / em
    nearer = abs(wide - _advance(single)) < abs(wide - _advance(word.text))
    return replace(word, text=single) if nearer else word


def _parts(word: Word, em: float) -> list[Word]:
    """Split a word at a sign inside it if it is wider than its letters by a space."""
    parts = _JOINT.split(word.text)
    spare = (word.box[2] - word.box[0]) / em - _advance(word.text)
    if len(parts) == 1 or spare < 0.6 * _SPACE * (len(parts) - 1):
        return [word]
    x0, y0, x1, y1 = word.box
    total, result = _advance(word.text), []
    for part in parts:
        end = x0 + (x1 - word.box[0]) * _advance(part) / total
        result.append(replace(word, text=part, box=(x0, y0, end, y1)))
        x0 = end
    return result
