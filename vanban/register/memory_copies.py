"""Which document is a copy of which, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.copies import Copy
from vanban.register.memory_state import Drafting
from vanban.register.rules import copy_exists


class MemoryCopies:
    """``vanban.ports.CopiesBook``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, copy: Copy) -> None:
        """Store a copy. Raises ``RefusedError`` if its request was stored before."""
        draft = self._transaction.draft()
        if self.requested(copy.request_id) or copy.id in draft.copies:
            raise copy_exists(copy.request_id)
        draft.pointed_to |= {copy.id, copy.source_id}
        draft.copies[copy.id] = copy

    def of(self, document_id: str) -> Copy | None:
        """Return what a document is a copy of; None if it is none."""
        return self._transaction.state.copies.get(document_id)

    def made_of(self, source_id: str) -> Sequence[Copy]:
        """Return the copies of a document, in the order they were made."""
        return [one for one in self._transaction.state.copies.values() if one.source_id == source_id]

    def requested(self, request_id: str) -> Copy | None:
        """Return the copy that a request made, if it did."""
        made = self._transaction.state.copies.values()
        return next((one for one in made if one.request_id == request_id), None)

    def count(self) -> int:
        """Return how many there are: documents that nobody handed in."""
        return len(self._transaction.state.copies)
