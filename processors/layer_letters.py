"""The letters of a PDF page's text layer, and the words that they make."""

from __future__ import annotations

import ctypes
import functools
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from processors.tesseract import normalise
from vanban.domain.reading import Box, Word

_UPRIGHT = math.radians(5)
_FULL = 2 * math.pi
_SAME_LINE = 0.35
"""Distance of two baselines, in letter heights, up to which they are one line."""
_PRIVATE = range(0xF020, 0xF100)
"""Where fonts with an alphabet of their own (symbol fonts) have their letters in Unicode."""
_FONT_NAME_BYTES = 128
_SPACE = 32
_NO_LETTERS = (0, 0xFFFE, 0xFFFF)
_SURROGATES = range(0xD800, 0xE000)
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class Letter(NamedTuple):
    """One letter in its place on the page as shown; a page has thousands."""

    text: str
    box: Box
    baseline: float
    at: int
    """Place in pdfium's list."""
    font: str = ""
    """Filled in by ``name_fonts`` where it matters."""


_letter = functools.partial(tuple.__new__, Letter)
"""``Letter`` of all its fields, at half the price."""


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
    longest_unknown: int = 0
    """The longest run of letters side by side that the file does not name: a bullet is one, a word several."""


def letters_of(pdf_page: Any, *, look_for_hidden: bool, look_for_turned: bool = True) -> Letters:
    """Return the letters that stand upright and can be seen, each where it is looked for.

    Every question to pdfium costs more than what is done with its answer: none is asked without need.
    """
    import pypdfium2.raw as pdfium

    text_page = pdf_page.get_textpage()
    place = _placement(pdf_page)
    shown = math.radians(pdf_page.get_rotation())
    letters: list[Letter] = []
    baselines: dict[tuple[float, ...], float] = {}  # by foot and head of a letter: those of one line have one
    turned = hidden = private = unknown = longest_unknown = 0
    try:
        raw = text_page.raw
        rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        # Once: a page has thousands of letters.
        at = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
        loose_box, sides = pdfium.FPDFText_GetLooseCharBox, (ctypes.c_float * 4).from_buffer(rect)
        for index, code in enumerate(_codes(raw, text_page.count_chars())):
            is_private = code in _PRIVATE
            unknown = unknown + 1 if is_private or code == 0 else 0
            if unknown > longest_unknown:
                longest_unknown = unknown
            if code in _NO_LETTERS:
                continue
            if code == _SPACE:
                letters.append(_letter((" ", _NOWHERE, 0.0, index, "")))  # ends a word, wherever it stands
                continue
            if look_for_turned and _is_turned(pdfium.FPDFText_GetCharAngle(raw, index) + shown):
                turned += code > _SPACE
                continue
            if look_for_hidden and _is_hidden(raw, index):
                hidden += code > _SPACE
                continue
            private += is_private
            loose_box(raw, index, at[0])
            left, top, right, bottom = sides[:]
            box = place(left, bottom, right, top)
            upright = box[1::2]
            baseline = baselines.get(upright)
            if baseline is None:
                pdfium.FPDFText_GetCharOrigin(raw, index, at[1], at[2])
                baseline = baselines[upright] = place(x.value, y.value, x.value, y.value)[1]
            letters.append(_letter((chr(code), box, baseline, index, "")))
    finally:
        text_page.close()
    return Letters(letters, turned, hidden, private, longest_unknown)


def _codes(text_page: Any, count: int) -> Sequence[int]:
    """Return the code of each letter: all at once where each of them has one."""
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * (count + 1))()
    if count and pdfium.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        codes = list(buffer)[:count]
        if not any(map(_SURROGATES.__contains__, codes)):
            return codes
    return [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]


def _is_turned(angle: float) -> bool:
    """Return whether a letter stands at an angle on the page as shown, as of a watermark."""
    return _UPRIGHT < angle % _FULL < _FULL - _UPRIGHT


def name_fonts(pdf_page: Any, letters: list[Letter]) -> list[Letter]:
    """Return the letters with the names of their fonts; those of symbol fonts by their own codes."""
    text_page = pdf_page.get_textpage()
    named: list[Letter] = []
    try:
        for letter in letters:
            # A space between two words is pdfium's own, and has no font: it goes with what is before it.
            font, _ = font_of(text_page.raw, letter.at) or ("", 0)
            if not font and named:
                font = named[-1].font
            code = ord(letter.text)
            text = chr(code - 0xF000) if code in _PRIVATE else letter.text
            named.append(letter._replace(font=font, text=text))
    finally:
        text_page.close()
    return named


def font_of(text_page: Any, index: int) -> tuple[str, int] | None:
    """Return name and flags (ISO 32000-1, table 123) of a letter's font; None without a name, or with one too long."""
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page, index, name, _FONT_NAME_BYTES, flags)
    return (name.value.decode("utf-8", "replace"), flags.value) if 0 < length <= _FONT_NAME_BYTES else None


def _is_hidden(text_page: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    item = pdfium.FPDFText_GetTextObject(text_page, index)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else pdfium.FPDF_TEXTRENDERMODE_FILL
    return mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


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
    lines: list[tuple[float, float]] = []
    words = []
    for group in _groups(letters):
        text = _printed("".join([char.text for char in group]))
        if text:
            words.append(Word(text, 1.0, around(group), _line_of(group, lines)))
    return tuple(sorted(words, key=lambda word: (word.line, word.box[0])))


@functools.lru_cache(maxsize=4096)
def _printed(text: str) -> str:
    return "".join(filter(str.isprintable, normalise(unicodedata.normalize("NFC", text))))


def _groups(letters: list[Letter]) -> list[list[Letter]]:
    """Return the letters of each word: a letter goes on with the one before if it is as high and near enough."""
    groups: list[list[Letter]] = []
    group: list[Letter] | None = None
    end = level = height = 0.0  # of the letter before
    for letter in letters:
        text, (left, bottom, right, top), baseline, _, _ = letter
        if text.isspace():
            group = None
            continue
        if group and abs(level - baseline) < _SAME_LINE * height and -height < left - end < 0.3 * height:
            group.append(letter)
        else:
            group = [letter]
            groups.append(group)
        end, level, height = right, baseline, max(1.0, top - bottom)
    return groups


def around(group: list[Letter]) -> Box:
    """Return the smallest box around some letters (at least one)."""
    left, bottom, right, top = zip(*[char.box for char in group], strict=True)
    return min(left), min(bottom), max(right), max(top)


def _line_of(group: list[Letter], lines: list[tuple[float, float]]) -> int:
    baseline = group[0].baseline
    height = max(4.0, group[0].box[3] - group[0].box[1])
    for index in range(len(lines) - 1, -1, -1):
        if abs(lines[index][0] - baseline) < _SAME_LINE * min(height, lines[index][1]):
            return index
    lines.append((baseline, height))
    return len(lines) - 1
