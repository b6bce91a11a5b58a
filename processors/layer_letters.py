"""The letters of a PDF page's text layer, and the words that they make."""

from __future__ import annotations

import ctypes
import dataclasses
import math
import unicodedata
from dataclasses import dataclass
from typing import Any

from processors.tesseract import normalise
from vanban.domain.reading import Box, Word

_UPRIGHT = math.radians(5)
_SAME_LINE = 0.35
"""Distance of two baselines, in letter heights, up to which they are one line."""
_PRIVATE = range(0xF020, 0xF100)
"""Where fonts with an alphabet of their own (symbol fonts) have their letters in Unicode."""
_FONT_NAME_BYTES = 128


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in its place on the page as shown."""

    text: str
    box: Box
    baseline: float
    index: int
    """Place in pdfium's list."""
    font: str = ""
    """Filled in by ``name_fonts`` where it matters."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a page that are read, and how many are not."""

    letters: list[Letter]
    turned: int
    """Letters at an angle, as of a watermark, left out."""
    hidden: int
    """Letters that are not drawn, left out."""
    private: int
    """Letters outside Unicode's alphabets among those that are read."""


def letters_of(pdf_page: Any, *, look_for_hidden: bool) -> Letters:
    """Return the letters that stand upright and, where it is looked for, can be seen."""
    import pypdfium2.raw as pdfium

    text_page = pdf_page.get_textpage()
    place = _placement(pdf_page)
    letters: list[Letter] = []
    turned = hidden = private = 0
    try:
        raw = text_page.raw
        rect = pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in (0, 0xFFFE, 0xFFFF):
                continue
            if not _is_upright(pdfium.FPDFText_GetCharAngle(raw, index), pdf_page):
                turned += code > 32
                continue
            if look_for_hidden and _is_hidden(raw, index):
                hidden += code > 32
                continue
            private += code in _PRIVATE
            pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
            pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
            left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
            box = place(left, bottom, right, top)
            baseline = place(x.value, y.value, x.value, y.value)[1]
            letters.append(Letter(chr(code), box, baseline, index))
    finally:
        text_page.close()
    return Letters(letters, turned, hidden, private)


def name_fonts(pdf_page: Any, letters: list[Letter]) -> list[Letter]:
    """Return the letters with the names of their fonts; those of symbol fonts by their own codes."""
    import pypdfium2.raw as pdfium

    text_page = pdf_page.get_textpage()
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    flags = ctypes.c_int()
    named: list[Letter] = []
    try:
        for letter in letters:
            length = pdfium.FPDFText_GetFontInfo(text_page.raw, letter.index, name, _FONT_NAME_BYTES, flags)
            # A space between two words is pdfium's own, and has no font: it goes with what is before it.
            font = name.value.decode("utf-8", "replace") if 0 < length <= _FONT_NAME_BYTES else ""
            if not font and named:
                font = named[-1].font
            code = ord(letter.text)
            text = chr(code - 0xF000) if code in _PRIVATE else letter.text
            named.append(dataclasses.replace(letter, font=font, text=text))
    finally:
        text_page.close()
    return named


def _is_hidden(text_page: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    item = pdfium.FPDFText_GetTextObject(text_page, index)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else pdfium.FPDF_TEXTRENDERMODE_FILL
    return mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def _is_upright(angle: float, pdf_page: Any) -> bool:
    """Return whether a letter stands upright on the page as shown, which a watermark does not."""
    turned = (angle + math.radians(pdf_page.get_rotation())) % (2 * math.pi)
    return min(turned, 2 * math.pi - turned) <= _UPRIGHT


def _placement(pdf_page: Any) -> Any:
    """Return a function from page space to points from the bottom left of the page as it is shown."""
    left, bottom, right, top = pdf_page.get_bbox()
    rotation = pdf_page.get_rotation()

    def place(x0: float, y0: float, x1: float, y1: float) -> Box:
        if rotation == 90:
            return (y0 - bottom, right - x1, y1 - bottom, right - x0)
        if rotation == 180:
            return (right - x1, top - y1, right - x0, top - y0)
        if rotation == 270:
            return (top - y1, x0 - left, top - y0, x1 - left)
        return (x0 - left, y0 - bottom, x1 - left, y1 - bottom)

    return place


def words_of(letters: list[Letter]) -> tuple[Word, ...]:
    """Gather letters into words and words into lines, by spaces, gaps and baselines."""
    groups: list[list[Letter]] = []
    fresh = True
    for char in letters:
        if char.text.isspace():
            fresh = True
            continue
        if not fresh and groups and _continues(groups[-1][-1], char):
            groups[-1].append(char)
        else:
            groups.append([char])
        fresh = False
    lines: list[tuple[float, float]] = []
    words = []
    for group in groups:
        text = normalise(unicodedata.normalize("NFC", "".join(char.text for char in group)))
        text = "".join(char for char in text if char.isprintable())
        if text:
            words.append(Word(text, 1.0, around(group), _line_of(group, lines)))
    return tuple(sorted(words, key=lambda word: (word.line, word.box[0])))


def _continues(before: Letter, char: Letter) -> bool:
    height = max(1.0, before.box[3] - before.box[1])
    gap = char.box[0] - before.box[2]
    return abs(before.baseline - char.baseline) < _SAME_LINE * height and -height < gap < 0.3 * height


def around(group: list[Letter]) -> Box:
    """Return the smallest box around some letters (at least one)."""
    boxes = [char.box for char in group]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _line_of(group: list[Letter], lines: list[tuple[float, float]]) -> int:
    baseline = group[0].baseline
    height = max(4.0, group[0].box[3] - group[0].box[1])
    for index in range(len(lines) - 1, -1, -1):
        if abs(lines[index][0] - baseline) < _SAME_LINE * min(height, lines[index][1]):
            return index
    lines.append((baseline, height))
    return len(lines) - 1
