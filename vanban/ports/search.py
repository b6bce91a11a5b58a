"""Looking documents up."""

from __future__ import annotations

from typing import Protocol

from vanban.domain.search import Found, Search


class DocumentSearch(Protocol):
    """Finds documents by every field of Phụ lục VI and the text of their pages.

    Accents and capitals do not count, but what is written exactly so comes first. Order: the document whose number was
    asked for; exact words in its fields; the words in its fields; exact words in its text; the words in its text;
    within each the newest first. The last word, from three letters on, may be the beginning of one. Nothing that is
    typed is an operator.
    """

    def find(self, search: Search, *, offset: int = 0, limit: int = 50) -> Found:
        """Return one page of what was found."""
