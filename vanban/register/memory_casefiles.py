"""Case files and their receipts, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from vanban.domain.casefile import CaseFile, CaseReceipt, CaseState, FiledDocument
from vanban.register.case_rules import changed_case, code_taken, no_case_file, not_in_state
from vanban.register.memory_state import Drafting


class MemoryCaseFiles:
    """``vanban.ports.CaseFiles``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, case_file: CaseFile) -> None:
        """Store a case file. Raises ``RefusedError`` if its code, or its id, is taken."""
        draft = self._transaction.draft()
        if case_file.id in draft.case_files or any(one.code == case_file.code for one in draft.case_files.values()):
            raise code_taken(case_file.code)
        draft.case_files[case_file.id] = case_file

    def get(self, case_file_id: str) -> CaseFile:
        """Return a case file. Raises ``NotFoundError``."""
        found = self._transaction.state.case_files.get(case_file_id)
        if found is None:
            raise no_case_file(case_file_id)
        return found

    def list(self, *, state: CaseState | None = None, office: str = "", limit: int = 100_000) -> Sequence[CaseFile]:
        """Return case files by year and code."""
        found = (one for one in self._transaction.state.case_files.values() if state in (None, one.state))
        wanted = (one for one in found if office in ("", one.office))
        return sorted(wanted, key=lambda one: (one.code.file_catalog, one.code.file_notation, one.id))[:limit]

    def change(self, case_file_id: str, *, expect: CaseState | frozenset[CaseState], **fields: Any) -> CaseFile:
        """Change fields; return the case file."""
        draft = self._transaction.draft()
        after = changed_case(self.get(case_file_id), expect=expect, fields=fields)
        draft.case_files[case_file_id] = after
        return after

    def file(self, filed: FiledDocument) -> bool:
        """Put a document in; False if it was in already, which stays."""
        draft = self._transaction.draft()
        self.get(filed.case_file_id)
        key = (filed.case_file_id, filed.document_id)
        if key in draft.filed_documents:
            return False
        draft.pointed_to.add(filed.document_id)
        draft.filed_documents[key] = filed
        return True

    def take_out(self, case_file_id: str, document_id: str) -> bool:
        """Take a document out; False if it was not in. ``StaleStateError`` if the case file is not open."""
        draft, case_file = self._transaction.draft(), self.get(case_file_id)
        if case_file.state is not CaseState.OPEN:
            raise not_in_state(case_file, frozenset({CaseState.OPEN}))
        return draft.filed_documents.pop((case_file_id, document_id), None) is not None

    def renumber(self, case_file_id: str, ordinals: Mapping[str, int]) -> None:
        """Give documents in a case file their ordinals, by document id."""
        draft = self._transaction.draft()
        for document_id, ordinal in ordinals.items():
            filed = draft.filed_documents.get((case_file_id, document_id))
            if filed is not None:
                draft.filed_documents[case_file_id, document_id] = dataclasses.replace(filed, ordinal=ordinal)

    def documents(self, case_file_id: str) -> Sequence[FiledDocument]:
        """Return what is in a case file, by ordinal."""
        filed = self._transaction.state.filed_documents.values()
        return sorted((one for one in filed if one.case_file_id == case_file_id), key=lambda one: one.ordinal)

    def holding(self, document_id: str) -> Sequence[str]:
        """Return the ids of the case files that a document is in, in the order it was put in."""
        return [case for case, document in self._transaction.state.filed_documents if document == document_id]

    def to_hand_over(self, *, ended_before: dt.date) -> Sequence[CaseFile]:
        """Return those not handed over yet, closed, whose work ended before a day; the earliest first."""
        found = self._transaction.state.case_files.values()
        waiting = [one for one in found if one.state is not CaseState.OPEN and one.handed_over_at is None]
        ended = [(one.ended, one.id, one) for one in waiting if one.ended is not None and one.ended < ended_before]
        return [one for _, _, one in sorted(ended, key=lambda row: row[:2])]


class MemoryCaseReceipts:
    """``vanban.ports.CaseReceipts``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, receipt: CaseReceipt) -> None:
        """Store a receipt; the same version twice keeps the first."""
        self._transaction.draft().case_receipts.setdefault((receipt.case_file_id, receipt.version), receipt)

    def get(self, case_file_id: str) -> CaseReceipt | None:
        """Return the receipt of the newest version, if there is one."""
        found = [one for (case, _), one in self._transaction.state.case_receipts.items() if case == case_file_id]
        return max(found, key=lambda one: one.version, default=None)

    def list(self, *, case_file_id: str = "", limit: int = 100_000) -> Sequence[CaseReceipt]:
        """Return receipts, oldest first."""
        found = [
            one for one in self._transaction.state.case_receipts.values() if case_file_id in ("", one.case_file_id)
        ]
        return sorted(found, key=lambda one: (one.archived_at, one.case_file_id, one.version))[:limit]
