"""Box 2, name above the issuer's: what it belongs to directly, if anything (NĐ 30/2020, Phụ lục I, II.2)."""

from __future__ import annotations

from processors.evidence import NOT_FOUND
from processors.fields.issuer import name_fact
from processors.letterhead import is_one_name, letterhead
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_MOST_NAMES = 2


def read(first: FirstPage) -> Fact:
    """Return the parent's name as printed, its lines joined; of several levels the nearest."""
    head = letterhead(first.issuers, exact=first.page.source == "text")
    if not head.parent:
        return NOT_FOUND
    whole = len(head.names) == _MOST_NAMES and is_one_name(head.parent)
    # A known office may be a grandparent, where the parent's name was taken for a part of the issuer's.
    sure = whole and (head.shown or (head.plausible and is_one_name(head.issuer)))
    return name_fact(first, head.parent, sure=sure)
