"""The codes by which anyone finds an issued document."""

from __future__ import annotations

from typing import Protocol

from vanban.domain.publishing import PublicCode


class PublicCodes(Protocol):
    """One code for each document that has one. They are added, never changed or removed."""

    def add(self, code: PublicCode) -> PublicCode:
        """Store a code and return the document's: the first one stays (a form that was sent twice)."""

    def of(self, document_id: str) -> PublicCode | None:
        """Return the code of a document, if it has one."""

    def find(self, code: str) -> PublicCode | None:
        """Return the document's code that this is, if it is one."""
