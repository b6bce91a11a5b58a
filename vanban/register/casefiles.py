"""Case files and their receipts, in PostgreSQL. Triggers keep codes and receipts as they were written."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.casefile import CaseFile, CaseReceipt, CaseState, FileCode, FiledDocument
from vanban.register.case_rules import changed_case, code_taken, no_case_file, not_in_state
from vanban.register.case_tables import case_files, case_receipts, filed_documents
from vanban.register.folding import storable
from vanban.register.transaction import Transaction


class PostgresCaseFiles:
    """``vanban.ports.CaseFiles``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, case_file: CaseFile) -> None:
        """Store a case file. Raises ``RefusedError`` if its code, or its id, is taken."""
        adding = insert(case_files).values(**_row(case_file)).on_conflict_do_nothing().returning(case_files.c.id)
        if self._transaction.write(adding).first() is None:
            raise code_taken(case_file.code)

    def get(self, case_file_id: str) -> CaseFile:
        """Return a case file. Raises ``NotFoundError``."""
        return self._get(case_file_id)

    def list(self, *, state: CaseState | None = None, office: str = "", limit: int = 100_000) -> Sequence[CaseFile]:
        """Return case files by year and code."""
        columns = case_files.c
        query = sa.select(case_files).order_by(columns.file_catalog, columns.file_notation.collate("C"), columns.id)
        query = query.where(columns.state == state.value) if state else query
        query = query.where(columns.office == office) if office else query
        return [_case_file(row) for row in self._transaction.read(query.limit(limit)).mappings()]

    def change(self, case_file_id: str, *, expect: CaseState | frozenset[CaseState], **fields: Any) -> CaseFile:
        """Change fields; return the case file."""
        after = changed_case(self._get(case_file_id, lock=True), expect=expect, fields=fields)
        changing = sa.update(case_files).where(case_files.c.id == case_file_id).values(**_row(after))
        self._transaction.write(changing)
        return after

    def file(self, filed: FiledDocument) -> bool:
        """Put a document in; False if it was in already, which stays."""
        self._get(filed.case_file_id)
        row = {name: storable(value) for name, value in dataclasses.asdict(filed).items()}
        adding = insert(filed_documents).values(**row).on_conflict_do_nothing()
        return self._transaction.write(adding.returning(filed_documents.c.ordinal)).first() is not None

    def take_out(self, case_file_id: str, document_id: str) -> bool:
        """Take a document out; False if it was not in. ``StaleStateError`` if the case file is not open."""
        case_file = self._get(case_file_id, lock=True)
        if case_file.state is not CaseState.OPEN:
            raise not_in_state(case_file, frozenset({CaseState.OPEN}))
        columns = filed_documents.c
        leaving = sa.delete(filed_documents).where(
            columns.case_file_id == case_file_id, columns.document_id == document_id
        )
        return self._transaction.write(leaving.returning(columns.ordinal)).first() is not None

    def renumber(self, case_file_id: str, ordinals: Mapping[str, int]) -> None:
        """Give documents in a case file their ordinals, by document id."""
        columns = filed_documents.c
        for document_id, ordinal in ordinals.items():
            of_this = sa.and_(columns.case_file_id == case_file_id, columns.document_id == document_id)
            self._transaction.write(sa.update(filed_documents).where(of_this).values(ordinal=ordinal))

    def documents(self, case_file_id: str) -> Sequence[FiledDocument]:
        """Return what is in a case file, by ordinal."""
        columns = filed_documents.c
        query = sa.select(filed_documents).where(columns.case_file_id == case_file_id)
        rows = self._transaction.read(query.order_by(columns.ordinal, columns.added)).mappings()
        return [_filed(row) for row in rows]

    def holding(self, document_id: str) -> Sequence[str]:
        """Return the ids of the case files that a document is in, in the order it was put in."""
        columns = filed_documents.c
        query = sa.select(columns.case_file_id).where(columns.document_id == document_id).order_by(columns.added)
        return list(self._transaction.read(query).scalars())

    def to_hand_over(self, *, ended_before: dt.date) -> Sequence[CaseFile]:
        """Return those not handed over yet, closed, whose work ended before a day; the earliest first."""
        columns = case_files.c
        query = sa.select(case_files).where(columns.state != CaseState.OPEN.value, columns.ended < ended_before)
        query = query.where(columns.handed_over_at.is_(None))
        rows = self._transaction.read(query.order_by(columns.ended, columns.id)).mappings()
        return [_case_file(row) for row in rows]

    def _get(self, case_file_id: str, *, lock: bool = False) -> CaseFile:
        query = sa.select(case_files).where(case_files.c.id == case_file_id)
        query = query.with_for_update() if lock else query
        ask = self._transaction.write if lock else self._transaction.read
        row = ask(query).mappings().first()
        if row is None:
            raise no_case_file(case_file_id)
        return _case_file(row)


class PostgresCaseReceipts:
    """``vanban.ports.CaseReceipts``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, receipt: CaseReceipt) -> None:
        """Store a receipt; the same version twice keeps the first."""
        self._transaction.write(insert(case_receipts).values(**dataclasses.asdict(receipt)).on_conflict_do_nothing())

    def get(self, case_file_id: str) -> CaseReceipt | None:
        """Return the receipt of the newest version, if there is one."""
        query = sa.select(case_receipts).where(case_receipts.c.case_file_id == case_file_id)
        row = self._transaction.read(query.order_by(case_receipts.c.version.desc()).limit(1)).mappings().first()
        return _receipt(row) if row else None

    def list(self, *, case_file_id: str = "", limit: int = 100_000) -> Sequence[CaseReceipt]:
        """Return receipts, oldest first."""
        columns = case_receipts.c
        query = sa.select(case_receipts).order_by(columns.archived_at, columns.case_file_id, columns.version)
        query = query.where(columns.case_file_id == case_file_id) if case_file_id else query
        return [_receipt(row) for row in self._transaction.read(query.limit(limit)).mappings()]


def _row(case_file: CaseFile) -> dict[str, Any]:
    fields = {one.name: getattr(case_file, one.name) for one in dataclasses.fields(case_file) if one.name != "code"}
    fields |= dataclasses.asdict(case_file.code)
    return {name: storable(value) for name, value in fields.items()} | {"state": case_file.state.value}


def _case_file(row: Mapping[Any, Any]) -> CaseFile:
    code = FileCode(*(row[one.name] for one in dataclasses.fields(FileCode)))
    names = [one.name for one in dataclasses.fields(CaseFile) if one.name not in {"code", "state"}]
    return CaseFile(**{name: _utc(row[name]) for name in names}, code=code, state=CaseState(row["state"]))


def _filed(row: Mapping[Any, Any]) -> FiledDocument:
    return FiledDocument(**{one.name: _utc(row[one.name]) for one in dataclasses.fields(FiledDocument)})


def _receipt(row: Mapping[Any, Any]) -> CaseReceipt:
    return CaseReceipt(**{one.name: _utc(row[one.name]) for one in dataclasses.fields(CaseReceipt)})


def _utc(value: Any) -> Any:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
