"""The receiving office's stamp ``ĐẾN`` (NĐ 30/2020, Phụ lục IV): 35 by 50 mm, with Số, Ngày and Chuyển."""

from __future__ import annotations

from processors.columns import pieces
from processors.evidence import NOT_FOUND, PRINTED, found
from processors.pages import Line, lines
from processors.vietnamese import fold
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_NEAR = 145.0
"""Points, a little over 50 mm: all of the stamp is within."""
_SEEN = True
_LABELS = ("so", "ngay", "chuyen")


def read(first: FirstPage) -> Fact:
    """Return True where the stamp is seen, False where page 1 was read and shows none; its numbers are handwritten."""
    if not first.page.words:
        return NOT_FOUND
    all_pieces = [piece for line in lines(first.page) for piece in pieces(line)]
    for piece in all_pieces:
        if not any(word.text.strip(".:,;|[]()").upper() == "ĐẾN" and word.text.isupper() for word in piece.words[:2]):
            continue
        near = [other for other in all_pieces if other is not piece and _is_near(piece, other)]
        labels = {label for other in (piece, *near) for label in _LABELS if _starts(other, label)}
        if "chuyen" in labels or len(labels) == 2:
            return found(_SEEN, piece.words, first.page, confidence=PRINTED, how="stamp")
    return Fact(not _SEEN, PRINTED, first.page.number, None, "no stamp on page 1")


def _is_near(piece: Line, other: Line) -> bool:
    return abs(piece.box[0] - other.box[0]) < _NEAR and abs(piece.box[1] - other.box[1]) < _NEAR


def _starts(piece: Line, label: str) -> bool:
    return any(fold(word.text).startswith(label) and word.text.endswith((":", ".")) for word in piece.words[:3])
