"""The book of what checks of the archive found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from vanban.domain.findings import Finding, NotedFinding


class FindingsBook(Protocol):
    """Findings, open until a later check of the same scope no longer finds them. Rows stay when they are closed."""

    def settle(
        self, found: Mapping[str, Sequence[Finding]], *, at: dt.datetime
    ) -> tuple[Sequence[NotedFinding], Sequence[NotedFinding]]:
        """Note what each scope's check found, also where it is nothing; return what is new, and what is closed by it.

        Findings of scopes that are not named stay as they are.
        """

    def list(self, *, open_only: bool = True, limit: int = 1000) -> Sequence[NotedFinding]:
        """Return findings, the newest first."""

    def count(self) -> Mapping[str, int]:
        """Return how many are open, by severity (``error``, ``warning``)."""
