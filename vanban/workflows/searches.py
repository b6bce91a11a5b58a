"""Searches that are kept, and what was found as a file (NĐ 30/2020, Phụ lục VI, III.6e and III.6h)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from storage.sheet_file import as_workbook
from storage.sheet_pages import as_pdf
from storage.sheet_words import as_word
from vanban.clock import HANOI, shown
from vanban.domain.document import Direction, Document
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.search import FOUND_AT_MOST, SavedSearch, Search
from vanban.domain.sheets import Column, Row, Sheet, Table
from vanban.ports import Clock, Register
from vanban.workflows.book_columns import day_of

EXPORTED = "search.exported"
"""Event: somebody took the results of a search as a file; it names the documents, and not what was asked."""
MOST_KEPT = 50
"""Searches that one person may keep."""
LONGEST_NAME = 80
_COLUMNS = (
    Column("STT", 11, centred=True),
    Column("Chiều", 13, centred=True),
    Column("Số đến", 15, centred=True),
    Column("Số, ký hiệu văn bản", 32),
    Column("Ngày tháng văn bản", 24, centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 79),
    Column("Cơ quan ban hành", 42),
    Column("Đơn vị", 22),
    Column("Nhận lúc", 24, centred=True),
)
_WAYS = {Direction.INCOMING: "Đến", Direction.OUTGOING: "Đi"}
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula when it opens a CSV."""


class ResultForm(StrEnum):
    """In what form the results leave."""

    WORKBOOK = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    WORD = "docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOffice:
    """Everything that this needs."""

    register: Register
    clock: Clock
    organisation: str


def keep_search(name: str, asked: str, *, account: str, office: SearchOffice) -> SavedSearch:
    """Keep a search under a name, in place of what had it.

    Raises:
        RefusedError: if it has no name, or the person keeps too many.
    """
    named = " ".join(name.split())[:LONGEST_NAME]
    if not named:
        raise RefusedError(
            "The search has no name.", vi="Chưa đặt tên cho tìm kiếm.", remedy="Give it a name. / Hãy đặt tên."
        )
    saved = SavedSearch(account=account, name=named, asked=asked, saved_at=office.clock.now())
    with office.register.begin() as uow:
        kept = {one.name for one in uow.saved_searches.list(account)}
        if len(kept | {named}) > MOST_KEPT:
            raise RefusedError(
                f"{MOST_KEPT} searches are kept already.",
                vi=f"Đã lưu {MOST_KEPT} tìm kiếm.",
                remedy="Drop one first. / Hãy xóa bớt một tìm kiếm đã lưu.",
            )
        uow.saved_searches.save(saved)
        uow.commit()
    return saved


def kept_searches(*, account: str, office: SearchOffice) -> list[SavedSearch]:
    """Return a person's searches by name."""
    with office.register.begin() as uow:
        return list(uow.saved_searches.list(account))


def drop_search(name: str, *, account: str, office: SearchOffice) -> bool:
    """Drop a search that the person keeps; False if it is gone already."""
    with office.register.begin() as uow:
        dropped = uow.saved_searches.drop(account, name)
        uow.commit()
    return dropped


def export_search(search: Search, form: ResultForm, *, actor: str, office: SearchOffice) -> bytes:
    """Return everything that a search finds, at most ``FOUND_AT_MOST`` documents, and note who took it.

    Raises:
        NotFoundError: if it finds nothing.
    """
    with office.register.begin() as uow:
        found = uow.search.find(search, limit=FOUND_AT_MOST)
    documents = [hit.document for hit in found.hits]
    if not documents:
        raise NotFoundError(
            "Nothing was found.",
            vi="Không tìm thấy văn bản nào để xuất.",
            remedy="Try fewer words, or drop limits. / Hãy thử ít từ hơn, hoặc bỏ bớt bộ lọc.",
        )
    sheet = _sheet(documents, office)
    make = {ResultForm.WORKBOOK: as_workbook, ResultForm.CSV: _as_csv, ResultForm.PDF: as_pdf, ResultForm.WORD: as_word}
    data = make[form](sheet)
    with office.register.begin() as uow:
        said = {"form": form.value, "documents": [one.id for one in documents]}
        uow.events.append(at=office.clock.now(), actor=actor, name=EXPORTED, subject=actor, data=said)
        uow.commit()
    return data


def _sheet(documents: list[Document], office: SearchOffice) -> Sheet:
    more = len(documents) >= FOUND_AT_MOST
    now = office.clock.now()
    return Sheet(
        title="KẾT QUẢ TÌM KIẾM VĂN BẢN",
        organisation=office.organisation,
        unit="",
        below=(f"Lập lúc {shown(now)}",),
        tables=(Table(_COLUMNS, tuple(_row(number, one) for number, one in enumerate(documents, start=1))),),
        remarks=(f"Chỉ xuất {FOUND_AT_MOST} văn bản khớp nhất; có thể còn văn bản khác.",) if more else (),
        day=now.astimezone(HANOI).date(),
    )


def _row(number: int, document: Document) -> Row:
    entry = document.entry
    kind = f"{entry.type_name[:1].upper()}{entry.type_name[1:]}"
    cells = (
        str(number),
        _WAYS[document.direction],
        str(entry.arrival_number or ""),
        "/".join(part for part in (entry.code_number, entry.code_notation) if part),
        day_of(entry.issued_date),
        " ".join(part for part in (kind, entry.subject or document.file_name) if part),
        entry.organ_name,
        document.office,
        shown(document.received_at),
    )
    return Row(cells, subject=document.id)


def _as_csv(sheet: Sheet) -> bytes:
    written = io.StringIO()
    lines = csv.writer(written, quoting=csv.QUOTE_ALL)
    for table in sheet.tables:
        lines.writerow([column.name for column in table.columns])
        lines.writerows([_harmless(text) for text in row.cells] for row in table.rows)
    # The mark at the beginning is what tells a spreadsheet that the letters are UTF-8.
    return written.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_RUNS) else text
