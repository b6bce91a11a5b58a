"""Box 10b: the stamp of urgency (NĐ 30/2020, Phụ lục I, III.2b): HỎA TỐC, THƯỢNG KHẨN or KHẨN, alone, in capitals."""

from __future__ import annotations

from rapidfuzz import fuzz

from processors.evidence import NOT_FOUND, found, graded
from processors.stamps import letters
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_STAMPS = {"hoa toc": "hỏa tốc", "thuong khan": "thượng khẩn", "khan": "khẩn", "hoa toc hen gio": "hỏa tốc"}
_CLOSE = 84


def read(first: FirstPage) -> Fact:
    """Return ``hỏa tốc``, ``thượng khẩn`` or ``khẩn``; None if there is no stamp."""
    close: Fact | None = None
    for piece in first.loose:
        text = letters(piece.text)
        if not text:
            continue
        if text in _STAMPS:
            confidence = graded(piece.words, first.page, known=True)
            return found(_STAMPS[text], piece.words, first.page, confidence=confidence, how="zone-10b")
        score, value = max((fuzz.ratio(text, stamp), value) for stamp, value in _STAMPS.items())
        if score >= _CLOSE and len(text) >= len("hoa toc") and close is None:
            close = found(value, piece.words, first.page, confidence=0.75, how="zone-10b, close")
    return close or NOT_FOUND
