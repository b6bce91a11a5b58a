"""Registers and reports as PDF: A4 across, the columns of the form on every page, numbered pages.

The same sheet gives the same bytes. The typeface has every Vietnamese letter (``vanban.typefaces``).
"""

from __future__ import annotations

import functools
import io
from typing import Any
from xml.sax.saxutils import escape

from storage.sheet_grid import MM, grid
from vanban.domain.identifiers import written_day, written_month
from vanban.domain.sheets import Sheet, Table
from vanban.typefaces import Face, register_faces

_MOTTO = "Độc lập - Tự do - Hạnh phúc"
LANDSCAPE = (297 * MM, 210 * MM)
MARGINS = {"leftMargin": 20 * MM, "rightMargin": 15 * MM, "topMargin": 18 * MM, "bottomMargin": 16 * MM}


def as_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF; a register begins with its cover."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import SimpleDocTemplate

    register_faces()
    pages = _Pages(sheet)
    written = io.BytesIO()
    template = SimpleDocTemplate(
        written, pagesize=LANDSCAPE, title=f"{sheet.title} {sheet.below[0]}".strip(), author=sheet.organisation,
        invariant=1, lang="vi", **MARGINS,
    )  # fmt: skip
    template.build(
        pages.story(),
        onFirstPage=_nothing,
        onLaterPages=functools.partial(_edges, sheet),
        canvasmaker=functools.partial(_counting_canvas(Canvas), is_bound=sheet.is_bound),
    )
    return written.getvalue()


class _Pages:
    """The sheet while it is being set."""

    def __init__(self, sheet: Sheet) -> None:
        from reportlab.lib.styles import ParagraphStyle

        self._sheet = sheet
        self._plain = ParagraphStyle("plain", fontName=Face.REGULAR.value, fontSize=12, leading=15, spaceAfter=3)
        self._centred = ParagraphStyle("centred", parent=self._plain, alignment=1)

    def story(self) -> list[Any]:
        """Return what is set, in order."""
        story = self._cover() if self._sheet.is_bound else self._head()
        for table in self._sheet.tables:
            story += self._table(table)
        if not self._sheet.is_bound:
            story += [self._paragraph(escape(line), self._plain) for line in self._sheet.remarks]
        story += [self._paragraph(f"<b>{escape(line)}</b>", self._plain) for line in self._sheet.closing]
        return [*story, *self._signature()]

    def _cover(self) -> list[Any]:
        from reportlab.platypus import PageBreak, Spacer

        sheet = self._sheet
        house = f"<font size=14><b>{escape(sheet.organisation.upper())}</b></font>"
        title = f"<font size=24><b>{escape(sheet.title)}</b></font>"
        lines = [self._paragraph(f"<font size=14>{escape(line)}</font>", self._centred) for line in sheet.remarks]
        years = [self._paragraph(f"<font size=16><b>{escape(line)}</b></font>", self._centred) for line in sheet.below]
        unit = self._paragraph(f"<font size=14>Đơn vị: {escape(sheet.unit)}</font>", self._centred)
        book = self._paragraph("<font size=14>Quyển số: ..........</font>", self._centred)
        big = self._paragraph(title, self._centred, leading=32)
        gap = Spacer(0, 6 * MM)
        head = [self._paragraph(house, self._centred), unit, Spacer(0, 38 * MM)]
        return [*head, big, gap, *years, gap, *lines, gap, book, PageBreak()]

    def _head(self) -> list[Any]:
        from reportlab.platypus import Spacer

        sheet = self._sheet
        left = f"<b>{escape(sheet.organisation.upper())}</b><br/>Đơn vị: {escape(sheet.unit)}"
        right = f"<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br/><b>{_MOTTO}</b>"
        title = self._paragraph(f"<font size=14><b>{escape(sheet.title)}</b></font>", self._centred)
        below = [self._paragraph(f"<b>{escape(line)}</b>", self._centred) for line in sheet.below]
        return [self._beside(left, right, ruled=True), Spacer(0, 4 * MM), title, *below, Spacer(0, 3 * MM)]

    def _table(self, table: Table) -> list[Any]:
        from reportlab.platypus import Spacer

        story: list[Any] = [self._paragraph(f"<b>{escape(table.title)}</b>", self._plain)] if table.title else []
        if not table.rows:
            return [*story, self._paragraph("<i>(không có)</i>", self._plain), Spacer(0, 3 * MM)]
        return [*story, grid(table), Spacer(0, 4 * MM)]

    def _signature(self) -> list[Any]:
        day = self._sheet.day
        dated = f"<i>.............., ngày {written_day(day)} tháng {written_month(day)} năm {day.year}</i>"
        right = f"{dated}<br/><b>Người lập</b><br/><i>(Ký và ghi rõ họ và tên, chức vụ)</i>"
        return [self._beside("", right)]

    def _beside(self, left: str, right: str, *, ruled: bool = False) -> Any:
        """Set two columns; ``ruled`` draws the rules under the office's name and under the motto (ô 1 and 2)."""
        from reportlab.pdfbase.pdfmetrics import stringWidth
        from reportlab.platypus import HRFlowable, KeepTogether, Table, TableStyle

        width = LANDSCAPE[0] - MARGINS["leftMargin"] - MARGINS["rightMargin"]
        sides: list[list[Any]] = [[self._paragraph(left, self._centred)], [self._paragraph(right, self._centred)]]
        if ruled:
            motto = stringWidth(_MOTTO, Face.BOLD.value, self._centred.fontSize)
            for side, long in zip(sides, (30 * MM, motto), strict=True):
                side.append(HRFlowable(width=long, thickness=0.6, color="black", spaceBefore=0, spaceAfter=0))
        cells = [sides]
        style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER")])
        return KeepTogether([Table(cells, colWidths=[width * 0.45, width * 0.55], style=style)])

    def _paragraph(self, text: str, style: Any, *, leading: float = 0.0) -> Any:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        return Paragraph(text, ParagraphStyle("led", parent=style, leading=leading) if leading else style)


