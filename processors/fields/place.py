"""Box 4, before the comma: the place of issue (NĐ 30/2020, Phụ lục I, II.4a)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.evidence import NOT_FOUND, found, graded
from processors.organisations import PROVINCES, repair
from processors.vietnamese import fold, is_syllable
from processors.zones import FirstPage
from vanban.domain.reading import Fact, Word

_DAY = re.compile(r"^\W*ng\w{1,2}y?\W*\d{0,2}\W*$")
_BETWEEN = 3
"""Words from ``ngày`` to ``tháng``, with a day that OCR read as two."""
_MONTH = re.compile(r"^\W*\d{0,2}\W*th\w{2,3}g?\W*")
_KNOWN = frozenset(fold(name) for name in PROVINCES) | {"thanh pho ho chi minh", "tp. ho chi minh", "tp.hcm"}


def read(first: FirstPage) -> Fact:
    """Return the place as printed."""
    if first.place_date is None:
        return NOT_FOUND
    words = sorted(first.place_date.words, key=lambda word: word.box[0])
    end = day_word(words)
    if not end:
        return NOT_FOUND
    while words[:end] and not any(char.isalpha() for char in words[0].text):
        words, end = words[1:], end - 1
    chosen = words[:end]
    printed = " ".join(word.text for word in chosen).strip(" ,.;:'\"-–_|")
    if not chosen or not printed[:1].isupper() or (re.search(r"\d", printed) and first.page.source == "ocr"):
        return NOT_FOUND
    scan = first.page.source == "ocr"
    value = repair(printed).text if scan else printed
    known = fold(value) in _KNOWN or (not scan and all(is_syllable(part) for part in re.findall(r"[^\W\d_]+", value)))
    return found(value, chosen, first.page, confidence=graded(chosen, first.page, known=known), how="zone-4")


def day_word(words: Sequence[Word]) -> int | None:
    """Return the index of ``ngày`` among the words of box 4: the last that looks like it shortly before ``tháng``.

    Names of places look like either word: ``Nghệ An``, ``Bảo Thắng``, ``Bến Thành``.
    """
    folded = [fold(word.text) for word in words]
    plain = [i for i, text in enumerate(folded) if text.lstrip("({[.,'").startswith("ngay")]
    if plain:
        return plain[-1]
    months = [i for i, text in enumerate(folded) if _MONTH.match(text)]
    days = [i for i, text in enumerate(folded) if _DAY.match(text) and any(0 < m - i <= _BETWEEN for m in months)]
    return days[-1] if days else None
