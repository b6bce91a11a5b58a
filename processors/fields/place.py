"""Box 4, before the comma: the place of issue (NĐ 30/2020, Phụ lục I, II.4a)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from processors.evidence import NOT_FOUND, found, graded
from processors.organisations import repair, spelt_as
from processors.stamps import is_stamp_word
from processors.vietnamese import fold, is_syllable
from processors.zones import FirstPage
from vanban.domain.reading import Fact, Word

_DAY = re.compile(r"^\W*ng\w{1,2}y?\W*\d{0,2}\W*$")
_TOUCHING = re.compile(r"^(\w+[,.])(ng[aàáảạâ]y.*)$")
_LINE = 11.0
"""Points from which words do not stand on one line."""
_BETWEEN = 3
"""Words from ``ngày`` to ``tháng``, with a day that OCR read as two."""
_MONTH = re.compile(r"^\W*\d{0,2}\W*th\w{2,3}g?\W*")


def read(first: FirstPage) -> Fact:
    """Return the place as printed."""
    if first.place_date is None:
        return NOT_FOUND
    words = _unglued(_in_order(first.place_date.words))
    end = day_word(words)
    if not end:
        return NOT_FOUND
    while words[:end] and not any(char.isalpha() for char in words[0].text):
        words, end = words[1:], end - 1
    # A stamp may be pressed across the place.
    chosen = [word for word in words[:end] if not (len(word.text) > 2 and is_stamp_word(word.text))]
    printed = " ".join(word.text for word in chosen).strip(" ,.;:'\"-–_|")
    if not chosen or not printed[:1].isupper() or (re.search(r"\d", printed) and first.page.source == "ocr"):
        return NOT_FOUND
    if first.page.source == "text":
        spelt = all(is_syllable(part) for part in re.findall(r"[^\W\d_]+", printed))
        known = first.directory.place(printed) is not None
        sure = graded(chosen, first.page, known=(known or spelt) and len(chosen) == end)
        return found(printed, chosen, first.page, confidence=sure, how="zone-4 directory" if known else "zone-4")
    value = repair(printed).text
    entry = first.directory.place(value)
    if entry:
        value, how = spelt_as(value, entry.name), "zone-4 directory" if entry.exact else "zone-4 directory, one letter"
    else:
        how = "zone-4 as in the office" if _names_office(value, first) else "zone-4"
    known = entry is not None and len(chosen) == end
    return found(value, chosen, first.page, confidence=graded(chosen, first.page, known=known), how=how)


def _in_order(words: Sequence[Word]) -> list[Word]:
    """Return the words from the left, those of an upper line before those under it."""
    foot = min(word.box[1] for word in words)
    return sorted(words, key=lambda word: (word.box[1] - foot < _LINE, word.box[0]))


def _unglued(words: Sequence[Word]) -> list[Word]:
    """Return the words, ``ngày`` parted from a place that it touches: ``Nội,ngày``."""
    parted: list[Word] = []
    for word in words:
        found = _TOUCHING.match(word.text)
        if found is None:
            parted.append(word)
            continue
        x0, y0, x1, y1 = word.box
        cut = x0 + (x1 - x0) * found.end(1) / len(word.text)
        parted.append(replace(word, text=found.group(1), box=(x0, y0, cut, y1)))
        parted.append(replace(word, text=found.group(2), box=(cut, y0, x1, y1)))
    return parted


def _names_office(place: str, first: FirstPage) -> bool:
    """Return whether the name of the office ends with the place, as that of a commune does (II.4a)."""
    name = " ".join(line.text for line in first.issuers)
    return bool(place) and place.lower() in name.lower()


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
