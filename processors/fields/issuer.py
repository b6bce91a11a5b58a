"""Box 2, last name: the issuing office (NĐ 30/2020, Phụ lục I, II.2)."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from processors.evidence import NOT_FOUND, PRINTED, found, graded
from processors.fields.issued_on import printed_year
from processors.organisations import begins_office, repair, spelt_as
from processors.pages import Line
from processors.vietnamese import fold
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_JOINED = re.compile(
    r"^\W*(va|cua|tinh|thanh pho|tp|quan(?! (?:khu|doan|chung|y)\b)|huyen|thi xa|"
    r"thi tran|xa|phuong|dac khu|nuoc|viet nam)\b(?! uy\b)"
)
_BODY = re.compile(r"^\W*(ban chi (huy|dao)|hoi dong|to (cong tac|giup viec)|uy ban)$")
"""Names that the next line goes on to explain: for what the board or council was set up."""
_SORT = re.compile(
    r"^\W*(dang (uy|bo)|chi bo|cong doan|ban (chap hanh|thuong vu)|"
    r"truong( (dai hoc|cao dang|trung cap|tieu hoc|mam non|mau giao|thcs|thpt|trung hoc (pho thong|co so)))?"
    r"( va (thcs|thpt|trung hoc pho thong))?|ban (quan ly|chi huy)|trung tam|vien|vien khoa hoc|benh vien( da khoa)?|"
    r"cong ty( co phan| tnhh| trach nhiem huu han)?( mot thanh vien)?|chi nhanh|tram( y te)?|"
    r"(hoi )?lien hiep phu nu|hoi nong dan|hoi cuu chien binh|vien kiem sat nhan dan|toa an nhan dan)$"
)
"""Sorts of offices, which the next line names."""
_MOST_LINES = 2
_OPEN_END = re.compile(r"(,|-|–|\bVÀ|\bCỦA)$")


def read(first: FirstPage) -> Fact:
    """Return the issuer's name as printed, its lines joined."""
    return name_fact(first, split_names(first.issuers)[1])


def split_names(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part the lines of box 2 into parent and issuer.

    The issuer begins at the last line that begins as the name of an office does and does not continue the line above.
    """
    start = 0
    for index in range(1, len(lines)):
        text = repair(_clean(lines[index].text)).text
        above = _clean(lines[index - 1].text)
        continues = (
            _JOINED.match(fold(text))
            or lines[index].text[:1] in "-–("
            or _OPEN_END.search(lines[index - 1].text.rstrip(" ._"))
            or _BODY.match(fold(above))
            or _SORT.match(fold(above))
        )
        if begins_office(text) and not continues:
            start = index
    return lines[:start], lines[start:]


def name_fact(first: FirstPage, lines: Sequence[Line]) -> Fact:
    """Return the fact for some lines of box 2."""
    words = [word for line in lines for word in sorted(line.words, key=lambda word: word.box[0])]
    printed = _clean(" ".join(word.text for word in words))
    if not printed:
        return NOT_FOUND
    if first.page.source == "text":
        # It takes the bold type, which is not read, to know where the parent's name ends.
        entry = first.directory.office(printed)
        sure = first.headed and (entry is not None or _is_one_name(lines, first.issuers))
        how = "zone-2 directory" if entry else "zone-2"
        return found(printed, words, first.page, confidence=graded(words, first.page, known=sure), how=how)
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
    ceiling = 1.0 if fixed.known and len(first.issuers) <= 2 else PRINTED
    confidence = graded(words, first.page, known=fixed.known, ceiling=ceiling)
    return found(fixed.text, words, first.page, confidence=confidence, how=how)


def _is_one_name(lines: Sequence[Line], all_lines: Sequence[Line]) -> bool:
    """Return whether the lines are surely one name: each but the first goes on with the one above."""
    if len(all_lines) > _MOST_LINES:
        return False
    pairs = itertools.pairwise(lines)
    return all(
        _JOINED.match(fold(_clean(line.text))) or _OPEN_END.search(above.text.rstrip(" ._")) for above, line in pairs
    )


@functools.lru_cache(maxsize=1024)
def _clean(text: str) -> str:
    """Drop what dust and rules add: single signs between words, and signs around a word."""
    parts = [re.sub(r"^[^\w(“\"-]+|[^\w)”\",-]+$", "", part).strip("_|") for part in text.split()]
    joined = " ".join(part for part in parts if re.search(r"\w", part) or part in {"-", "–", "&"})
    return joined.strip(" -–_.,;:")
