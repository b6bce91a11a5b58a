"""Box 3, after the stroke: the symbol (NĐ 30/2020, Phụ lục I, II.3b): kind and office, or office and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from processors.evidence import NOT_FOUND, PRINTED, SURE, found, graded
from processors.fields import issuer as issuer_field
from processors.kinds import abbreviation
from processors.vietnamese import fold
from processors.zones import FirstPage
from vanban.domain.reading import Fact, Word

_GROUP = r"[A-ZĐ][\wĐđ&.]*"
_GROUPS = rf"{_GROUP}(?:\s?[-–—/]{{1,2}}\s?{_GROUP})*"
_AFTER_STROKE = re.compile(rf"[/\\⁄]\s*(?:(?:19|20)\d\d\s*[/\\]\s*)?({_GROUPS})\W*$")
_PARTY = re.compile(rf"(?:^|[^\wĐ])({_GROUP}\s?[/\\]\s?{_GROUP}(?:\s?[-–—]\s?{_GROUP})*)\W*$")
"""The Party's: ``15-QĐ/TU``, whatever handwriting stands before the dash."""
_BARE = re.compile(rf"({_GROUP}(?:\s?[-–—]\s?{_GROUP})+)\W*$")


_LONG = 4
"""Letters of an abbreviation from which one of them may be wrong."""
CUT = 0.6
"""Confidence of a symbol that handwriting touched."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the heading and the issuer say that the symbol should hold."""

    kind: str
    """Abbreviation of the heading's kind, or empty."""
    offices: tuple[str, ...]
    """Abbreviations of the issuer: those of the directory, then its initials."""
    known: tuple[str, ...]
    """Those of the directory only."""


def read(first: FirstPage) -> Fact:
    """Return the symbol without spaces (``QĐ-UBND``); the year of a legal text (``12/2024/NĐ-CP``) is not in it."""
    if first.number is None:
        return NOT_FOUND
    words = sorted(first.number.words, key=lambda word: word.box[0])
    text = " ".join(word.text for word in words).rstrip(" _.,:;|")
    expected = _expected(first)
    match = (_PARTY.search(text) if first.party else None) or _AFTER_STROKE.search(text)
    if match is None:
        return _without_stroke(text, words, first, expected)
    value = _tidy(match.group(1))
    chosen = _holding(words, match.group(1))
    if first.page.source == "text":
        if first.number_apart:
            return found(value, chosen, first.page, confidence=PRINTED, how="not in zone 3")
        return found(value, chosen, first.page, confidence=SURE, how=f"zone-3{_evidence(value, expected)}")
    cut = _cut(value, expected)
    if cut and cut != value:
        return found(cut, chosen, first.page, confidence=CUT, how="zone-3-cut")
    mended = _mended(value, expected)
    told = _evidence(mended, expected)
    ceiling = PRINTED if mended != value or not told.startswith(" kind office") else 1.0
    if first.number_apart:
        return found(mended, chosen, first.page, confidence=min(CUT, PRINTED), how="not in zone 3")
    how = f"zone-3{' mended' if mended != value else ''}{told}"
    confidence = graded(chosen, first.page, known=ceiling == 1.0, ceiling=ceiling)
    return found(mended, chosen, first.page, confidence=confidence, how=how)


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
    shorter = [office[:size] for office in expected.offices for size in (4, 3)]
    for wanted in (expected.kind, *expected.offices, *shorter):
        if len(wanted) >= 2 and rest and head.endswith(wanted):
            return f"{wanted}-{rest}"
    return None


def _expected(first: FirstPage) -> _Expected:
    kind = abbreviation(first.heading.match.kind) if first.heading else ""
    name = issuer_field.read(first).value or ""
    entry = first.directory.office(name)
    known = [one.abbreviation for one in entry.entries if one.abbreviation] if entry else []
    offices = dict.fromkeys((*known, initials(name)) if name else known)
    return _Expected(kind, tuple(offices), tuple(known))


def _groups(value: str) -> list[str]:
    return re.split(r"[-/]", value)


def _evidence(value: str, expected: _Expected) -> str:
    """Return what of the symbol is confirmed: `` kind``, `` office``, both, or nothing."""
    groups = _groups(value)
    kind = bool(expected.kind) and groups[0] == expected.kind
    office = groups[-1] if expected.kind else groups[0]
    known = any(_is_office(office, one) for one in expected.offices)
    # The unit in a công văn's symbol (SYT-NVY) is known to the office alone: nothing can confirm it.
    return f"{' kind' if kind else ''}{' office' if known else ''}"


def _is_office(group: str, known: str) -> bool:
    """Return whether a group is an office's abbreviation, or what is left without its first or last letters.

    Offices leave out what kind of office they are (``TCKH`` of a Phòng Tài chính - Kế hoạch) and shorten the rest.
    """
    shortened = len(group) >= 3 and (known.startswith(group) or group == known[1:])
    return len(group) >= 2 and (group == known or shortened)


def _mended(value: str, expected: _Expected) -> str:
    """Return the symbol with one wrong letter of what is expected put right, and a lost dash put back."""
    groups, signs = _groups(value), re.findall(r"[-/]", value)
    for office in expected.offices:
        if expected.kind and len(groups) == 1 and groups[0] == expected.kind + office:
            return f"{expected.kind}-{office}"
    if expected.kind and len(groups) > 1 and _is_near(groups[0], expected.kind):
        groups[0] = expected.kind
    position = -1 if expected.kind else 0
    if not any(_is_office(groups[position], office) for office in expected.offices):
        # Initials are no more than a guess, and a letter too few may be how this office writes it.
        near = (
            office
            for office in expected.known
            if len(office) == len(groups[position]) >= _LONG and _is_near(groups[position], office)
        )
        groups[position] = next(near, groups[position])
    return "".join(part for pair in zip(groups, [*signs, ""], strict=True) for part in pair)


def _is_near(group: str, wanted: str) -> bool:
    return group != wanted and Levenshtein.distance(group, wanted, score_cutoff=1) <= 1


def confirmed(fact: Fact, recipients: object) -> Fact:
    """Return the symbol, its drafting unit confirmed where the file copy names it too (``Lưu: VT, NVY``)."""
    if not isinstance(fact.value, str) or not isinstance(recipients, list) or not fact.how.endswith(" office"):
        return fact
    unit = re.split(r"[-/]", fact.value)[-1]
    copy = next((item for item in recipients if fold(str(item)).startswith("luu")), "")
    named = len(unit) >= 2 and unit in re.findall(r"[\wĐđ&.]+", str(copy))
    return replace(fact, how=f"{fact.how} unit") if named and fact.how == "zone-3 office" else fact


def initials(name: str) -> str:
    """Return the first letters of a name's words in capitals; known short forms stay whole (``UBND``)."""
    parts = re.findall(r"[^\W\d_]+", name)
    return "".join(part if part in {"UBND", "HĐND"} else part[0].upper() for part in parts)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"\s*[-–—]+\s*", "-", text)).strip("-.")


def _holding(words: Sequence[Word], value: str) -> Sequence[Word]:
    parts = value.split()
    return [word for word in words if any(part in word.text for part in parts)] or words
