"""The Merkle tree over the events, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vanban.domain.event_log import event_leaf
from vanban.domain.merkle import Node, grown
from vanban.register.memory_state import Drafting
from vanban.register.rules import no_subtree


class MemoryEventTree:
    """``vanban.ports.EventTree``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def size(self) -> int:
        """Return the number of events in it."""
        return sum(level == 0 for level, _ in self._transaction.state.event_tree)

    def grow(self, *, limit: int) -> int:
        """Add the events that are not in it yet, so many at most; return how many were added."""
        draft = self._transaction.draft()
        size = sum(level == 0 for level, _ in draft.event_tree)
        new = draft.events[size : size + limit]
        draft.event_tree |= dict(grown(size, map(event_leaf, new), nodes=self.nodes))
        return len(new)

    def nodes(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        """Return the digests of complete subtrees. Raises ``IntegrityError``."""
        found = {}
        for key in wanted:
            if key not in self._transaction.state.event_tree:
                raise no_subtree(key)
            found[key] = self._transaction.state.event_tree[key]
        return found
