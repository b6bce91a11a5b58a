"""Box 2, last name: the issuing office (NĐ 30/2020, Phụ lục I, II.2)."""

from __future__ import annotations

from collections.abc import Sequence

from processors.evidence import NOT_FOUND, PRINTED, found, graded
from processors.fields.issued_on import printed_year
from processors.letterhead import cleaned, is_one_name, letterhead
from processors.organisations import repair, spelt_as
from processors.pages import Line
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_MOST_LINES = 2


def read(first: FirstPage) -> Fact:
    """Return the issuer's name as printed, its lines joined."""
    head = letterhead(first.issuers, exact=first.page.source == "text")
    sure = head.shown or (head.plausible and len(first.issuers) <= _MOST_LINES and is_one_name(head.issuer))
    known = first.directory.office(cleaned(" ".join(line.text for line in head.issuer))) is not None
    return name_fact(first, head.issuer, sure=sure or known)


def name_fact(first: FirstPage, lines: Sequence[Line], *, sure: bool) -> Fact:
    """Return the fact for some lines of box 2.

    Args:
        first: zones of page 1.
        lines: those of one name.
        sure: True if nothing of another name is in them and nothing of theirs is missing.
    """
    words = [word for line in lines for word in sorted(line.words, key=lambda word: word.box[0])]
    printed = cleaned(" ".join(word.text for word in words))
    if not printed:
        return NOT_FOUND
    if first.page.source == "text":
        entry = first.directory.office(printed)
        confidence = graded(words, first.page, known=first.headed and sure)
        how = "zone-2 directory" if entry else "zone-2"
        return found(printed, words, first.page, confidence=confidence, how=how)
    fixed = repair(printed)
    entry = first.directory.office(fixed.text)
    if entry:
        # The same letters, or one that is surely wrong: the directory has only one name so near.
        value = spelt_as(fixed.text, entry.name)
        year = printed_year(first)
        how = "zone-2 directory" if entry.existed_in(year) else "zone-2 directory, not in that year"
        how = how if entry.exact else f"{how}, one letter"
        return found(value, words, first.page, confidence=graded(words, first.page, known=True), how=how)
    how = "zone-2 words" if fixed.known else "zone-2"
    ceiling = 1.0 if fixed.known and len(first.issuers) <= _MOST_LINES else PRINTED
    confidence = graded(words, first.page, known=fixed.known, ceiling=ceiling)
    return found(fixed.text, words, first.page, confidence=confidence, how=how)
