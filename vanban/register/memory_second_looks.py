"""The book of second looks, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.second_look import Decision, SecondLook
from vanban.register.memory_state import Drafting
from vanban.register.rules import check_second_look


class MemorySecondLooks:
    """``vanban.ports.SecondLooks``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def ask(self, look: SecondLook) -> SecondLook:
        """Store a request; one that is open or was released stays, and is returned unchanged."""
        book = self._transaction.draft().second_looks
        stored = book.get(look.sha256)
        if stored is None or stored.decision is Decision.REFUSED:
            book[look.sha256] = look
        return book[look.sha256]

    def get(self, sha256: str) -> SecondLook | None:
        """Return the newest request about these bytes, if any."""
        return self._transaction.state.second_looks.get(sha256)

    def decide(self, decided: SecondLook) -> bool:
        """Store a decision; False if the request is not open any more. Raises ``RefusedError``."""
        check_second_look(decided)
        book = self._transaction.draft().second_looks
        stored = book.get(decided.sha256)
        if stored is None or stored.decision is not Decision.ASKED:
            return False
        if (stored.asked_by, stored.asked_at) != (decided.asked_by, decided.asked_at):
            return False
        book[decided.sha256] = decided
        return True

    def is_released(self, sha256: str) -> bool:
        """Return whether two people have released exactly these bytes."""
        look = self.get(sha256)
        return look is not None and look.decision is Decision.RELEASED

    def list(self, *, open_only: bool = False, limit: int = 1000) -> Sequence[SecondLook]:
        """Return requests, the newest first."""
        looks = self._transaction.state.second_looks.values()
        wanted = [one for one in looks if one.decision is Decision.ASKED or not open_only]
        return sorted(wanted, key=lambda one: (-one.asked_at.timestamp(), one.sha256))[:limit]
