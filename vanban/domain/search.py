"""What people look documents up by: words, numbers as they are written, and limits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vanban.domain.document import Direction, Document, State, Urgency

FOUND_AT_MOST = 500
"""More are not listed: the search is to be narrowed then."""
_NUMBER = r"(?P<number>\d{1,6}[a-zđ]?)"
_CAPITALS = r"[A-ZĐÀ-Ỹ]{2,}[A-ZĐÀ-Ỹ\d&.]*"
_ANY, _BETWEEN = r"[^\W\d][\w&.]*", r"[\s/–-]+"
_WRITTEN = (
    # 15/QĐ-UBND, 06/2024/QĐ-UBND, 127-QĐ/TU: whatever the capitals, the slash says what it is.
    re.compile(
        rf"^(?:s[ốo]\s*:?\s*)?{_NUMBER}\s*[/-]\s*(?:\d{{4}}\s*/\s*)?"
        rf"(?P<symbol>{_ANY}(?:{_BETWEEN}[\w&.]+)*)$",
        re.I,
    ),
    # 15 QĐ UBND, 15 QĐ-UBND: capitals only, or "15 ngày" would be one.
    re.compile(rf"^(?:[Ss][ốo]\s*:?\s*)?{_NUMBER}\s+(?P<symbol>{_CAPITALS}(?:{_BETWEEN}{_CAPITALS})*)$"),
    re.compile(rf"^s[ốo]\s*:?\s*{_NUMBER}$", re.I),
    re.compile(rf"^(?P<symbol>{_CAPITALS}(?:[/–-]{_CAPITALS})+)$"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number, a symbol, or both, as somebody writes them (NĐ 30/2020, Phụ lục I, II.3)."""

    number: str = ""
    symbol: str = ""


def written_number_in(words: str) -> WrittenNumber | None:
    """Return the number and symbol that the words are, if they are nothing else: ``15/QĐ-UBND``, ``số 15``."""
    for pattern in _WRITTEN:
        if found := pattern.match(words.strip()):
            parts = found.groupdict()
            return WrittenNumber(parts.get("number") or "", (parts.get("symbol") or "").strip())
    return None


EVERY_STATE: frozenset[State] = frozenset(State) - {State.SUSPECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search: words, limits, and what the person who searches may see at all."""

    words: str = ""
    office: str = ""
    """Empty for every office."""
    shown: Mapping[Direction, frozenset[State]] = field(default_factory=lambda: dict.fromkeys(Direction, EVERY_STATE))
    """The states of either direction that may be seen."""
    direction: Direction | None = None
    state: State | None = None
    urgency: Urgency | None = None
    kind: str = ""
    issuer: str = ""
    """Words of the issuer's name."""
    dated_from: dt.date | None = None
    """By the document's own date; where it has none, by its arrival."""
    dated_to: dt.date | None = None
    arrival_number: int | None = None
    newest_first: bool = False
    """Else what fits best comes first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that was found."""

    document: Document
    page: int = 0
    """Where in the text the words stand; 0 if only in its fields."""
    excerpt: tuple[tuple[str, bool], ...] = ()
    """Pieces of that page's text; true where a piece is what was looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    hits: tuple[Hit, ...]
    total: int
    """At most ``FOUND_AT_MOST``; then there may be more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search that a person keeps under a name (Phụ lục VI, III.6e); nobody else sees it."""

    account: str
    name: str
    asked: str
    """What is asked, as it stands in the address of the search page."""
    saved_at: dt.datetime
