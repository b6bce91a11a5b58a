"""The book of findings, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from vanban.domain.findings import Finding, NotedFinding
from vanban.register.memory_state import Drafting
from vanban.register.settling import settled


class MemoryFindings:
    """``vanban.ports.FindingsBook``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def settle(
        self, found: Mapping[str, Sequence[Finding]], *, at: dt.datetime
    ) -> tuple[Sequence[NotedFinding], Sequence[NotedFinding]]:
        """Note what each scope's check found; return what is new, and what is closed by it; see the port."""
        book = self._transaction.draft().findings
        opened, seen, closed = settled([one for one in book.values() if one.closed_at is None], found)
        for one in seen:
            book[one.id] = dataclasses.replace(one, last_seen=at)
        for one in closed:
            book[one.id] = dataclasses.replace(one, closed_at=at)
        new = [NotedFinding(len(book) + n, scope, finding, at, at) for n, (scope, finding) in enumerate(opened, 1)]
        book.update({one.id: one for one in new})
        return new, closed

    def list(self, *, open_only: bool = True, limit: int = 1000) -> Sequence[NotedFinding]:
        """Return findings, the newest first."""
        newest = sorted(self._transaction.state.findings.values(), key=lambda one: -one.id)
        return [one for one in newest if one.closed_at is None or not open_only][:limit]

    def count(self) -> Mapping[str, int]:
        """Return how many are open, by severity."""
        return Counter(one.finding.severity.value for one in self.list(limit=1_000_000))
