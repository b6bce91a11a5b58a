"""Box 7b: the signer's name (NĐ 30/2020, Phụ lục I, II.7c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from processors.capacity import capacity
from processors.columns import pieces
from processors.evidence import CLEAR_WORDS, NOT_FOUND, PRINTED, found, graded
from processors.organisations import begins_office, known_title
from processors.pages import Line, lines
from processors.signature_zone import COLUMN_GAP, SignatureZone, has_form_of_name, looks_like_name
from processors.vietnamese import family_name, is_capitals, is_syllable
from vanban.domain.reading import Fact, Word

_DEGREE = re.compile(
    r"^(?:(?:GS|PGS|TSKH|TS|ThS|BS|BSNT|(?:BS)?CK ?(?:I+|[12])|DS|KS|CN|LS|NGƯT|NGND|TTƯT|TTND|NSƯT|NSND|"
    r"(?:phó )?giáo sư|tiến sĩ|thạc sĩ|bác sĩ|dược sĩ|kỹ sư|cử nhân|luật sư|nhà giáo ưu tú|thầy thuốc ưu tú|"
    r"(?:đại|thượng|trung|thiếu) (?:tá|úy|tướng))\b[\s.,]*)+",
    re.IGNORECASE,
)
_SIGNED_MARK = re.compile(r"\s*\((?:đã ký|ký tên)\)\s*$", re.IGNORECASE)
"""Stands after the name in copies and web editions."""

_SIGNED_BY = re.compile(r"^\W*(?:Người ký|Ký bởi|Ký điện tử bởi|Được ký bởi|Signed by)\s*:\s*(.+)$", re.IGNORECASE)
_SHORT = 2
_OFF_CENTRE = 24.0
"""Points from the middle of the title within which that of the name is (II.7c)."""
_UNKNOWN_FAMILY = 0.6
_STATED = 0.8
"""The appearance says what anyone may write; the signature itself is verified elsewhere."""


def read(zone: SignatureZone | None) -> Fact:
    """Return the name without titles, as printed; the family name's marks are put right on a scan.

    Of two who sign side by side it is the one on the right, never as sure: which is ours, the page does not say.
    """
    if zone is None:
        return NOT_FOUND
    name = _named(zone)
    return replace(name, confidence=min(name.confidence, PRINTED)) if _signs_beside(zone, name) else name


def _signs_beside(zone: SignatureZone, name: Fact) -> bool:
    """Return whether another name stands at the left, level with the signer's, and not among the recipients."""
    if name.box is None:
        return False
    left, foot, _, head = name.box
    listed = {word for line in zone.recipients for word in line.words}
    level = [line for line in lines(zone.page) if line.box[1] < head and line.box[3] > foot]
    beside = [
        Line(tuple(word for word in piece.words if word.box[2] < left and word not in listed))
        for line in level
        for piece in pieces(line, gap=COLUMN_GAP)
    ]
    return any(looks_like_name(_bare_name(line)) for line in beside if line.words)


def _named(zone: SignatureZone) -> Fact:
    title = capacity(zone).title
    top = title.box[1] + 4 if title else float("inf")
    for line in zone.signature:
        if line.box[3] > top:
            continue
        name = _bare_name(line)
        # The seal lies over the left of the name: of two words on a scan the family name is mostly the lost third.
        if looks_like_name(name) and _is_whole(name, zone):
            return _fact(zone, name, line.words)
    below = [line for line in zone.signature if title and line.box[3] <= top]
    return _in_capitals(zone, below) or _by_place(zone, title, below) or _signed_electronically(zone)


def _bare_name(line: Line) -> str:
    """Return a line without degrees, ranks, and the strokes and signs around it."""
    return _DEGREE.sub("", re.sub(r"^[\W\d_]+|[\W\d_]+$", "", _SIGNED_MARK.sub("", line.text))).strip()


def _is_whole(name: str, zone: SignatureZone) -> bool:
    return zone.page.source == "text" or len(name.split()) > _SHORT


def _by_place(zone: SignatureZone, title: Line | None, below: Sequence[Line]) -> Fact | None:
    """Return the first line under the title, and centred below it, that has the form of a name: none knows them all."""
    for line in below:
        name = _bare_name(line)
        centred = title is not None and abs(line.box[0] + line.box[2] - title.box[0] - title.box[2]) < 2 * _OFF_CENTRE
        clear = zone.page.source == "text" or min(word.confidence for word in line.words) >= CLEAR_WORDS
        if centred and clear and _is_whole(name, zone) and has_form_of_name(name) and not begins_office(name):
            confidence = PRINTED if zone.page.source == "text" else _UNKNOWN_FAMILY
            return found(name, line.words, zone.page, confidence=confidence, how="zone-7b by its place")
    return None


def _in_capitals(zone: SignatureZone, below: Sequence[Line]) -> Fact | None:
    """Return a name that is printed in capitals under the title, as companies do."""
    for line in below:
        text = line.text.strip(" .,")
        if is_capitals(text) and known_title(text) is None and looks_like_name(text.title()):
            return found(
                text, line.words, zone.page, confidence=graded(line.words, zone.page, known=False), how="zone-7b"
            )
    return None


def _signed_electronically(zone: SignatureZone) -> Fact:
    """Return the name in the appearance of a digital signature: ``Người ký: …``."""
    for line in zone.signature:
        signed = _SIGNED_BY.match(line.text)
        if signed and looks_like_name(name := signed.group(1).split(",")[0].strip()):
            return found(name, line.words, zone.page, confidence=_STATED, how="signature appearance")
    return NOT_FOUND


def _fact(zone: SignatureZone, name: str, words: Sequence[Word]) -> Fact:
    first, _, rest = name.partition(" ")
    spelt = all(is_syllable(part) for part in name.split())
    if zone.page.source == "text":
        return found(name, words, zone.page, confidence=graded(words, zone.page, known=spelt), how="zone-7b")
    value = f"{family_name(first) or first} {rest}"
    # No list can confirm the other names' marks (Trân, Trần).
    confidence = graded(words, zone.page, known=False, ceiling=PRINTED if spelt else 0.7)
    return found(value, words, zone.page, confidence=confidence, how="zone-7b")
