"""The text layer of a PDF page: its words with boxes, and whether it can be used instead of OCR.

"Has text" is not "has usable text": vendors' layers are OCR without marks, legacy fonts (TCVN3, VNI) give rubbish, and
e-office systems print watermarks across the page.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass
from typing import Any

from processors.tesseract import normalise
from processors.vietnamese import mark_share, syllables, valid_share
from vanban.domain.reading import Box, Page, Word

MIN_VALID = 0.7
"""Share of runs of letters that are Vietnamese syllables; 0.97 in legal texts, abbreviations included."""
MIN_MARKS = 0.12
"""Share of letters with a mark; 0.28 in legal texts, near 0 in a layer without diacritics."""
FEW = 12
"""Fewer runs of letters cannot be judged."""
SCAN_SHARE = 0.8
"""An image over this share of the page is a scan, and the text with it somebody's OCR."""
LARGEST_OBJECTS = 500
"""Objects of a page that are looked at."""
_UPRIGHT = math.radians(5)
_SAME_LINE = 0.35
"""Distance of two baselines, in letter heights, up to which they are one line."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The text layer of one page, judged."""

    page: Page
    usable: bool
    reason: str
    """``vietnamese``, ``blank``, ``empty``, ``scan``, ``few-words``, ``not-vietnamese`` or ``no-marks``."""


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    box: Box
    baseline: float


def read_layer(document: Any, number: int) -> Layer:
    """Return the upright words of a page's text layer and a judgement of it.

    Args:
        document: an open ``pypdfium2.PdfDocument``.
        number: 1-based page number.
    """
    pdf_page = document[number - 1]
    try:
        width, height = pdf_page.get_size()
        covered, objects = _image_share(pdf_page, width * height)
        words = _words(_characters(pdf_page)) if covered < SCAN_SHARE else ()
        page = Page(number, width, height, words, "text")
    finally:
        pdf_page.close()
    usable, reason = judge(" ".join(word.text for word in words), covered=covered, objects=objects)
    return Layer(page, usable, reason)


def judge(text: str, *, covered: float, objects: int) -> tuple[bool, str]:
    """Return whether a layer's text is usable, and why.

    Args:
        text: the words of the layer.
        covered: share of the page under images.
        objects: number of drawn objects of any kind.
    """
    if covered >= SCAN_SHARE:
        return False, "scan"
    found = syllables(text)
    if not found:
        # Without any object there is nothing to recognise either; letters drawn as outlines are objects.
        return (True, "blank") if objects == 0 else (False, "empty")
    if len(found) < FEW:
        return (covered == 0.0 and valid_share(text) >= MIN_VALID), "few-words"
    if valid_share(text) < MIN_VALID:
        return False, "not-vietnamese"
    if mark_share(text) < MIN_MARKS:
        return False, "no-marks"
    return True, "vietnamese"


def _image_share(pdf_page: Any, area: float) -> tuple[float, int]:
    import pypdfium2.raw as pdfium

    covered = 0.0
    count = 0
    for count, item in enumerate(pdf_page.get_objects(max_depth=4), start=1):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += abs(right - left) * abs(top - bottom)
        if count >= LARGEST_OBJECTS:
            break
    return min(1.0, covered / area) if area else 0.0, count


def _characters(pdf_page: Any) -> list[_Char]:
    import pypdfium2.raw as pdfium

    text_page = pdf_page.get_textpage()
    place = _placement(pdf_page)
    chars: list[_Char] = []
    try:
        raw = text_page.raw
        rect = pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in (0, 0xFFFE, 0xFFFF) or not _is_upright(pdfium.FPDFText_GetCharAngle(raw, index), pdf_page):
                continue
            pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
            pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
            left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
            box = place(left, bottom, right, top)
            baseline = place(x.value, y.value, x.value, y.value)[1]
            chars.append(_Char(chr(code), box, baseline))
    finally:
        text_page.close()
    return chars


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


def _words(chars: list[_Char]) -> tuple[Word, ...]:
    """Gather letters into words and words into lines, by spaces, gaps and baselines."""
    groups: list[list[_Char]] = []
    fresh = True
    for char in chars:
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
            words.append(Word(text, 1.0, _around(group), _line_of(group, lines)))
    return tuple(sorted(words, key=lambda word: (word.line, word.box[0])))


def _continues(before: _Char, char: _Char) -> bool:
    height = max(1.0, before.box[3] - before.box[1])
    gap = char.box[0] - before.box[2]
    return abs(before.baseline - char.baseline) < _SAME_LINE * height and -height < gap < 0.3 * height


def _around(group: list[_Char]) -> Box:
    boxes = [char.box for char in group]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _line_of(group: list[_Char], lines: list[tuple[float, float]]) -> int:
    baseline = group[0].baseline
    height = max(4.0, group[0].box[3] - group[0].box[1])
    for index in range(len(lines) - 1, -1, -1):
        if abs(lines[index][0] - baseline) < _SAME_LINE * min(height, lines[index][1]):
            return index
    lines.append((baseline, height))
    return len(lines) - 1
