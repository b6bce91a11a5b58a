"""Stamps that stand alone in capitals: what their letters are, whatever frame and dust stand around them."""

from __future__ import annotations

import re

from processors.vietnamese import fold, is_capitals

_LONGEST = 24


def letters(text: str) -> str:
    """Return the folded words of a piece of a line if all of it is in capitals and short enough, else nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    joined = " ".join(words)
    return fold(joined) if is_capitals(joined) and len(joined) <= _LONGEST else ""
