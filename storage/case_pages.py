"""The forms of NĐ 30/2020, Phụ lục V, as PDF: list of documents in a case file, list of case files, hand-over record.

The same values give the same bytes. The typeface has every Vietnamese letter (``vanban.typefaces``).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from vanban.domain.identifiers import written_day, written_month
from vanban.domain.number_words import in_words
from vanban.typefaces import Face, register_faces

MM = 72 / 25.4
PORTRAIT, LANDSCAPE = (210 * MM, 297 * MM), (297 * MM, 210 * MM)
MARGINS = {"leftMargin": 20 * MM, "rightMargin": 15 * MM, "topMargin": 15 * MM, "bottomMargin": 15 * MM}
DOCUMENT_COLUMNS = (
    ("STT", 13),
    ("Số, ký hiệu văn bản", 37),
    ("Ngày tháng năm văn bản", 25),
    ("Tên loại và trích yếu nội dung văn bản", 84),
    ("Tác giả văn bản", 48),
    ("Tờ số/ Trang số", 20),
    ("Ghi chú", 35),
)
"""Of mục lục văn bản, tài liệu (Phụ lục V, IV), with their widths in mm on A4 across."""
CASE_COLUMNS = (
    ("Số TT", 11),
    ("Số, ký hiệu hồ sơ", 32),
    ("Tiêu đề hồ sơ", 95),
    ("Thời gian tài liệu", 44),
    ("Thời hạn bảo quản", 26),
    ("Số tờ/ Số trang", 20),
    ("Ghi chú", 34),
)
"""Of mục lục hồ sơ, tài liệu nộp lưu (Phụ lục V, III)."""
LINE = "." * 60


@dataclass(frozen=True, slots=True)
class FormHead:
    """Who makes the form."""

    organisation: str
    unit: str
    """The unit under it; empty where the organisation itself stands there."""
    day: dt.date
    place: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a hand-over record says; empty where a person writes it in by hand."""

    giver: str
    giver_title: str
    receiver: str
    receiver_title: str
    basis: str
    what: str
    """Tên khối tài liệu giao nộp."""
    period: str
    """Thời gian của hồ sơ, tài liệu."""
    case_files: int
    files: int
    """Tổng số tệp tin trong hồ sơ."""
    condition: str


