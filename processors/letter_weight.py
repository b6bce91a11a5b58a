"""Which words of a text layer are in bold type, where that tells offices apart: in the head of a page.

Issuer in bold under its parent in plain type is what NĐ 30/2020, Phụ lục I, II.2 asks for. Only capitals in the upper
left are looked at, since every question to pdfium costs.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from processors.layer_letters import Letter, font_of
from vanban.domain.reading import Word

_FORCE_BOLD = 1 << 18
"""Flag of a font descriptor (ISO 32000-1, table 123)."""
_NAMED_BOLD = re.compile(r"bold|black|heavy|[-,_]bd\b", re.IGNORECASE)
_LOWEST, _RIGHTMOST = 0.6, 0.6
"""Shares of the page's height and width within which box 2 stands."""
_FEWEST, _MOST = 3, 120


def weighed(pdf_page: Any, letters: Sequence[Letter], words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words, those in capitals in the upper left with their weight."""
    width, height = pdf_page.get_size()
    heads = [
        index
        for index, word in enumerate(words)
        if word.box[1] > _LOWEST * height and word.box[0] < _RIGHTMOST * width and word.text.isupper()
    ][:_MOST]
    if len(heads) < _FEWEST:
        return words
    places = {letter.box[:2]: letter.at for letter in reversed(letters)}
    result = list(words)
    text_page = pdf_page.get_textpage()
    try:
        for index in heads:
            at = places.get(words[index].box[:2])
            if at is not None:
                result[index] = dataclasses.replace(words[index], bold=_is_bold(text_page.raw, at))
    finally:
        text_page.close()
    return tuple(result)


def is_bold_font(name: str, flags: int) -> bool:
    """Return whether a font says that it is bold."""
    return bool(_NAMED_BOLD.search(name)) or bool(flags & _FORCE_BOLD)


def _is_bold(text_page: Any, at: int) -> bool | None:
    import pypdfium2.raw as pdfium

    font = font_of(text_page, at)
    if font is None:
        return None
    if is_bold_font(*font):
        return True
    # A word processor without the bold face thickens the plain one by a stroke.
    item = pdfium.FPDFText_GetTextObject(text_page, at)
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
