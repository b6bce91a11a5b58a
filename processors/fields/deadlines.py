"""Days by which something must be done, from the body of the document (``trước ngày 15/01/2018``)."""

from __future__ import annotations

from collections.abc import Sequence

from processors.evidence import PRINTED
from processors.pages import lines
from processors.tasks import box_of, joined
from processors.time_limits import Issued, time_limits
from vanban.domain.reading import Fact, Page

_MOST = 20


def find(page: Page, *, issued: Issued, bottom: float) -> list[Fact]:
    """Return one fact per deadline on a page, value an ISO date.

    Args:
        page: the page.
        issued: what is known of the day of issue; a deadline is after it.
        bottom: only lines above this height in points count, so that annexes after the signature do not.
    """
    text, places = joined([line for line in lines(page) if line.box[3] > bottom])
    confidence = PRINTED if page.source == "text" and issued.on else 0.7
    return [
        Fact(limit.by.isoformat(), confidence, page.number, box_of(places, limit.start, limit.end), "body")
        for limit in time_limits(text, issued)
        if limit.how == "day" and limit.by
    ]


def merge(facts: Sequence[Fact]) -> Fact:
    """Return all deadlines as one fact: ISO dates in order, place and confidence of the first and least."""
    if not facts:
        return Fact()
    dates = sorted({str(fact.value) for fact in facts})[:_MOST]
    return Fact(dates, min(fact.confidence for fact in facts), facts[0].page, facts[0].box, "body")
