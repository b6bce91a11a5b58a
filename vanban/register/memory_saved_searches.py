"""The searches that people keep for themselves, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.search import SavedSearch
from vanban.register.memory_state import Drafting


class MemorySavedSearches:
    """``vanban.ports.SavedSearches``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def save(self, saved: SavedSearch) -> None:
        """Store a search; one of the same person under the same name is replaced."""
        self._transaction.draft().saved_searches[saved.account, saved.name] = saved

    def list(self, account: str) -> Sequence[SavedSearch]:
        """Return a person's searches by name."""
        found = self._transaction.state.saved_searches.values()
        return sorted((one for one in found if one.account == account), key=lambda one: one.name)

    def drop(self, account: str, name: str) -> bool:
        """Remove a search; False if there is none of this name."""
        return self._transaction.draft().saved_searches.pop((account, name), None) is not None
