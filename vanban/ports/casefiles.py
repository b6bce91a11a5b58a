"""The book of case files, and the receipts of their packages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from vanban.domain.casefile import CaseFile, CaseReceipt, CaseState, FiledDocument


class CaseFiles(Protocol):
    """Case files and what is in them. A case file is never removed, and its code never changes."""

    def add(self, case_file: CaseFile) -> None:
        """Store a case file. Raises ``RefusedError`` if its code, or its id, is taken."""

    def get(self, case_file_id: str) -> CaseFile:
        """Return a case file. Raises ``NotFoundError``."""

    def list(self, *, state: CaseState | None = None, office: str = "", limit: int = 100_000) -> Sequence[CaseFile]:
        """Return case files by year and code."""

    def change(self, case_file_id: str, *, expect: CaseState | frozenset[CaseState], **fields: Any) -> CaseFile:
        """Change fields; return the case file.

        Raises:
            NotFoundError: if there is none.
            StaleStateError: if it is not in an expected state, or the step is not in ``CASE_TRANSITIONS``.
            RefusedError: if a field says what never changes: id, code, who opened it and when.
        """

    def file(self, filed: FiledDocument) -> bool:
        """Put a document in; False if it was in already, which stays.

        Raises:
            NotFoundError: if there is no such case file, or (at the latest when committed) no such document.
        """

    def take_out(self, case_file_id: str, document_id: str) -> bool:
        """Take a document out; False if it was not in. ``StaleStateError`` if the case file is not open."""

    def renumber(self, case_file_id: str, ordinals: Mapping[str, int]) -> None:
        """Give documents in a case file their ordinals, by document id."""

    def documents(self, case_file_id: str) -> Sequence[FiledDocument]:
        """Return what is in a case file, by ordinal."""

    def holding(self, document_id: str) -> Sequence[str]:
        """Return the ids of the case files that a document is in, in the order it was put in."""

    def to_hand_over(self, *, ended_before: dt.date) -> Sequence[CaseFile]:
        """Return those not handed over yet, closed, whose work ended before a day; the earliest first."""


class CaseReceipts(Protocol):
    """Receipts of case files' packages, one for each version; never changed or removed."""

    def add(self, receipt: CaseReceipt) -> None:
        """Store a receipt; the same version twice keeps the first."""

    def get(self, case_file_id: str) -> CaseReceipt | None:
        """Return the receipt of the newest version, if there is one."""

    def list(self, *, case_file_id: str = "", limit: int = 100_000) -> Sequence[CaseReceipt]:
        """Return receipts, oldest first."""
