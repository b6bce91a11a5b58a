"""The book of findings, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.findings import Finding, NotedFinding
from vanban.register.folding import storable
from vanban.register.keeping_tables import findings
from vanban.register.settling import settled
from vanban.register.transaction import Transaction

_FIELDS = tuple(field.name for field in dataclasses.fields(Finding))
_AT_ONCE = 1000


class PostgresFindings:
    """``vanban.ports.FindingsBook``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def settle(
        self, found: Mapping[str, Sequence[Finding]], *, at: dt.datetime
    ) -> tuple[Sequence[NotedFinding], Sequence[NotedFinding]]:
        """Note what each scope's check found; return what is new, and what is closed by it; see the port."""
        standing = self._rows(sa.select(findings).where(findings.c.closed_at.is_(None)))
        opened, seen, closed = settled(standing, found)
        self._mark([one.id for one in seen], last_seen=at)
        self._mark([one.id for one in closed], closed_at=at)
        return [self._open(scope, finding, at) for scope, finding in opened], closed

    def list(self, *, open_only: bool = True, limit: int = 1000) -> Sequence[NotedFinding]:
        """Return findings, the newest first."""
        query = sa.select(findings).order_by(findings.c.id.desc()).limit(limit)
        return self._rows(query.where(findings.c.closed_at.is_(None)) if open_only else query)

    def count(self) -> Mapping[str, int]:
        """Return how many are open, by severity."""
        return Counter(one.finding.severity.value for one in self.list(limit=1_000_000))

    def _open(self, scope: str, finding: Finding, at: dt.datetime) -> NotedFinding:
        row = {"scope": scope, "first_seen": at, "last_seen": at, **storable(dataclasses.asdict(finding))}
        added = self._transaction.write(insert(findings).values(**row).returning(findings.c.id)).scalar_one()
        return NotedFinding(int(added), scope, finding, at, at)

    def _mark(self, ids: Sequence[int], **values: Any) -> None:
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            self._transaction.write(sa.update(findings).where(findings.c.id.in_(some)).values(**values))

    def _rows(self, query: sa.Select[Any]) -> Sequence[NotedFinding]:
        return [_noted(row) for row in self._transaction.read(query).mappings()]


def _noted(row: Mapping[Any, Any]) -> NotedFinding:
    return NotedFinding(
        id=row["id"],
        scope=row["scope"],
        finding=Finding(**{name: row[name] for name in _FIELDS}),
        first_seen=row["first_seen"].astimezone(dt.UTC),
        last_seen=row["last_seen"].astimezone(dt.UTC),
        closed_at=row["closed_at"].astimezone(dt.UTC) if row["closed_at"] else None,
    )
