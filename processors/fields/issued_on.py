"""Box 4, after the comma: the day of issue (NĐ 30/2020, Phụ lục I, II.4b). Never a date from the body."""

from __future__ import annotations

import datetime as dt
import re

from processors.evidence import HANDWRITTEN, NOT_FOUND, PRINTED, SURE, found
from processors.stamps import is_stamp_word
from processors.vietnamese import fold
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_DATE = re.compile(
    r"ng\w{1,2}y?\W{0,3}(\d{1,2})\W{0,2}\s*th\w{2,3}g?\W{0,3}(\d{1,2})\W{0,2}\s*n\w{1,2}\W{0,3}(\d{4})\b"
)
_IN_DIGITS = re.compile(r"ngay (\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})\b")
"""Not as II.4b asks for."""
_FIRST_YEAR = 1945


def read(first: FirstPage) -> Fact:
    """Return the ISO date; on a scan the day is mostly handwritten, so it stays a proposal."""
    if first.place_date is None:
        return NOT_FOUND
    printed = [word for word in first.place_date.words if not is_stamp_word(word.text)]
    pressed = len(printed) < len(first.place_date.words)
    text = fold(" ".join(word.text for word in printed))
    match = _DATE.search(text)
    unusual = match is None
    match = match or _IN_DIGITS.search(text)
    if match is None:
        return NOT_FOUND
    day, month, year = (int(part) for part in match.groups())
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return NOT_FOUND
    if not _FIRST_YEAR <= year <= dt.datetime.now(dt.UTC).year + 1:
        return NOT_FOUND
    words = first.place_date.words
    start = next((i for i, word in enumerate(words) if fold(word.text).lstrip("({[").startswith("ng")), 0)
    confidence = HANDWRITTEN if first.page.source != "text" else PRINTED if pressed or unusual else SURE
    return found(date.isoformat(), words[start:], first.page, confidence=confidence, how="zone-4")


def printed_year(first: FirstPage) -> int | None:
    """Return the year of issue, which is printed where the day is written by hand."""
    match = re.search(r"\b((?:19|20)\d\d)\b", first.place_date.text) if first.place_date else None
    return int(match.group(1)) if match else None
