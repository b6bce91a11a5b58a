"""Finds where number and date of issue stand on page 1 of an outgoing draft, by the positions of its letters.

The places are those of NĐ 30/2020, Phụ lục I, Mục IV, boxes 3 and 4: after ``Số:`` and before ``/`` (before ``-`` in
documents of the Party), and between ``ngày``, ``tháng`` and ``năm`` on about the same line. Dots may fill them.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MAX_GLYPHS = 20_000
HEADER_SHARE = 0.45
"""Share of the page's height, from the top, in which the places may be."""
SAME_ROW = 45.0
"""Points between the baselines of number and date at most."""
FILLERS = frozenset(".…_‥·-–—")
_FILLER = r"[.…_‥·–—-]*"
_NUMBER = re.compile(rf"so:?(?P<number>\d*[a-z]?)(?P<number_filler>{_FILLER})/")
_PARTY_NUMBER = re.compile(r"so:?(?P<number>\d*)(?P<number_filler>[.…_‥·]*)-[a-z]{2,6}/")
_DATE = re.compile(
    rf"ngay(?P<day>\d{{0,2}})(?P<day_filler>{_FILLER})thang(?P<month>\d{{0,2}})(?P<month_filler>{_FILLER})"
    rf"nam(?P<year>\d{{0,4}})(?P<year_filler>{_FILLER})"
)
_EDGE = 0.8
"""Points by which an underscore reaches beyond its own width."""
Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""
_ITALIC_FLAG = 1 << 6
"""ISO 32000-1, table 123."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One visible letter: ``fold`` is its base letter, lower case, without diacritics."""

    fold: str
    left: float
    right: float
    baseline: float
    size: float
    italic: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place on page 1, in points: what is printed in it, and the room between its neighbours."""

    printed: str
    left: float
    right: float | None
    """None where nothing follows on the line."""
    baseline: float
    size: float
    italic: bool
    filler: Box | None = None
    """Where dots or dashes stand that are to be covered; None where there are none."""


@dataclass(frozen=True, slots=True)
class Places:
    """The four places of a draft."""

    number: Place
    day: Place
    month: Place
    year: Place


def find_places(document: Any, *, covered: Sequence[Box] = ()) -> Places | None:
    """Return the places on page 1 of an open ``pypdfium2.PdfDocument``; None if they are not there.

    Dots within a ``covered`` box are not there any more for who looks at the page.
    """
    page = document[0]
    floor = page.get_mediabox()[3] - HEADER_SHARE * page.get_height()
    visible = (g for g in _glyphs(page) if g.baseline >= floor and not _is_covered(g, covered))
    lines = list(_lines(visible))
    for line in lines:
        text = _text(line)
        if number := _PARTY_NUMBER.match(text) or _NUMBER.match(text):
            near = (other for other in lines if abs(other[0].baseline - line[0].baseline) <= SAME_ROW)
            date = next(((other, found) for other in near if (found := _DATE.search(_text(other)))), None)
            return _places(line, number, *date) if date else None
    return None


def _places(
    number_line: Sequence[Glyph], number: re.Match[str], date_line: Sequence[Glyph], date: re.Match[str]
) -> Places:
    return Places(
        number=_place(number_line, number, "number"),
        day=_place(date_line, date, "day"),
        month=_place(date_line, date, "month"),
        year=_place(date_line, date, "year"),
    )


def _place(line: Sequence[Glyph], match: re.Match[str], group: str) -> Place:
    neighbour = line[match.start(group) - 1]
    after_filler = match.end(f"{group}_filler")
    follower = line[after_filler] if after_filler < len(line) else None
    return Place(
        printed=match[group],
        left=line[match.end(group) - 1].right if group == "year" else neighbour.right,
        right=follower.left if follower else None,
        baseline=neighbour.baseline,
        size=neighbour.size,
        italic=neighbour.italic,
        filler=_box(line[match.end(group) : after_filler], between=(line[match.end(group) - 1], follower)),
    )


def _box(filler: Sequence[Glyph], *, between: tuple[Glyph, Glyph | None]) -> Box | None:
    """Return the box that dots or dashes of one line fill, with their soft edges; underscores reach below the line."""
    if not filler:
        return None
    size, baseline = max(g.size for g in filler), filler[0].baseline
    left, right = filler[0].left - _EDGE, filler[-1].right + _EDGE
    before, after = between
    return (
        max(left, before.right),
        baseline - 0.25 * size,
        min(right, after.left) if after else right,
        baseline + 0.45 * size,
    )


def _is_covered(glyph: Glyph, boxes: Sequence[Box]) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return glyph.fold in FILLERS and any(
        left <= middle <= right and bottom <= glyph.baseline <= top for left, bottom, right, top in boxes
    )


def _text(line: Sequence[Glyph]) -> str:
    return "".join(glyph.fold for glyph in line)


def _lines(glyphs: Iterator[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the lines from the top, each from left to right, white space left out."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: -g.baseline):
        if line and line[0].baseline - glyph.baseline > 0.4 * glyph.size:
            yield sorted(line, key=lambda g: g.left)
            line = []
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda g: g.left)


def _glyphs(page: Any) -> Iterator[Glyph]:
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        for index in range(min(text_page.count_chars(), MAX_GLYPHS)):
            fold = _fold(raw.FPDFText_GetUnicode(text_page, index))
            if fold and raw.FPDFText_IsGenerated(text_page, index) != 1:
                yield _glyph(text_page, index, fold)
    finally:
        text_page.close()


def _glyph(text_page: Any, index: int, fold: str) -> Glyph:
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    box, matrix, flags = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_int()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text_page, index, matrix) else 1.0
    name = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    return Glyph(
        fold=fold,
        left=box.left,
        right=box.right,
        baseline=y.value,
        size=raw.FPDFText_GetFontSize(text_page, index) * (scale or 1.0),
        italic=bool(flags.value & _ITALIC_FLAG) or b"Italic" in name.value,
    )


def _fold(code: int) -> str:
    """Return the base letter, or nothing for white space, control and combining characters."""
    for base in itertools.islice(unicodedata.normalize("NFD", chr(code) if 0 < code < 0x110000 else ""), 1):
        if unicodedata.category(base)[0] in "LNPS":
            return base.lower().replace("đ", "d")[:1]
    return ""
