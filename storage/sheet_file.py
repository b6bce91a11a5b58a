"""Registers and reports as a workbook (XLSX). Every cell is text: what was typed into a subject is never a formula."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from storage.sheet_grid import lines_needed
from storage.sheet_text import printable
from vanban.domain.sheets import Row, Sheet, Table
from vanban.typefaces import register_faces

_LONGEST_CELL = 32_767
_MM_PER_LETTER = 2.0
_LINE_HEIGHT, _MOST_LINES = 15.0, 27
"""In points; a spreadsheet's rows end at 409."""
_SHARE = 0.86
"""How wide a column is beside the PDF's: letters are 11 points here and 10 there, and columns a little narrower."""
_SAFE: dict[str, bool] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_workbook(sheet: Sheet) -> bytes:
    """Return the sheet as one worksheet, ready to print as the form: A4 across, the head on every page."""
    import xlsxwriter

    register_faces()
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **_SAFE})
    # The same sheet gives the same bytes.
    created = dt.datetime.combine(sheet.day, dt.time())
    book.set_properties({"title": sheet.title, "author": sheet.organisation, "created": created})
    page = book.add_worksheet("Sổ" if sheet.is_bound else "Báo cáo")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.79, right=0.59, top=0.71, bottom=0.63)
    page.set_footer("&CTrang &P/&N")
    _Writer(book, page).write(sheet)
    book.close()
    return written.getvalue()


class _Writer:
    """Goes down the worksheet row by row."""

    def __init__(self, book: Any, page: Any) -> None:
        face = {"font_name": "Times New Roman", "font_size": 11}
        self._page, self._row = page, 0
        self._plain = book.add_format(face)
        self._bold = book.add_format({**face, "bold": True})
        self._title = book.add_format({**face, "bold": True, "font_size": 14})
        grid = {**face, "border": 1, "valign": "top", "text_wrap": True, "num_format": "@"}
        self._head = book.add_format({**grid, "bold": True, "align": "center"})
        self._cell = book.add_format(grid)
        self._centred = book.add_format({**grid, "align": "center"})
        self._void = book.add_format({**grid, "font_strikeout": True})

    def write(self, sheet: Sheet) -> None:
        """Write head, tables and remarks."""
        self._line(sheet.organisation, self._bold)
        self._line(f"Đơn vị: {sheet.unit}", self._plain)
        self._line(sheet.title, self._title)
        for line in sheet.below:
            self._line(line, self._bold)
        if sheet.is_bound:
            self._remarks(sheet)
        for column in range(max(len(table.columns) for table in sheet.tables)):
            widest = max(table.columns[column].width for table in sheet.tables if column < len(table.columns))
            self._page.set_column(column, column, widest / _MM_PER_LETTER)
        for table in sheet.tables:
            self._table(table, repeat=len(sheet.tables) == 1)
        if not sheet.is_bound:
            self._remarks(sheet)

    def _remarks(self, sheet: Sheet) -> None:
        for line in sheet.remarks:
            self._line(line, self._plain)

    def _table(self, table: Table, *, repeat: bool) -> None:
        self._row += 1
        if table.title:
            self._line(table.title, self._bold)
        first = self._row
        names = Row(tuple(column.name for column in table.columns))
        # In bold, which is wider.
        self._page.set_row(self._row, lines_needed(names, table, share=_SHARE * 0.9) * _LINE_HEIGHT)
        self._cells(names.cells, [self._head] * len(table.columns))
        self._cells([f"({n})" for n in range(1, len(table.columns) + 1)], [self._head] * len(table.columns))
        if repeat:
            self._page.repeat_rows(first, self._row - 1)
            self._page.freeze_panes(self._row, 0)
        formats = [self._centred if column.centred else self._cell for column in table.columns]
        for row in table.rows:
            # The remark of a void line says why, and stays readable.
            void = [self._void] * (len(formats) - 1) + formats[-1:]
            # Not every spreadsheet makes a row as high as its text when it opens the file.
            lines = min(lines_needed(row, table, share=_SHARE), _MOST_LINES)
            self._page.set_row(self._row, lines * _LINE_HEIGHT)
            self._cells(row.cells, void if row.void else formats)

    def _line(self, text: str, form: Any) -> None:
        self._page.write_string(self._row, 0, _storable(text), form)
        self._row += 1

    def _cells(self, texts: Any, forms: Any) -> None:
        for column, (text, form) in enumerate(zip(texts, forms, strict=True)):
            self._page.write_string(self._row, column, _storable(text), form)
        self._row += 1


def _storable(text: str) -> str:
    return printable(text)[:_LONGEST_CELL]
