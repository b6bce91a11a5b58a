"""Boxes 5a and 5b: what the document is about (NĐ 30/2020, Phụ lục I, II.5b)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.evidence import NOT_FOUND, found, graded
from processors.header import ABOUT
from processors.pages import Line
from processors.slips import mend, mend_subject
from processors.vietnamese import valid_share
from processors.zones import FirstPage
from vanban.domain.reading import Fact, Word

_TEXT_WIDTH = 0.68
"""Share of the page's width."""
_ENDED = re.compile(r"[.;:]\W*$")
"""A subject has no stop at its end (II.5b); a sentence of the body has."""
_SIGNS = frozenset("-–—&+=/")


def read(first: FirstPage) -> Fact:
    """Return the subject with its lines joined: ``Về việc`` stays, ``V/v`` does not."""
    if first.heading and (first.heading.subject or first.heading.match.rest):
        value = " ".join([first.heading.match.rest, *(_clean(line.text) for line in first.heading.subject)])
        lines: Sequence[Line] = first.heading.subject or [first.heading.line]
        return _fact(first, value, lines, how="zone-5a")
    if first.about:
        texts = [_clean(line.text) for line in first.about]
        texts[0] = ABOUT.sub("", first.about[0].text, count=1)
        return _fact(first, " ".join(_clean(text) for text in texts), first.about, how="zone-5b")
    return NOT_FOUND


def _fact(first: FirstPage, value: str, lines: Sequence[Line], *, how: str) -> Fact:
    words: list[Word] = [word for line in lines for word in line.words]
    ended = _ENDED.search(value) is not None
    value = re.sub(r"\s+", " ", value).strip(" .;,-–_")
    if not value:
        return NOT_FOUND
    if first.page.source == "ocr":
        value = mend_subject(value[0].upper() + value[1:]) if how == "zone-5a" else mend(value)
    known = first.page.source == "text" and valid_share(value) > 0.5 and not ended and not _is_wide(lines, first)
    return found(value, words, first.page, confidence=graded(words, first.page, known=known, ceiling=0.97), how=how)


def _is_wide(lines: Sequence[Line], first: FirstPage) -> bool:
    """Return whether a line is as wide as those of the body, so that it may be one."""
    return max(line.box[2] - line.box[0] for line in lines) > _TEXT_WIDTH * first.page.width


def _clean(text: str) -> str:
    """Drop the signs that rules and dust add at the ends of a line."""
    words = [word for word in text.split() if re.search(r"[^\W_]", word) or word in _SIGNS]
    return re.sub(r"^[\W_]*(?=[\w(“\"‘])", _opening, " ".join(words))


def _opening(match: re.Match[str]) -> str:
    """Keep an opening quote or bracket of the signs before the first letter."""
    return "".join(sign for sign in match.group() if sign in '(“"‘')
