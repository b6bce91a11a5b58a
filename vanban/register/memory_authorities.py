"""Who may sign what, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from vanban.domain.authority import Authority
from vanban.register import rules
from vanban.register.memory_state import Drafting


class MemoryAuthorities:
    """``vanban.ports.Authorities``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, row: Authority) -> None:
        """Store a row. Raises ``RefusedError`` if its id is there already."""
        if self._transaction.draft().authorities.setdefault(row.id, row) is not row:
            raise rules.authority_exists(row.id)

    def get(self, authority_id: str) -> Authority:
        """Return a row. Raises ``NotFoundError``."""
        row = self._transaction.state.authorities.get(authority_id)
        if row is None:
            raise rules.no_authority(authority_id)
        return row

    def list(self, *, office: str = "") -> Sequence[Authority]:
        """Return rows, those that ended too, in the order they were given."""
        return [row for row in self._transaction.state.authorities.values() if office in ("", row.office)]

    def end(self, authority_id: str, *, at: dt.datetime, by: str, reason: str) -> bool:
        """End a row; False if it was ended before, which stays. Raises ``NotFoundError``."""
        draft = self._transaction.draft()
        row = self.get(authority_id)
        if row.ended_at is not None:
            return False
        draft.authorities[authority_id] = dataclasses.replace(row, ended_at=at, ended_by=by, end_reason=reason)
        return True