def _nothing(canvas: Any, template: Any) -> None:
    """Set nothing around the first page: its head, or cover, says all of it."""
    del canvas, template


def _edges(sheet: Sheet, canvas: Any, template: Any) -> None:
    """Set the running head; the page's number is set once their count is known."""
    width, height = template.pagesize
    canvas.setFont(Face.ITALIC.value, 10)
    canvas.drawString(MARGINS["leftMargin"], height - 12 * MM, sheet.organisation)
    room = width - MARGINS["leftMargin"] - MARGINS["rightMargin"] - 8 * MM - _wide(sheet.organisation)
    told = _fitting(f"{sheet.title} · {sheet.below[0]}", room)
    canvas.drawRightString(width - MARGINS["rightMargin"], height - 12 * MM, told)


def _wide(text: str) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, Face.ITALIC.value, 10))


def _fitting(text: str, room: float) -> str:
    """Return the text, or as much of its beginning as fits."""
    if _wide(text) <= room:
        return text
    size = next((n for n in range(len(text), 0, -1) if _wide(f"{text[:n].rstrip()}…") <= room), 0)
    return f"{text[:size].rstrip()}…" if size else ""


@functools.cache
def _counting_canvas(canvas: Any) -> Any:
    """Return a canvas that numbers its pages when it knows how many there are; a cover is not counted."""

    class Counting(canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, is_bound: bool, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._before = int(is_bound)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802  # reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._kept, start=1 - self._before):
                self.__dict__.update(state)
                if number:
                    self.setFont(Face.REGULAR.value, 10)
                    told = f"Trang {number}/{len(self._kept) - self._before}"
                    self.drawCentredString(self._pagesize[0] / 2, 9 * MM, told)
                super().showPage()
            super().save()

    return Counting
