"""Box 3, before the stroke: the number (NĐ 30/2020, Phụ lục I, II.3a)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.evidence import HANDWRITTEN, NOT_FOUND, SURE, found
from processors.zones import FirstPage
from vanban.domain.reading import Fact, Word

_NUMBER = re.compile(
    r"^\W*(?:[Ll]uật\s+)?[Ss]\w{1,2}\b[\s:;.,]*(\d{1,6}\s?[a-zA-ZđĐ]?)[\s.,'’‘`]*(?:[/\\]|[-–]\s*[A-ZĐ]{2})"
)


APART = 0.9
"""Text layer, but not where the decree puts the number."""


def read(first: FirstPage) -> Fact:
    """Return the number as printed (``05``, ``123a``); on a scan it is mostly handwritten, so it stays a proposal."""
    if first.number is None:
        return NOT_FOUND
    words = sorted(first.number.words, key=lambda word: word.box[0])
    match = _NUMBER.match(" ".join(word.text for word in words))
    if match is None:
        return NOT_FOUND
    value = match.group(1).replace(" ", "")
    if first.page.source != "text":
        return found(value, _holding(words, value), first.page, confidence=HANDWRITTEN, how="zone-3")
    confidence, how = (APART, "not in zone 3") if first.number_apart else (SURE, "zone-3")
    return found(value, _holding(words, value), first.page, confidence=confidence, how=how)


def _holding(words: Sequence[Word], value: str) -> Sequence[Word]:
    digits = re.sub(r"\D", "", value)
    return [word for word in words if digits in word.text] or words
