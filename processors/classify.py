"""What kind of document this is: the symbol proposes, the heading decides, and a conflict lowers the confidence."""

from __future__ import annotations

import re

from processors.evidence import NOT_FOUND, PRINTED, SURE, found, graded
from processors.heading import Heading
from processors.kind_words import Opinion, opinion
from processors.kinds import AMBIGUOUS, LETTER, PETITION, Match, is_party_letter, kind_of_symbol
from processors.vietnamese import fold
from processors.zones import FirstPage
from vanban.domain.reading import Fact

CONFLICT = 0.6
"""Heading and symbol name different kinds."""
CLOSE_HEADING = 0.85
"""The heading's letters are not quite those of a kind."""

SYMBOL_ALONE, WORDS_ALONE = 0.8, 0.7
"""No heading can be read, and one sign alone says what it would be."""


def classify(first: FirstPage, symbol: str | None) -> Fact:
    """Return the kind.

    Args:
        first: zones of page 1.
        symbol: the symbol as read, or None.
    """
    proposed = kind_of_symbol(symbol) if symbol else None
    if first.heading:
        return _by_heading(first, first.heading, symbol or "", proposed)
    if first.motto and (first.about or first.addressees):
        if not first.party:
            return _letter(first, symbol or "", proposed)
        if symbol and is_party_letter(symbol):
            words = [word for line in (*first.about[:1], *first.addressees[:1]) for word in line.words]
            return found(LETTER, words, first.page, confidence=SURE, how="no heading, CV")
    return _by_words(first, symbol or "", proposed)


def _by_heading(first: FirstPage, heading: Heading, symbol: str, proposed: str | None) -> Fact:
    kind = heading.match.kind
    words = heading.line.words
    if kind == PETITION:
        # "ĐƠN XIN …": a person writes, so nothing else is expected on the page.
        return found(kind, words, first.page, confidence=graded(words, first.page, known=True), how="heading")
    confidence = _heading_confidence(first, heading.match)
    how = "heading"
    if proposed and _agrees(kind, proposed):
        how = "heading+symbol"
    elif proposed and symbol.split("-")[0].upper() not in AMBIGUOUS:
        confidence, how = CONFLICT, "heading, symbol differs"
    return found(kind, words, first.page, confidence=confidence, how=how)


def _heading_confidence(first: FirstPage, match: Match) -> float:
    if not match.exact:
        return CLOSE_HEADING
    # The letters themselves are compared with a closed list, so a single unclear letter does not matter.
    placed = first.motto is not None and (first.number is not None or first.place_date is not None)
    return SURE if placed else PRINTED


def _agrees(kind: str, proposed: str) -> bool:
    return fold(kind) == fold(proposed) or kind.startswith(proposed) or (kind, proposed) == ("thư mời", "giấy mời")


def _letter(first: FirstPage, symbol: str, proposed: str | None) -> Fact:
    """Return công văn, the kind without a heading, known by ``V/v``, ``Kính gửi`` and an office first in its symbol."""
    words = [word for line in (*first.about[:1], *first.addressees[:1]) for word in line.words]
    if proposed and symbol.split("-")[0].upper() not in AMBIGUOUS:
        said = _words_say(first)
        if said and not first.about and _agrees(said.kind, proposed):
            # A report or proposal has addressees too: its heading was lost.
            return _by_words(first, symbol, proposed)
        return found(LETTER, words, first.page, confidence=CONFLICT, how="no heading, symbol differs")
    both = bool(first.about and first.addressees)
    numbered = first.number is not None and re.search(r"[A-ZĐ]{2,}\s?[-–—]\s?[A-ZĐ]", first.number.text) is not None
    confidence = SURE if both and numbered else PRINTED if both or numbered else 0.7
    if not first.about and (said := _words_say(first)) and said.kind != LETTER:
        confidence = CONFLICT
    return found(LETTER, words, first.page, confidence=confidence, how="no heading")


def _by_words(first: FirstPage, symbol: str, proposed: str | None) -> Fact:
    """Return the kind of a page whose heading cannot be read: the symbol proposes, the words of the body confirm."""
    said = _words_say(first)
    words = first.number.words if first.number else ()
    if proposed and symbol.split("-")[0].upper() not in AMBIGUOUS:
        if said is None:
            return found(proposed, words, first.page, confidence=SYMBOL_ALONE, how="symbol")
        if _agrees(said.kind, proposed):
            return found(proposed, words, first.page, confidence=PRINTED, how="symbol+words")
        return found(proposed, words, first.page, confidence=CONFLICT, how="symbol, words differ")
    headed = first.motto is not None and (first.number is not None or first.place_date is not None)
    if said is None or not (headed or said.kind == PETITION):
        return NOT_FOUND
    body = [word for line in first.body for word in line.words]
    return found(said.kind, body, first.page, confidence=min(WORDS_ALONE, said.probability), how="words")


def _words_say(first: FirstPage) -> Opinion | None:
    return opinion(line.text for line in first.body)
