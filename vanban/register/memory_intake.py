"""The ledger of claims, in memory."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.second_look import Decision
from vanban.register import rules
from vanban.register.memory_state import Drafting, MemoryState


class MemoryIntake:
    """``vanban.ports.Intake``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, item: IntakeItem) -> IntakeItem:
        """Store the outcome of a claim; the first stays. Raises ``DuplicateError`` for bytes accepted before."""
        rules.check_intake_item(item)
        draft = self._transaction.draft()
        if stored := draft.intake.get(item.claim_id):
            return stored
        first = self.accepted(item.sha256) if item.disposition is Disposition.ACCEPTED else None
        if first:
            raise rules.taken_in_before(first.document_id)
        draft.intake[item.claim_id] = item
        return item

    def get(self, claim_id: str) -> IntakeItem | None:
        """Return the outcome of a claim, if it is stored."""
        return self._transaction.state.intake.get(claim_id)

    def accepted(self, sha256: str) -> IntakeItem | None:
        """Return the accepted item with these bytes, if any."""
        same = (one for one in self._transaction.state.intake.values() if one.sha256 == sha256)
        return next((one for one in same if one.disposition is Disposition.ACCEPTED), None)

    def ask_again(self, claim_id: str) -> bool:
        """Mark a refused file to be received again; False if it is marked already, or was not refused."""
        item = self.get(claim_id)
        if item is None or item.disposition is not Disposition.QUARANTINED or item.again:
            return False
        self._transaction.draft().intake[claim_id] = dataclasses.replace(item, again=True)
        return True

    def to_reopen(self) -> Sequence[IntakeItem]:
        """Return refused files marked to be received again, and suspects that were released, the oldest first."""
        state = self._transaction.state
        return [one for one in reversed(self.list(limit=len(state.intake))) if _to_reopen(one, state)]

    def reopen(self, claim_id: str) -> bool:
        """Take out the row of such a file, whose claim begins anew; False if there is no such row."""
        draft = self._transaction.draft()
        item = draft.intake.get(claim_id)
        if item is None or not _to_reopen(item, draft):
            return False
        del draft.intake[claim_id]
        return True

    def counts(self) -> Mapping[Disposition, int]:
        """Return how many claims ended in each way, zeros included."""
        found = Counter(one.disposition for one in self._transaction.state.intake.values())
        return {disposition: found[disposition] for disposition in Disposition}

    def list(self, *, disposition: Disposition | None = None, limit: int = 1000) -> Sequence[IntakeItem]:
        """Return items, newest first."""
        items = self._transaction.state.intake.values()
        wanted = [one for one in items if disposition is None or one.disposition is disposition]
        return sorted(wanted, key=lambda one: (-one.received_at.timestamp(), one.claim_id))[:limit]

    def refused(self, *, office: str, offset: int = 0, limit: int = 100) -> tuple[Sequence[IntakeItem], int]:
        """Return what was not taken in, newest first, and how many there are."""
        found = [
            one
            for one in self.list(limit=len(self._transaction.state.intake))
            if one.disposition is not Disposition.ACCEPTED and one.office in ("", office)
        ]
        return found[offset : offset + limit], len(found)


def _to_reopen(item: IntakeItem, state: MemoryState) -> bool:
    if item.disposition is Disposition.SUSPECT:
        look = state.second_looks.get(item.sha256)
        return look is not None and look.decision is Decision.RELEASED
    return item.again
