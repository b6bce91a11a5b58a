"""What a check of the archive finds, how grave it is, and since when it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """Evidence is damaged, unprotected or contradicted: somebody must act."""
    WARNING = "warning"
    """Nothing is lost, but something is not as it should be."""


WARNINGS = frozenset({"unexpected", "not-deleted", "store-away", "overdue"})
"""Kinds that are warnings; every other is an error."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as the register says; ``docs/evidence.md`` lists every kind with what it means."""

    kind: str
    subject: str
    """The document or case file, the key of a published root, or ``archive``."""
    detail: str
    """Key of the object, or one sentence."""
    store: str = ""
    """Name of the store it was found in; empty for the archive itself, or where it is not about a store."""
    version_id: str = ""

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return Severity.WARNING if self.kind in WARNINGS else Severity.ERROR


@dataclass(frozen=True, slots=True)
class NotedFinding:
    """A finding in the book: open until a later check of the same thing no longer finds it."""

    id: int
    scope: str
    """The check that found it; only the same check closes it."""
    finding: Finding
    first_seen: dt.datetime
    last_seen: dt.datetime
    closed_at: dt.datetime | None = None
