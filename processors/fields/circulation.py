"""Box 11: how far the document may go (NĐ 30/2020, Phụ lục I, III.2c)."""

from __future__ import annotations

from rapidfuzz import fuzz

from processors.evidence import NOT_FOUND, PRINTED, found, graded
from processors.stamps import letters
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_STAMPS = {
    "xem xong tra lai": "XEM XONG TRẢ LẠI",
    "luu hanh noi bo": "LƯU HÀNH NỘI BỘ",
    "tai lieu thu hoi": "TÀI LIỆU THU HỒI",
}
_CLOSE = 88


def read(first: FirstPage) -> Fact:
    """Return the instruction in capitals; None if there is none."""
    for piece in first.loose:
        text = letters(piece.text)
        for stamp, value in _STAMPS.items():
            score = fuzz.ratio(text, stamp)
            if score >= _CLOSE:
                ceiling = 1.0 if score >= 100 else PRINTED
                confidence = graded(piece.words, first.page, known=True, ceiling=ceiling)
                return found(value, piece.words, first.page, confidence=confidence, how="zone-11")
    return NOT_FOUND
