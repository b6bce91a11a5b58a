"""Copies that the office makes: their book, and the taking out of pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vanban.domain.copies import Copy


class CopiesBook(Protocol):
    """Which document is a copy of which. Added, never changed or removed."""

    def add(self, copy: Copy) -> None:
        """Store a copy. Raises ``RefusedError`` if its request was stored before."""

    def of(self, document_id: str) -> Copy | None:
        """Return what a document is a copy of; None if it is none."""

    def made_of(self, source_id: str) -> Sequence[Copy]:
        """Return the copies of a document, in the order they were made."""

    def requested(self, request_id: str) -> Copy | None:
        """Return the copy that a request made, if it did."""

    def count(self) -> int:
        """Return how many there are: documents that nobody handed in."""


class PageExtractor(Protocol):
    """Takes pages out of a PDF."""

    def extract(self, data: bytes, *, pages: Sequence[int]) -> bytes:
        """Return a PDF of these pages (1-based), flattened: no field, signature or script is left.

        Raises:
            UnreadableError: if the file cannot be taken apart within the limits.
        """
