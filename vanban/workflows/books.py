"""Registers and the outputs of a records system: NĐ 30/2020, Phụ lục IV and Phụ lục VI, V.

One value, a sheet, is what a page of the desk, a PDF and a workbook show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storage.case_pages import CASE_COLUMNS, DOCUMENT_COLUMNS
from storage.sheet_file import as_workbook
from storage.sheet_pages import as_pdf
from vanban.clock import HANOI
from vanban.domain.book_lines import BookClosing, BookLine
from vanban.domain.directions import Slip
from vanban.domain.errors import IntegrityError, NotFoundError
from vanban.domain.identifiers import original_key
from vanban.domain.issuing import Outgoing
from vanban.domain.number_words import in_words
from vanban.domain.sheets import Column, Row, Sheet, Table
from vanban.ports import RECORDS, Book, Clock, ObjectStore, OpenedBook, Register, UnitOfWork
from vanban.workflows.book_columns import (
    FOLLOW_UP_COLUMNS,
    INCOMING_COLUMNS,
    OUTGOING_COLUMNS,
    day_of,
    follow_up_row,
    incoming_row,
    outgoing_row,
)
from vanban.workflows.book_reports import incoming_report, outgoing_report
from vanban.workflows.case_files import CaseOffice, list_case_files, show_case_file
from vanban.workflows.case_lists import case_row, document_rows
from vanban.workflows.copy_lines import COPY_COLUMNS, copy_row
from vanban.workflows.papers import BOUND, CLOSED, TITLES, FileForm, Paper, Wanted
from vanban.workflows.unit_names import UnitNames, with_unit_names

WRITTEN_OUT = "book.written-out"
"""Event: a register or report left as a file."""
_AT_ONCE = 500
_SENT_OUT = frozenset({Paper.OUTGOING, Paper.COPIES, Paper.OUTGOING_REPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOffice:
    """Everything that showing and printing registers needs."""

    register: Register
    store: ObjectStore
    clock: Clock
    cases: CaseOffice
    organisation: str
    unit_names: UnitNames = field(default_factory=dict)


def opened_books(*, office: BookOffice, unit: str = "") -> Sequence[OpenedBook]:
    """Return the books in which a number was given, the newest year first; of one unit if it is named."""
    with office.register.begin() as uow:
        return uow.registers.books(office=unit)


def sheet_of(wanted: Wanted, *, office: BookOffice, after: int = 0, limit: int | None = None) -> Sheet:
    """Return a register or report; of a register only the ``limit`` lines after a number, where one is given.

    Raises:
        NotFoundError: if there is no such case file.
    """
    match wanted.paper:
        case Paper.CASE_FILES:
            return _case_files(wanted, office)
        case Paper.CASE_DOCUMENTS:
            return _case_documents(wanted, office)
        case _:
            with office.register.begin() as uow:
                lines = list(read_lines(wanted.book, uow, after=after, limit=limit))
            return sheet_of_lines(wanted, lines, office)


def write_out(wanted: Wanted, form: FileForm, *, actor: str, office: BookOffice) -> bytes:
    """Return a whole register or report as a file, and note who had it; of a closed one the PDF of then.

    Raises:
        NotFoundError: if there is no such case file.
        IntegrityError: if the kept PDF is not what the closing says.
    """
    closing = closing_of(wanted, office=office)
    said: dict[str, object] = {"form": form.value}
    if closing and form is FileForm.PDF:
        data = _kept(closing, office)
        said |= {"sha256": closing.pdf_sha256}
    else:
        sheet = sheet_of(wanted, office=office)
        data = as_pdf(sheet) if form is FileForm.PDF else as_workbook(sheet)
        said |= {"lines": sum(len(table.rows) for table in sheet.tables)}
    with office.register.begin() as uow:
        uow.events.append(at=office.clock.now(), actor=actor, name=WRITTEN_OUT, subject=wanted.name, data=said)
        uow.commit()
    return data


def closing_of(wanted: Wanted, *, office: BookOffice) -> BookClosing | None:
    """Return how a register was closed, if it was; only those that numbers are given in are."""
    if wanted.paper not in CLOSED:
        return None
    with office.register.begin() as uow:
        return uow.registers.closing(wanted.book)


def _kept(closing: BookClosing, office: BookOffice) -> bytes:
    data = office.store.get(RECORDS, original_key(closing.pdf_sha256))
    if hashlib.sha256(data).hexdigest() != closing.pdf_sha256:
        raise IntegrityError(
            f"The kept book {closing.pdf_sha256} is not what it was closed with.",
            vi=f"Bản sổ đã khóa {closing.pdf_sha256} không khớp mã băm lúc khóa.",
            remedy="Tell the administrator; the copy in the second store may be whole. / Hãy báo quản trị.",
        )
    return data


def read_lines(
    book: Book, uow: UnitOfWork, *, after: int = 0, limit: int | None = None
) -> Iterator[tuple[BookLine, Slip]]:
    """Yield the lines of a book with their slips, read in pieces."""
    left = limit
    while left is None or left > 0:
        found = uow.registers.lines(book, after=after, limit=min(_AT_ONCE, left or _AT_ONCE))
        slips = uow.directions.slips([line.document_id for line in found])
        yield from ((line, slips[line.document_id]) for line in found)
        if len(found) < _AT_ONCE:
            return
        after, left = found[-1].number, None if left is None else left - len(found)


def sheet_of_lines(wanted: Wanted, lines: Sequence[tuple[BookLine, Slip]], office: BookOffice) -> Sheet:
    """Return the register or report that these lines make."""
    now = office.clock.now()
    lines = [(line, with_unit_names(slip, office.unit_names)) for line, slip in lines]
    if wanted.paper is Paper.INCOMING_REPORT:
        tables, remarks = incoming_report(lines, now=now)
        return _sheet(wanted, office, tables, remarks)
    sent = _sent(lines, office) if wanted.paper in _SENT_OUT else {}
    if wanted.paper is Paper.OUTGOING_REPORT:
        tables, remarks = outgoing_report([(line, sent[line.document_id]) for line, _ in lines])
        return _sheet(wanted, office, tables, remarks)

    def follow_up(line: BookLine, slip: Slip) -> Row:
        return follow_up_row(line, slip, now=now)

    def outgoing(line: BookLine, slip: Slip) -> Row:
        del slip
        return outgoing_row(line, sent[line.document_id])

    def copy(line: BookLine, slip: Slip) -> Row:
        del slip
        return copy_row(line, sent[line.document_id])

    forms: dict[Paper, tuple[tuple[Column, ...], Callable[[BookLine, Slip], Row]]] = {
        Paper.INCOMING: (INCOMING_COLUMNS, incoming_row),
        Paper.OUTGOING: (OUTGOING_COLUMNS, outgoing),
        Paper.COPIES: (COPY_COLUMNS, copy),
        Paper.FOLLOW_UP: (FOLLOW_UP_COLUMNS, follow_up),
    }
    columns, row_of = forms[wanted.paper]
    return _sheet(wanted, office, (Table(columns, tuple(row_of(line, slip) for line, slip in lines)),), _span(lines))


def _sent(lines: Sequence[tuple[BookLine, Slip]], office: BookOffice) -> Mapping[str, Outgoing]:
    """Return to whom and when the documents of some lines were sent."""
    ids = [line.document_id for line, _ in lines]
    found: dict[str, Outgoing] = {}
    with office.register.begin() as uow:
        for start in range(0, len(ids), _AT_ONCE):
            found |= uow.issuing.of_each(ids[start : start + _AT_ONCE])
    return found


def _span(lines: Sequence[tuple[BookLine, Slip]]) -> tuple[str, ...]:
    """Return what stands on the first page: from which day and number to which."""
    if not lines:
        return ()
    days = [line.registered_at for line, _ in lines if line.registered_at]
    said = [f"Từ số {lines[0][0].number} đến số {lines[-1][0].number}"]
    if days:
        said.insert(0, f"Từ ngày {day_of(min(days))} đến ngày {day_of(max(days))}")
    voided = sum(bool(line.void_reason) for line, _ in lines)
    return (*said, f"Trong đó số đã hủy: {voided}") if voided else tuple(said)


def _case_files(wanted: Wanted, office: BookOffice) -> Sheet:
    found = list_case_files(office=office.cases, unit=wanted.office, limit=100_000)
    of_year = [one for one in found if one.code.file_catalog == wanted.year]
    rows = (Row(case_row(number, one, office.cases), subject=one.id) for number, one in enumerate(of_year, start=1))
    # The words of the form (Phụ lục V, III).
    total = (
        f"Mục lục này gồm: {len(of_year)} hồ sơ (đơn vị bảo quản).",
        f"Viết bằng chữ: {in_words(len(of_year)).capitalize()} hồ sơ (đơn vị bảo quản).",
    )
    return _sheet(wanted, office, (Table(_columns(CASE_COLUMNS), tuple(rows)),), total)


def _case_documents(wanted: Wanted, office: BookOffice) -> Sheet:
    view = show_case_file(wanted.case_file, office=office.cases)
    if view.case_file.office != wanted.office:
        raise NotFoundError(
            f"{wanted.office} has no case file {wanted.case_file}.",
            vi=f"Đơn vị {wanted.office} không có hồ sơ {wanted.case_file}.",
            remedy="Open it from the list of case files. / Hãy mở từ mục lục hồ sơ.",
        )
    texts = document_rows(view.documents)
    rows = (Row(cells, subject=document.id) for cells, (_, document) in zip(texts, view.documents, strict=True))
    code = view.case_file.code
    below = (f"Số, ký hiệu hồ sơ: {code.file_notation}", f"Năm {code.file_catalog}", view.case_file.title)
    return _sheet(wanted, office, (Table(_columns(DOCUMENT_COLUMNS), tuple(rows)),), below=below)


def _columns(named: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    return tuple(Column(name, width, centred=width < 30) for name, width in named)


def _sheet(
    wanted: Wanted,
    office: BookOffice,
    tables: tuple[Table, ...],
    remarks: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
) -> Sheet:
    return Sheet(
        title=TITLES[wanted.paper].upper(),
        organisation=office.organisation,
        unit=office.unit_names.get(wanted.office, wanted.office),
        below=below or (f"Năm {wanted.year}",),
        tables=tables,
        remarks=remarks,
        day=office.clock.now().astimezone(HANOI).date(),
        is_bound=wanted.paper in BOUND,
    )
