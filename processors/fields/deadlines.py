"""Days by which something must be done, from the body of the document (``trước ngày 15/01/2018``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from processors.evidence import PRINTED
from processors.pages import Line, around, lines
from vanban.domain.reading import Fact, Page

_DATE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|hạn cuối|hạn chót)\b[^.;\d]{0,45}?"
    r"(?:\d{1,2}\s?(?:h|g|giờ)\s?(?:\d{2})?(?:\s?phút)?[\s,]*)?"
    r"(?:ngà\w|\b)\s*(\d{1,2})(?:\s*tháng\s*|\s?[/\-.]\s?)(\d{1,2})(?:(?:\s*năm\s*|\s?[/\-.]\s?)(\d{4}))?",
    re.IGNORECASE,
)
_MOST = 20
_BEYOND = dt.timedelta(days=730)
_YEARS = 3
_SLACK = dt.timedelta(days=31)
"""The day of issue may be misread within its month."""


def find(page: Page, *, issued_on: str | None, year: int | None, bottom: float) -> list[Fact]:
    """Return one fact per deadline on a page, value an ISO date.

    Args:
        page: the page.
        issued_on: ISO date of issue or None; a deadline is after it.
        year: year of issue, for days that are printed without one.
        bottom: only lines above this height in points count, so that annexes after the signature do not.
    """
    rows = [line for line in lines(page) if line.box[3] > bottom]
    text, places = _joined(rows)
    facts = []
    for match in _DATE.finditer(text):
        date = _date(match, issued_on, year)
        if date:
            touched = [line for start, line in places if match.start() - len(line.text) <= start < match.end()]
            box = around([word for line in touched for word in line.words]) if touched else None
            facts.append(Fact(date, _confidence(page, issued_on), page.number, box, "body"))
    return facts


def merge(facts: Sequence[Fact]) -> Fact:
    """Return all deadlines as one fact: ISO dates in order, place and confidence of the first and least."""
    if not facts:
        return Fact()
    dates = sorted({str(fact.value) for fact in facts})[:_MOST]
    return Fact(dates, min(fact.confidence for fact in facts), facts[0].page, facts[0].box, "body")


def _joined(rows: Sequence[Line]) -> tuple[str, list[tuple[int, Line]]]:
    text = ""
    places = []
    for line in rows:
        places.append((len(text), line))
        text += line.text + " "
    return text, places


def _date(match: re.Match[str], issued_on: str | None, issue_year: int | None) -> str | None:
    day, month = int(match.group(1)), int(match.group(2))
    issued = dt.date.fromisoformat(issued_on) if issued_on else None
    year = int(match.group(3)) if match.group(3) else issue_year
    if year is None:
        return None
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    if match.group(3):
        # Two printed years confirm each other only roughly: either may be misread on a scan.
        return date.isoformat() if issue_year is None or abs(date.year - issue_year) <= _YEARS else None
    if issued and not issued - _SLACK <= date <= issued + _BEYOND:
        return None
    return date.isoformat()


def _confidence(page: Page, issued_on: str | None) -> float:
    if page.source == "text" and issued_on:
        return PRINTED
    return 0.7
