"""Lists of names as offices print them: one item a dash, wrapped lines joined, signs at the ends dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DASH = re.compile(r"^[\s'\"“”ˆ`|.,]*[-–—~_+•*][\s\-–—~_.]*")
_DUST = re.compile(r"^[^\w(“\"]+|[\s;:.,|~`'\"ˆ_…]+$")
SHORT = 12
"""Letters of a line before the first dash that may be dust."""
_SEMICOLON_BETWEEN = re.compile(r";\s+(?=[-–—])")


def items(texts: Iterable[str]) -> list[str]:
    """Return the items of a list given as printed lines.

    A new item begins at a dash, or after a line that ended with a semicolon or full stop: OCR often loses the dash.
    """
    rows = list(texts)
    marked = next((index for index, text in enumerate(rows) if _DASH.match(text)), None)
    if marked and all(len(text) < SHORT and not text.rstrip().endswith(";") for text in rows[:marked]):
        # Strokes of a signature beside the label; an item that lost its dash still has its semicolon.
        rows = rows[marked:]
    result: list[str] = []
    closed = True
    for line in rows:
        for text in _SEMICOLON_BETWEEN.split(line):
            begins = bool(_DASH.match(text)) or closed
            core = _DASH.sub("", text).strip()
            if not re.search(r"\w", core):
                continue
            if begins:
                result.append(core)
            else:
                result[-1] = f"{result[-1]} {core}"
            closed = core.endswith((";", "."))
    return [item for item in (_DUST.sub("", _DUST.sub("", item)) for item in result) if len(item) > 1]
