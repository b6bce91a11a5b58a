"""From a PDF page to a ``Sheet``, by pdfium; runs inside the child process."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from processors.format_check.sheet import Glyph, Sheet, Stroke
from processors.layer_letters import Letter, font_of, letters_of
from processors.letter_weight import is_bold_font
from processors.pages import Line, lines
from vanban.domain.reading import Page

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SLANTED = re.compile(r"italic|oblique|-it\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
"""ISO 32000-1, table 123."""
_THIN, _SHORTEST = 2.5, 12.0
"""Points: how thick a rule may be, and from what length it is one."""
_MOST_OBJECTS = 3000
_DEEP = 4
_UNDERSCORES = re.compile(r"^[_‗—–-]{4,}$")


def sheet_of(pdf_page: Any, page: Page) -> Sheet:
    """Return a page as it is set.

    Args:
        pdf_page: an open ``pypdfium2.PdfPage``.
        page: its words, as the text layer gives them.
    """
    rows = sorted(lines(page), key=lambda line: -line.middle)
    written = [row for row in rows if not _is_drawn(row)]
    drawn = [Stroke(row.box[0], row.box[2], row.box[1] + 2) for row in rows if _is_drawn(row)]
    strokes = (*drawn, *_strokes(pdf_page))
    return Sheet(page.number, page.width, page.height, tuple(written), tuple(_glyphs(pdf_page)), strokes)


def _is_drawn(line: Line) -> bool:
    """Return whether a line of text is a rule made of underscores."""
    return bool(_UNDERSCORES.match(line.text.replace(" ", "")))


def _glyphs(pdf_page: Any) -> Iterator[Glyph]:
    text_page = pdf_page.get_textpage()
    try:
        for letter in letters_of(pdf_page, look_for_hidden=True).letters:
            if not letter.text.isspace():
                yield _glyph(text_page.raw, letter)
    finally:
        text_page.close()


def _glyph(text_page: Any, letter: Letter) -> Glyph:
    import pypdfium2.raw as pdfium

    font, flags = font_of(text_page, letter.at) or ("", 0)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text_page, letter.at, red, green, blue, alpha)
    weight = pdfium.FPDFText_GetFontWeight(text_page, letter.at)
    return Glyph(
        text=letter.text,
        box=letter.box,
        font=_SUBSET.sub("", font),
        size=_size(text_page, letter.at),
        bold=is_bold_font(font, flags) or weight >= _BOLD_WEIGHT,
        italic=bool(_SLANTED.search(font)) or bool(flags & _ITALIC_FLAG),
        colour=(red.value, green.value, blue.value),
    )


def _size(text_page: Any, index: int) -> float:
    """Return the size of a letter as shown: writers put it into the font's size, the matrix, or both."""
    import pypdfium2.raw as pdfium

    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    return size


def _strokes(pdf_page: Any) -> Sequence[Stroke]:
    import pypdfium2.raw as pdfium

    left, bottom, _, _ = pdf_page.get_bbox()
    found = []
    for count, item in enumerate(pdf_page.get_objects(max_depth=_DEEP)):
        if count >= _MOST_OBJECTS:
            break
        if item.type not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        x0, y0, x1, y1 = item.get_bounds()
        if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST:
            found.append(Stroke(x0 - left, x1 - left, (y0 + y1) / 2 - bottom))
    return found
