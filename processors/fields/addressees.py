"""Box 9a: who the document is sent to, after ``Kính gửi`` (NĐ 30/2020, Phụ lục I, II.9a)."""

from __future__ import annotations

import re

from processors.evidence import NOT_FOUND, PRINTED, SURE, found
from processors.listing import items
from processors.pages import mean_confidence
from processors.zones import FirstPage
from vanban.domain.reading import Fact

_LABEL = re.compile(r"^\W*k\w{2,3}h\s+g\w{1,2}i?\W*", re.IGNORECASE)
_ASIDE = re.compile(r"^\s*\(")


def read(first: FirstPage) -> Fact:
    """Return the addressees as a list of names."""
    if not first.addressees:
        return NOT_FOUND
    texts = [line.text for line in first.addressees]
    texts[0] = _LABEL.sub("", texts[0], count=1)
    # "(sau đây gọi chung là …)" names no one.
    texts = [text for text in texts if text.strip() and not _ASIDE.match(text)]
    value = items(texts)
    if not value:
        return NOT_FOUND
    words = [word for line in first.addressees for word in line.words]
    sure = SURE if first.page.source == "text" else min(PRINTED, mean_confidence(words) * 0.9)
    return found(value, words, first.page, confidence=sure, how="zone-9a")
