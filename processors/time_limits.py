"""By when something must be done, as Vietnamese offices write it: days, hours, quarters, spans from the day of issue.

Only phrases that set a limit count (``trước ngày``, ``chậm nhất``, ``trong quý III``); dates of cited documents do not.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from processors.vietnamese import fold_in_place

BEYOND = dt.timedelta(days=730)
_YEARS = 3
_SLACK = dt.timedelta(days=31)
"""The day of issue may be misread within its month."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of the day of issue, which year-less days and spans count from."""

    on: dt.date | None = None
    year: int | None = None
    """Printed year; known more often than the day."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One limit in a text."""

    start: int
    end: int
    """Where its phrase stands in the text."""
    how: str
    """``day``, ``range`` (``từ … đến hết ngày …``), ``quarter``, ``month``, ``year``, ``span`` or ``period``."""
    by: dt.date | None = None
    """The last day; None for periods, and for spans from an unknown day."""
    at: str | None = None
    """``17:00`` where an hour is set."""
    every: str | None = None
    """Period as an ISO 8601 duration (``P1M``)."""
    day: int | None = None
    """Day of the month of a period."""


_HOUR = (
    r"(?:(\d{1,2})\s?(?:h|g|gio)\s?(\d{2})?(?:\s?(?:phut|['’′]))?\s*(sang|trua|chieu|toi)?"
    r"[\s,(]*(?:thu \w+|chu nhat)?[\s,)]*)?"
)
_TO_DO = r"thoi (?:han|gian) (?:hoan thanh|gui|nop|bao cao|tra loi|dang ky|gop y|nhan)(?![^.;\d]{0,45}?\btu ngay\b)"
_DAY = re.compile(
    r"(?:truoc|cham nhat|muon nhat|khong muon hon|khong qua(?= ngay)|"
    rf"han cuoi|han chot|den het|het|ngay trong|{_TO_DO})\b[^.;\d]{{0,45}}?"
    + _HOUR
    + r"(?:nga\w|\b)\s*(\d{1,2})(?:\s*thang\s*|\s?[/\-.]\s?)(1 [0-2](?=/)|\d{1,2})"
    + r"(?:(?:\s*nam\s*|\s?[/\-.]\s?)(\d{4}))?(?![/\d])"
)
_HAPPENED = re.compile(
    r"\b(phat sinh|co hieu luc|het hieu luc|sinh|xay ra|tiep nhan|hop dong ky(?: ket)?|"
    r"da (?:nop|gui|bao cao|hoan thanh)(?: bao cao| ho so(?: \w+){0,3})?|co gia tri(?: su dung| hieu luc)?|"
    r"nghi (?:viec|huu)|(?:so lieu|ket qua|duoc) tinh|luy ke|"
    r"(?:da|duoc) (?:ban hanh|ky|ky ket|thanh lap|cap|phe duyet|cong nhan|bo nhiem|tuyen dung))\s*,?\s*$"
)
"""Before ``trước ngày``: what was, not what is to be done."""
_CONTEXT = 32
_CITED = re.compile(r"\bso\s?:?\s*\d{1,5}\s?/[\w./-]+\s[^;:,]{0,120}?\b(?:ve viec|v/v)\b(?P<subject>[^,;:]*)")
"""What a cited document is about: ``Công văn số 12/UBND-VP ngày … của … về việc …``, to the next comma."""
_SINCE = re.compile(r"\btu\b[^.;:]{0,60}$")
_EVERY = r"\b(?:hang|dinh ky(?: hang| moi)?|moi)"
_MONTHLY = re.compile(
    r"(?:\bngay\s+(\d{1,2})\s+)?(?:(?:cua\s+)?thang\s+(?:dau|cuoi)\s+)?(?:cua\s+)?" + _EVERY + r"\s+"
    r"(ngay|tuan|thang|quy|nam)\b(?:[\s,(]*(?:truoc|vao|cham nhat(?: la)?)\s+ngay\s+(\d{1,2})\b(?!\s*(?:thang|[/.-])))?"
)
_NEXT_MONTH = re.compile(r"\bngay\s+(\d{1,2})\s+(?:cua\s+)?thang\s+(?:sau|tiep theo|ke tiep|lien ke)\b")
_LAST_OF_QUARTER = re.compile(r"\bngay\s+(\d{1,2})\s+(?:cua\s+)?thang\s+cuoi\s+(?:cua\s+)?quy\b")
_YEARLY = re.compile(r"\s*(?:cua\s+)?(?:hang|moi)\s+nam\b")
_EVERY_SOME = re.compile(
    r"\b(?:dinh ky|moi)\s+(?:0?(\d{1,2}))\s+(ngay|tuan|thang|nam)\b|"
    r"\b0?(\d{1,2})\s+(thang|nam|tuan)\s+(?:mot|01|1)\s+lan\b"
)
_QUARTER = re.compile(
    r"(?:trong|truoc|den het|het|cuoi|(?<!da )hoan thanh|thoi gian thuc hien\s?:)\s+quy\s+"
    r"(iv|i{1,3}|[1-4])\b(?:\s*(?:nam|/|[-.])\s*(\d{4}))?"
)
_MONTH = re.compile(
    r"(?:trong|den het|het|cuoi)\s+thang\s+(\d{1,2})\b(?!\s*[/.-]\s*\d{1,2}\b)(?:\s*(?:nam|/|[-.])\s*(\d{4}))?"
)
_YEAR = re.compile(r"(?:(truoc)|den het|het|cuoi|hoan thanh\b[^.;]{0,40}?\btrong)\s+nam\s+(20\d{2})\b")
"""``trong năm 2026`` alone is said of anything: only with what is to be completed is it a limit."""
_SPAN = re.compile(
    r"(?:trong (?:vong |thoi han |thoi gian )?|cham nhat (?:la |sau |trong )?|khong qua |sau )?(\d{1,3})\s*"
    r"(?:\(\w+(?: \w+)?\)\s*)?(ngay lam viec|ngay|thang|gio)\s*,?\s*(?:ke )?tu\s+(?:ngay|khi|luc)\s+(\w+(?: \w+)?)"
)
_FROM_ISSUE = re.compile(r"(?:ky|ban hanh)\b")
_UNITS = {"ngay": "D", "tuan": "W", "thang": "M", "quy": "M", "nam": "Y"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def time_limits(text: str, issued: Issued) -> list[TimeLimit]:
    """Return the limits in a text, in its order; of two that overlap the longer one, none that a cited document set."""
    folded = fold_in_place(text)
    found = [limit for read in _READERS for limit in read(folded, issued)]
    cited = [subject.span("subject") for subject in _CITED.finditer(folded)]
    kept: list[TimeLimit] = []
    for limit in sorted(found, key=lambda limit: (limit.start - limit.end, limit.start)):
        if any(start <= limit.start < end for start, end in cited) or _happened(folded, limit):
            continue
        if all(limit.end <= other.start or limit.start >= other.end for other in kept):
            kept.append(limit)
    return sorted(kept, key=lambda limit: limit.start)


def _happened(text: str, limit: TimeLimit) -> bool:
    before = text[max(0, limit.start - _CONTEXT) : limit.start]
    return limit.how not in ("span", "period") and _HAPPENED.search(before) is not None


def _days(text: str, issued: Issued) -> Iterator[TimeLimit]:
    for found in _DAY.finditer(text):
        hour, minute, half, day, month, year = found.groups()
        if _YEARLY.match(text, found.end()):  # a period
            continue
        by = _day(int(day), int(month.replace(" ", "")), int(year) if year else None, issued)
        if by:
            at = _hour(int(hour), minute, half) if hour and int(hour) < 24 else None
            ranged = found[0].startswith(("den het", "het")) and _SINCE.search(text[: found.start()])
            yield TimeLimit(found.start(), found.end(), "range" if ranged else "day", by=by, at=at)


def _hour(hour: int, minute: str | None, half: str | None) -> str:
    """Return ``16:30`` of ``4 giờ 30 chiều``."""
    later = 12 if half in ("chieu", "toi") and hour < 12 else 0
    return f"{hour + later:02}:{minute or '00'}"


def _day(day: int, month: int, year: int | None, issued: Issued) -> dt.date | None:
    """Return the date, its year rolled from the day of issue where none is printed; None if it cannot be."""
    base = year or issued.year
    if base is None:
        return None
    try:
        date = dt.date(base, month, day)
    except ValueError:
        return None
    if year and issued.on and date < issued.on - _SLACK:
        return None
    if year:
        # Two printed years confirm each other only roughly: either may be misread on a scan.
        return date if issued.year is None or abs(date.year - issued.year) <= _YEARS else None
    if issued.on and date < issued.on - _SLACK:
        # "trước ngày 15/01" in a letter of December.
        date = dt.date(base + 1, month, day) if (month, day) != (2, 29) else date
    return date if issued.on is None or issued.on - _SLACK <= date <= issued.on + BEYOND else None


def _quarters(text: str, issued: Issued) -> Iterator[TimeLimit]:
    for found in _QUARTER.finditer(text):
        quarter = _ROMAN.get(found[1]) or int(found[1])
        first = text[found.start() : found.end()].startswith("truoc")
        month = 3 * quarter - (3 if first else 0)
        year = int(found[2]) if found[2] else issued.year
        if year and month:
            if not found[2] and issued.on and _end_of(month, year) < issued.on:
                year += 1
            yield TimeLimit(found.start(), found.end(), "quarter", by=_end_of(month, year))


def _months(text: str, issued: Issued) -> Iterator[TimeLimit]:
    for found in _MONTH.finditer(text):
        month, year = int(found[1]), int(found[2]) if found[2] else issued.year
        if year and 1 <= month <= 12:
            if not found[2] and issued.on and _end_of(month, year) < issued.on:
                year += 1
            yield TimeLimit(found.start(), found.end(), "month", by=_end_of(month, year))


def _years(text: str, issued: Issued) -> Iterator[TimeLimit]:
    for found in _YEAR.finditer(text):
        by = dt.date(int(found[2]) - (1 if found[1] else 0), 12, 31)
        if issued.on is None or by >= issued.on:
            yield TimeLimit(found.start(), found.end(), "year", by=by)


def _end_of(month: int, year: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _spans(text: str, issued: Issued) -> Iterator[TimeLimit]:
    for found in _SPAN.finditer(text):
        count, unit, start = int(found[1]), found[2], found[3]
        counted = unit != "gio" and _FROM_ISSUE.match(start)
        by = _after(issued.on, count, unit) if issued.on and counted else None
        yield TimeLimit(found.start(), found.end(), "span", by=by)


def _after(start: dt.date, count: int, unit: str) -> dt.date:
    if unit == "thang":
        month = start.month - 1 + count
        year, month = start.year + month // 12, month % 12 + 1
        return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    if unit == "ngay":
        return start + dt.timedelta(days=count)
    # Public holidays are not known here: the day is a proposal, never later than the true one.
    day = start
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _periods(text: str, issued: Issued) -> Iterator[TimeLimit]:
    del issued  # periods count from no day
    for found in _MONTHLY.finditer(text):
        every = f"P{3 if found[2] == 'quy' else 1}{_UNITS[found[2]]}"
        day = found[1] or found[3]
        yield TimeLimit(found.start(), found.end(), "period", every=every, day=int(day) if day else None)
    for pattern, every in ((_NEXT_MONTH, "P1M"), (_LAST_OF_QUARTER, "P3M")):
        for found in pattern.finditer(text):
            yield TimeLimit(found.start(), found.end(), "period", every=every, day=int(found[1]))
    for found in _EVERY_SOME.finditer(text):
        count, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
        yield TimeLimit(found.start(), found.end(), "period", every=f"P{int(count)}{_UNITS[unit]}")


_Reader = Callable[[str, Issued], Iterator[TimeLimit]]
_READERS: tuple[_Reader, ...] = (_days, _quarters, _months, _years, _spans, _periods)
