"""Box 3, after the stroke: the symbol (NĐ 30/2020, Phụ lục I, II.3b): kind and office, or office and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processors.evidence import NOT_FOUND, PRINTED, SURE, found, graded
from processors.fields import issuer as issuer_field
from processors.kinds import abbreviation
from processors.zones import FirstPage
from vanban.domain.reading import Fact, Word

_GROUP = r"[A-ZĐ][\wĐđ&.]*"
_GROUPS = rf"{_GROUP}(?:\s?[-–—/]{{1,2}}\s?{_GROUP})*"
_AFTER_STROKE = re.compile(rf"[/\\⁄]\s*(?:(?:19|20)\d\d\s*[/\\]\s*)?({_GROUPS})\W*$")
_PARTY = re.compile(rf"\d\s*([-–—]\s?{_GROUP}(?:\s?[-–—/]\s?{_GROUP})+)\W*$")
_BARE = re.compile(rf"({_GROUP}(?:\s?[-–—]\s?{_GROUP})+)\W*$")


CUT = 0.6
"""Confidence of a symbol that handwriting touched."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the heading and the issuer say that the symbol should hold."""

    kind: str
    initials: str


def read(first: FirstPage) -> Fact:
    """Return the symbol without spaces (``QĐ-UBND``); the year of a legal text (``12/2024/NĐ-CP``) is not in it."""
    if first.number is None:
        return NOT_FOUND
    words = sorted(first.number.words, key=lambda word: word.box[0])
    text = " ".join(word.text for word in words).rstrip(" _.,:;|")
    expected = _expected(first)
    match = _PARTY.search(text) if first.party else _AFTER_STROKE.search(text)
    if match:
        value = _tidy(match.group(1))
        chosen = _holding(words, match.group(1))
        cut = _cut(value, expected) if first.page.source == "ocr" else None
        if cut and cut != value:
            return found(cut, chosen, first.page, confidence=CUT, how="zone-3-cut")
        return found(value, chosen, first.page, confidence=_confidence(value, chosen, first, expected), how="zone-3")
    return _without_stroke(text, words, first, expected)


def _without_stroke(text: str, words: Sequence[Word], first: FirstPage, expected: _Expected) -> Fact:
    """Handwriting touches the stroke: cut the first group where what is expected begins (``JZGM-TB``)."""
    match = _BARE.search(text)
    if match is None or first.page.source != "ocr":
        return NOT_FOUND
    value = _cut(_tidy(match.group(1)), expected)
    return found(value, words[-1:], first.page, confidence=CUT, how="zone-3-cut") if value else NOT_FOUND


def _cut(value: str, expected: _Expected) -> str | None:
    """Return the symbol from where the expected kind or office begins in its first group; None if it does not."""
    head, _, rest = value.partition("-")
    for wanted in (expected.kind, *(expected.initials[:size] for size in (4, 3))):
        if len(wanted) >= 2 and rest and head.endswith(wanted):
            return f"{wanted}-{rest}"
    return None


def _expected(first: FirstPage) -> _Expected:
    kind = abbreviation(first.heading.match.kind) if first.heading else ""
    name = issuer_field.read(first).value or ""
    return _Expected(kind, initials(name))


def initials(name: str) -> str:
    """Return the first letters of a name's words in capitals; known short forms stay whole (``UBND``)."""
    parts = re.findall(r"[^\W\d_]+", name)
    return "".join(part if part in {"UBND", "HĐND"} else part[0].upper() for part in parts)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"\s*[-–—]+\s*", "-", text)).strip("-.")


def _confidence(value: str, words: Sequence[Word], first: FirstPage, expected: _Expected) -> float:
    groups = value.split("-")
    office = "".join(groups[1:]) if expected.kind else groups[0]
    agrees = bool(office) and (expected.initials.startswith(office) or office.startswith(expected.initials or "?"))
    if expected.kind:
        agrees = agrees and groups[0].upper() == expected.kind.upper()
    if first.page.source == "text":
        return SURE
    # The unit in a công văn's symbol (SYT-NVY) is known to the office alone: nothing can confirm it.
    sure = agrees and bool(expected.kind)
    return graded(words, first.page, known=sure, ceiling=1.0 if sure else PRINTED)


def _holding(words: Sequence[Word], value: str) -> Sequence[Word]:
    parts = value.split()
    return [word for word in words if any(part in word.text for part in parts)] or words
