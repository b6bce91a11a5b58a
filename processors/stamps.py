"""Stamps that stand alone in capitals: what their letters are, whatever frame and dust stand around them."""

from __future__ import annotations

import functools
import re

from rapidfuzz import fuzz

from processors.vietnamese import fold, is_capitals

_LONGEST = 24


STAMPS = (
    *("hoa toc", "hoa toc hen gio", "thuong khan", "khan", "den", "cong van den", "du thao"),
    *("xem xong tra lai", "luu hanh noi bo", "tai lieu thu hoi"),
    *("mat", "toi mat", "tuyet mat"),
)
"""What stamps on page 1 say, folded (NĐ 30/2020, Phụ lục I, mục III.2)."""
_URGENT_WORDS = frozenset(("hoa", "toc", "thuong", "khan"))
_CLOSE = 80


@functools.lru_cache(maxsize=1024)
def is_stamp(text: str) -> bool:
    """Return whether a line of print is what a stamp says, more or less."""
    said = letters(text)
    return bool(said) and any(fuzz.ratio(said, stamp) >= _CLOSE for stamp in STAMPS)


def is_stamp_word(text: str) -> bool:
    """Return whether a word in capitals is one of an urgency's stamp (``THƯỢNG``)."""
    return text.isupper() and fold(text) in _URGENT_WORDS


@functools.lru_cache(maxsize=1024)
def letters(text: str) -> str:
    """Return the folded words of a piece of a line if all of it is in capitals and short enough, else nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    joined = " ".join(words)
    return fold(joined) if is_capitals(joined) and len(joined) <= _LONGEST else ""
