"""Box 10b: the stamp of urgency (NĐ 30/2020, Phụ lục I, III.2b): HỎA TỐC, THƯỢNG KHẨN or KHẨN, alone, in capitals."""

from __future__ import annotations

from rapidfuzz import fuzz

from processors.evidence import NOT_FOUND, PRINTED, found, graded
from processors.pages import Line
from processors.stamps import letters
from processors.vietnamese import fold
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_STAMPS = {"hoa toc": "hỏa tốc", "thuong khan": "thượng khẩn", "khan": "khẩn", "hoa toc hen gio": "hỏa tốc"}
_CLOSE = 84
_APART = 60.0
"""Points within which the two words of a stamp stand."""


def read(first: FirstPage) -> Fact:
    """Return ``hỏa tốc``, ``thượng khẩn`` or ``khẩn``; None if there is no stamp."""
    close: Fact | None = None
    for piece in first.loose:
        text = letters(piece.text)
        if not text:
            continue
        if text in _STAMPS:
            if text == "khan" and _stands_in_parts(first, piece):
                return found("thượng khẩn", piece.words, first.page, confidence=PRINTED, how="zone-10b, in parts")
            confidence = graded(piece.words, first.page, known=True)
            return found(_STAMPS[text], piece.words, first.page, confidence=confidence, how="zone-10b")
        score, value = max((fuzz.ratio(text, stamp), value) for stamp, value in _STAMPS.items())
        if score >= _CLOSE and len(text) >= len("hoa toc") and close is None:
            close = found(value, piece.words, first.page, confidence=0.75, how="zone-10b, close")
    return close or NOT_FOUND


def _stands_in_parts(first: FirstPage, khan: Line) -> bool:
    """Return whether THƯỢNG stands shortly before KHẨN, among words that the stamp was pressed across."""
    x, y = khan.box[0], khan.middle
    return any(
        word.text.isupper() and fold(word.text) == "thuong"
        for piece in first.loose
        for word in piece.words
        if -_APART <= word.box[2] - x <= 6 and abs((word.box[1] + word.box[3]) / 2 - y) < _APART / 2
    )
