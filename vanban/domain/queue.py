"""The working order of waiting documents, the most urgent first, then the oldest; and a view of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from vanban.domain.document import Direction, Document, State, Urgency

_FACTS = ("number", "symbol", "issuer", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """Which waiting documents a person looks at."""

    states: frozenset[State]
    office: str
    """Empty for every office."""
    direction: Direction | None = None
    urgency: Urgency | None = None
    sealed_alone: bool | None = None
    """True for what the organisation signs alone (copies and annexes), False for what a person signs first."""
    words: str = ""
    """Each must stand in what ``queue_text`` returns, whatever its marks and capitals."""


@dataclass(frozen=True, slots=True, order=True)
class QueuePlace:
    """Where a document stands in the working order; places compare as the order does."""

    calm: int
    """Minus the urgency's rank."""
    received_at: dt.datetime
    id: str


def place_of(document: Document) -> QueuePlace:
    """Return a document's place in the working order."""
    return QueuePlace(-document.urgency.rank, document.received_at, document.id)


def queue_text(document: Document) -> str:
    """Return what a clerk recognises a waiting document by: file name, number, symbol, issuer and subject as read."""
    facts: dict[str, Any] = (document.reading or {}).get("facts", {})
    read = (str((facts.get(name) or {}).get("value") or "") for name in _FACTS)
    return " ".join((document.file_name, *read))
