"""The codes of issued documents, in memory."""

from __future__ import annotations

from vanban.domain.publishing import PublicCode
from vanban.register.memory_state import Drafting


class MemoryPublicCodes:
    """``vanban.ports.PublicCodes``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, code: PublicCode) -> PublicCode:
        """Store a code and return the document's: the first one stays."""
        draft = self._transaction.draft()
        draft.pointed_to.add(code.document_id)
        return draft.public_codes.setdefault(code.document_id, code)

    def of(self, document_id: str) -> PublicCode | None:
        """Return the code of a document, if it has one."""
        return self._transaction.state.public_codes.get(document_id)

    def find(self, code: str) -> PublicCode | None:
        """Return the document's code that this is, if it is one."""
        return next((one for one in self._transaction.state.public_codes.values() if one.code == code), None)
