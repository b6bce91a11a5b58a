"""The searches that people keep for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vanban.domain.search import SavedSearch


class SavedSearches(Protocol):
    """Searches under a name, each person's own."""

    def save(self, saved: SavedSearch) -> None:
        """Store a search; one of the same person under the same name is replaced."""

    def list(self, account: str) -> Sequence[SavedSearch]:
        """Return a person's searches by name."""

    def drop(self, account: str, name: str) -> bool:
        """Remove a search; False if there is none of this name."""
