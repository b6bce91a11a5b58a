"""A register or report as it is shown: the same rows on a page of the desk, in a PDF and in a workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form."""

    name: str
    width: int
    """In mm, on A4 across, of 262 altogether."""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its texts, and the document or case file it is about, where there is one."""

    cells: tuple[str, ...]
    subject: str = ""
    """Id of the document or case file."""
    void: bool = False
    """Whether the number was voided: it keeps its line."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the columns of a form; a report has several."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""

    @property
    def naming(self) -> int:
        """Which column says what a line is about: the widest, in every form here."""
        widths = [column.width for column in self.columns]
        return widths.index(max(widths))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole register or report."""

    title: str
    """In capitals, as the form has it."""
    organisation: str
    unit: str
    below: tuple[str, ...] = ()
    """Lines under the title: year, period."""
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()
    """Lines after the tables: totals, how a rate is computed."""
    closing: tuple[str, ...] = ()
    """Of a closed register: what it was closed with, on its last page."""
    day: dt.date
    """When it was made."""
    is_bound: bool = False
    """A register: it begins with a cover (Phụ lục IV: bìa và trang đầu)."""
