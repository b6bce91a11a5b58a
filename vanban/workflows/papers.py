"""What can be shown and printed of an office's year, by name: registers, reports, lists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vanban.domain.copies import COPY_SERIES
from vanban.domain.document import Direction
from vanban.ports import Book


class Paper(StrEnum):
    """What can be shown and printed, as it is named in addresses and on the command line."""

    INCOMING = "so-den"
    OUTGOING = "so-di"
    FOLLOW_UP = "so-theo-doi"
    COPIES = "so-sao"
    INCOMING_REPORT = "bao-cao-den"
    OUTGOING_REPORT = "bao-cao-di"
    CASE_FILES = "muc-luc-ho-so"
    CASE_DOCUMENTS = "muc-luc-van-ban"
    """Of one case file, not of a year."""


class FileForm(StrEnum):
    """In what form a paper leaves."""

    PDF = "pdf"
    WORKBOOK = "xlsx"


TITLES = {
    Paper.INCOMING: "Sổ đăng ký văn bản đến",
    Paper.OUTGOING: "Sổ đăng ký văn bản đi",
    Paper.FOLLOW_UP: "Sổ theo dõi giải quyết văn bản đến",
    Paper.COPIES: "Sổ đăng ký bản sao văn bản",
    Paper.INCOMING_REPORT: "Báo cáo tình hình giải quyết văn bản đến",
    Paper.OUTGOING_REPORT: "Báo cáo tình hình giải quyết văn bản đi",
    Paper.CASE_FILES: "Mục lục hồ sơ",
    Paper.CASE_DOCUMENTS: "Mục lục văn bản, tài liệu trong hồ sơ",
}
BOUND = (Paper.INCOMING, Paper.OUTGOING, Paper.COPIES, Paper.FOLLOW_UP)
"""Registers: one line a number, in pages."""
CLOSED = {
    Paper.INCOMING: (Direction.INCOMING, ""),
    Paper.OUTGOING: (Direction.OUTGOING, ""),
    Paper.COPIES: (Direction.OUTGOING, COPY_SERIES),
}
"""Registers of numbers, closed when their year is over: the direction and the series that they run in."""
_READ_FROM = CLOSED | {Paper.OUTGOING_REPORT: CLOSED[Paper.OUTGOING]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which paper, of what."""

    paper: Paper
    office: str
    year: int
    case_file: str = ""
    """Id, for the list of the documents in it."""

    @property
    def book(self) -> Book:
        """The book it is read from."""
        direction, series = _READ_FROM.get(self.paper, CLOSED[Paper.INCOMING])
        return Book(self.office, direction, self.year, series)

    @property
    def name(self) -> str:
        """What files and events call it: ``so-den-van-phong-2026``."""
        return f"{self.paper}-{self.case_file or f'{self.office}-{self.year}'}"


def paper_of(book: Book) -> Paper:
    """Return the register that shows a book."""
    return next(paper for paper, runs in CLOSED.items() if runs == (book.direction, book.series))