def documents_list(head: FormHead, *, code: str, year: int, title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return mục lục văn bản, tài liệu trong hồ sơ."""
    form = _Form(LANDSCAPE, f"Mục lục văn bản, tài liệu {code}")
    form.heading("MỤC LỤC VĂN BẢN, TÀI LIỆU", f"Số, ký hiệu hồ sơ: {code}", f"Năm {year}")
    form.line(title, centred=True)
    form.gap(2)
    form.table(DOCUMENT_COLUMNS, rows)
    form.maker(head)
    return form.as_bytes()


def case_files_list(head: FormHead, *, year: int, rows: Sequence[Sequence[str]]) -> bytes:
    """Return mục lục hồ sơ, tài liệu nộp lưu."""
    form = _Form(LANDSCAPE, f"Mục lục hồ sơ, tài liệu nộp lưu năm {year}")
    form.head(head)
    form.heading("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", head.unit or head.organisation, f"Năm {year}")
    form.table(CASE_COLUMNS, rows)
    number = len(rows)
    form.line(f"Mục lục này gồm: {number} hồ sơ (đơn vị bảo quản).")
    form.line(f"Viết bằng chữ: {in_words(number).capitalize()} hồ sơ (đơn vị bảo quản).")
    form.maker(head)
    return form.as_bytes()


def hand_over_record(head: FormHead, given: HandOver) -> bytes:
    """Return biên bản giao nhận hồ sơ, tài liệu."""
    form = _Form(PORTRAIT, "Biên bản giao nhận hồ sơ, tài liệu")
    form.head(head)
    form.heading("BIÊN BẢN", "Giao nhận hồ sơ, tài liệu")
    for line in (
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
        f"Căn cứ {escape(given.basis) or LINE},",
        "Chúng tôi gồm:",
        f"<b>BÊN GIAO:</b> {escape(head.unit or head.organisation)}",
        f"Ông (bà): {escape(given.giver) or LINE}",
        f"Chức vụ công tác: {escape(given.giver_title) or LINE}",
        f"<b>BÊN NHẬN:</b> Lưu trữ cơ quan {escape(head.organisation)}",
        f"Ông (bà): {escape(given.receiver) or LINE}",
        f"Chức vụ công tác: {escape(given.receiver_title) or LINE}",
        "Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:",
        f"1. Tên khối tài liệu giao nộp: {escape(given.what)}",
        f"2. Thời gian của hồ sơ, tài liệu: {escape(given.period)}",
        "3. Số lượng tài liệu:",
        "a) Đối với hồ sơ, tài liệu giấy: không có",
        "b) Đối với hồ sơ, tài liệu điện tử",
        f"- Tổng số hồ sơ: {given.case_files} ({in_words(given.case_files)})",
        f"- Tổng số tệp tin trong hồ sơ: {given.files} ({in_words(given.files)})",
        f"4. Tình trạng tài liệu giao nộp: {escape(given.condition) or LINE}",
        "5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo.",
        "Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản./.",
    ):
        form.line(line, marked_up=True)
    form.two_signatures("ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN")
    return form.as_bytes()


class _Form:
    """One form while it is being set."""

    def __init__(self, size: tuple[float, float], title: str) -> None:
        from reportlab.lib.styles import ParagraphStyle

        register_faces()
        self._size, self._title, self._story = size, title, list[Any]()
        self._plain = ParagraphStyle("plain", fontName=Face.REGULAR.value, fontSize=13, leading=17, spaceAfter=3)
        self._centred = ParagraphStyle("centred", parent=self._plain, alignment=1)
        self._beside = ParagraphStyle("beside", parent=self._centred, fontSize=12, leading=16)
        self._cell = ParagraphStyle("cell", parent=self._plain, fontSize=11, leading=13.5, spaceAfter=0)
        self._number = ParagraphStyle("number", parent=self._cell, alignment=1)

    def head(self, head: FormHead) -> None:
        """Set organisation and unit on the left, the state's name on the right."""
        left = [escape(head.organisation.upper())] if head.unit else ["&nbsp;"]
        left.append(f"<b>{escape((head.unit or head.organisation).upper())}</b>")
        right = ["<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", "<b>Độc lập - Tự do - Hạnh phúc</b>"]
        if self._size is PORTRAIT:
            right.append(f"<i>{_dated(head)}</i>")
        self._side_by_side("<br/>".join(left), "<br/>".join(right), shares=(0.42, 0.58))
        self.gap(4)

    def heading(self, title: str, *below: str) -> None:
        """Set the title with the lines under it."""
        self._paragraph(f"<font size=14><b>{escape(title)}</b></font>", self._centred)
        for line in below:
            self._paragraph(f"<b>{escape(line)}</b>", self._centred)
        self.gap(3)

    def line(self, text: str, *, centred: bool = False, marked_up: bool = False) -> None:
        """Set one paragraph."""
        self._paragraph(text if marked_up else escape(text), self._centred if centred else self._plain)

    def table(self, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
        """Set a table whose head is repeated on every page."""
        from reportlab.lib.colors import black
        from reportlab.platypus import LongTable, Paragraph, TableStyle

        names = [Paragraph(f"<b>{escape(name)}</b>", self._number) for name, _ in columns]
        numbers = [Paragraph(f"({number})", self._number) for number in range(1, len(columns) + 1)]
        short = {number for number, (_, width) in enumerate(columns) if width < 30}
        cells = [
            [Paragraph(escape(text), self._number if n in short else self._cell) for n, text in enumerate(row)]
            for row in rows
        ]
        style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        widths = [width * MM for _, width in columns]
        self._story.append(LongTable([names, numbers, *cells], colWidths=widths, repeatRows=2, style=style))
        self.gap(4)

    def maker(self, head: FormHead) -> None:
        """Set place and day, and room for who made the list."""
        below = "<b>Người lập</b><br/><i>(Ký và ghi rõ họ và tên, chức vụ)</i>"
        self._side_by_side("", f"<i>{_dated(head)}</i><br/>{below}", shares=(0.55, 0.45))

    def two_signatures(self, left: str, right: str) -> None:
        """Set room for both sides to sign."""
        self.gap(6)
        below = "<br/><i>(Ký và ghi rõ họ và tên)</i>"
        self._side_by_side(f"<b>{left}</b>{below}", f"<b>{right}</b>{below}", shares=(0.5, 0.5))

    def as_bytes(self) -> bytes:
        """Return the PDF."""
        from reportlab.platypus import SimpleDocTemplate

        written = io.BytesIO()
        template = SimpleDocTemplate(
            written, pagesize=self._size, title=self._title, author="", invariant=1, lang="vi", **MARGINS
        )
        template.build(self._story, onLaterPages=_page_number)
        return written.getvalue()

    def _side_by_side(self, left: str, right: str, *, shares: tuple[float, float]) -> None:
        from reportlab.platypus import KeepTogether, Paragraph, Table, TableStyle

        width = self._size[0] - MARGINS["leftMargin"] - MARGINS["rightMargin"]
        cells = [[Paragraph(left, self._beside), Paragraph(right, self._beside)]]
        style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
        table = Table(cells, colWidths=[width * share for share in shares], style=style)
        self._story.append(KeepTogether([table]))

    def _paragraph(self, text: str, style: Any) -> None:
        from reportlab.platypus import Paragraph

        self._story.append(Paragraph(text, style))

    def gap(self, millimetres: float) -> None:
        """Leave some room."""
        from reportlab.platypus import Spacer

        self._story.append(Spacer(0, millimetres * MM))


def _dated(head: FormHead) -> str:
    place = escape(head.place) or "." * 16
    return f"{place}, ngày {written_day(head.day)} tháng {written_month(head.day)} năm {head.day.year}"


def _page_number(canvas: Any, template: Any) -> None:
    """Number the second page and later ones at the top, centred (NĐ 30/2020, Phụ lục I, I.6)."""
    canvas.setFont(Face.REGULAR.value, 13)
    width, height = template.pagesize
    canvas.drawCentredString(width / 2, height - 10 * MM, str(template.page))
