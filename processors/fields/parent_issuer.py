"""Box 2, first name: the parent of the issuing office, where there is one (NĐ 30/2020, Phụ lục I, II.2)."""

from __future__ import annotations

from processors.evidence import NOT_FOUND
from processors.fields.issuer import name_fact, split_names
from processors.zones import FirstPage
from vanban.domain.reading import Fact


def read(first: FirstPage) -> Fact:
    """Return the parent's name as printed, its lines joined."""
    parent = split_names(first.issuers)[0]
    return name_fact(first, parent) if parent else NOT_FOUND
