"""Box 5a: the kind of document (NĐ 30/2020, Article 7); see ``processors.classify``."""

from __future__ import annotations

from processors.classify import classify
from processors.fields import symbol
from processors.zones import FirstPage
from vanban.domain.reading import Fact


def read(first: FirstPage) -> Fact:
    """Return the kind's name in small letters."""
    return classify(first, symbol.read(first).value)
