"""Lists as a Word document (DOCX): NĐ 30/2020, Phụ lục VI, III.6h asks for one beside PDF.

The same head, columns and remarks as in the PDF; A4 across, the columns repeated on each page, pages numbered.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from storage.sheet_text import printable
from vanban.domain.sheets import Column, Row, Sheet, Table

_FACE = "Times New Roman"
_LEFT, _CENTRE = 0, 1
"""``WD_ALIGN_PARAGRAPH``."""


def as_word(sheet: Sheet) -> bytes:
    """Return the sheet as DOCX."""
    import docx

    document = docx.Document()
    _set_page(document, sheet)
    for line, bold in ((sheet.organisation.upper(), True), (f"Đơn vị: {sheet.unit}" if sheet.unit else "", False)):
        if line:
            _paragraph(document, line, bold=bold)
    _paragraph(document, sheet.title, bold=True, size=14, centred=True)
    for line in sheet.below:
        _paragraph(document, line, bold=True, centred=True)
    for table in sheet.tables:
        _table(document, table)
    for line in sheet.remarks:
        _paragraph(document, line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_page(document: Any, sheet: Sheet) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = _FACE, Pt(11)
    # Word takes letters with marks from the typeface of the East where only one is named.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    style.paragraph_format.space_after = Pt(2)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(18), Mm(16)
    footer = section.footer.paragraphs[0]
    footer.alignment = _CENTRE
    for text, field in (("Trang ", "PAGE"), ("/", "NUMPAGES")):
        footer.add_run(text)
        _field(footer, field)
    made = dt.datetime.combine(sheet.day, dt.time())
    core = document.core_properties
    core.title, core.author, core.language = printable(sheet.title), printable(sheet.organisation), "vi-VN"
    core.created = core.modified = made
    core.comments, core.last_modified_by = "", ""


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001  # the library has no call for fields


def _paragraph(document: Any, text: str, *, bold: bool = False, size: float = 12, centred: bool = False) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE if centred else _LEFT
    run = paragraph.add_run(printable(text))
    run.bold, run.font.size = bold, Pt(size)


def _table(document: Any, table: Table) -> None:
    if table.title:
        _paragraph(document, table.title, bold=True)
    empty = Row(("",) * len(table.columns))
    head = (
        Row(tuple(column.name for column in table.columns)),
        Row(tuple(f"({n})" for n in range(1, len(table.columns) + 1))),
    )
    patterns = (*head, empty, dataclasses.replace(empty, void=True))
    drawn = document.add_table(rows=len(patterns), cols=len(table.columns), style="Table Grid")
    drawn.autofit = False
    for column, width in zip(drawn.columns, table.columns, strict=True):
        column.width = _mm(width.width)
    for number, (row, line) in enumerate(zip(patterns, drawn.rows, strict=True)):
        for column, text, cell in zip(table.columns, row.cells, line.cells, strict=True):
            _cell(cell, text, column, is_head=number < len(head), is_void=row.void)
    rows = [line._tr for line in drawn.rows]  # noqa: SLF001  # the library has no calls for what follows
    for row in rows[: len(head)]:
        _say(row, "w:tblHeader")  # stands on each page that the table runs over
    for row in rows[len(head) :]:
        _say(row, "w:cantSplit")
    _fill(table.rows, *rows[len(head) :])


def _fill(rows: Sequence[Row], plain: Any, void: Any) -> None:
    """Put the rows in place of the two patterns: copies of them are ten times as quick as cells of the library."""
    from docx.oxml.ns import qn

    body = plain.getparent()
    for row in rows:
        line = copy.deepcopy(void if row.void else plain)
        for text, place in zip(row.cells, line.iter(qn("w:t")), strict=True):
            place.text = printable(" ".join(text.split()))
        body.append(line)
    for pattern in (plain, void):
        body.remove(pattern)


def _say(row: Any, word: str) -> None:
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement(word))


def _cell(cell: Any, text: str, column: Column, *, is_head: bool, is_void: bool) -> None:
    from docx.shared import Pt

    cell.width = _mm(column.width)
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _CENTRE if is_head or column.centred else _LEFT
    run = paragraph.add_run(text or " ")
    run.font.size = Pt(10)
    run.bold, run.font.strike = is_head, is_void


def _mm(millimetres: int) -> Any:
    from docx.shared import Mm

    return Mm(millimetres)
