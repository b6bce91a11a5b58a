"""The list of what is to be disposed of, to be printed, signed and filed (Danh mục tài liệu hết thời hạn bảo quản)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from vanban.clock import shown
from vanban.domain.disposal import DisposalItem, DisposalList
from vanban.typefaces import Face, register_faces

WIDTHS = (32.0, 86.0, 62.0, 240.0, 66.0, 104.0, 180.0)
"""Points, of a landscape page of A4."""
HEADINGS = ("TT", "Số, ký hiệu", "Ngày, tháng", "Tên loại và trích yếu", "Thời hạn", "Hết hạn; mã", "Căn cứ")
TITLE = "DANH MỤC TÀI LIỆU HẾT THỜI HẠN BẢO QUẢN ĐỀ NGHỊ HỦY"


class PdfDisposalPage:
    """Implements ``vanban.ports.DisposalPage``."""

    def draw(self, listed: DisposalList, *, organisation: str) -> bytes:
        """Return the list as PDF; the same input gives the same bytes."""
        from reportlab.lib.pagesizes import A4, landscape
        from reportlab.platypus import SimpleDocTemplate, Spacer, Table

        register_faces()
        written = io.BytesIO()
        document = SimpleDocTemplate(
            written,
            pagesize=landscape(A4),
            leftMargin=36,
            rightMargin=36,
            topMargin=42,
            bottomMargin=42,
            title=f"Danh mục tiêu hủy {listed.id}",
            invariant=1,
        )
        rows = [[_text(one, bold=True) for one in HEADINGS]]
        rows += [[_text(cell) for cell in _cells(number, item)] for number, item in enumerate(listed.items, 1)]
        document.build(
            [
                _text(organisation, bold=True, size=12),
                Spacer(1, 10),
                _text(TITLE, bold=True, size=14, centred=True),
                Spacer(1, 8),
                *(_text(line, size=11) for line in _about(listed)),
                Spacer(1, 8),
                Table(rows, colWidths=WIDTHS, repeatRows=1, style=_lines()),
                Spacer(1, 14),
                *(_text(line, size=11) for line in _closing(listed)),
            ],
            onFirstPage=_footer(listed),
            onLaterPages=_footer(listed),
        )
        return written.getvalue()


def _cells(number: int, item: DisposalItem) -> tuple[str, ...]:
    what = f"{item.kind}: {item.subject}" if item.kind and item.subject else item.kind or item.subject
    return (
        f"{number}",
        item.number or "–",
        _day(item.issued),
        f"{what or '–'} ({item.document_id})",
        item.term,
        f"{_day(item.last_day)}; {item.code}",
        item.basis,
    )


def _about(listed: DisposalList) -> list[str]:
    return [
        f"Danh mục số: {listed.id}; gồm {len(listed.items)} tài liệu.",
        f"Người đề nghị: {listed.proposed_by}, {shown(listed.proposed_at)}. Lý do: {listed.why}",
    ]


def _closing(listed: DisposalList) -> list[str]:
    words = f" Ý kiến: {listed.decision}" if listed.decision else ""
    decided = shown(listed.decided_at) if listed.decided_at else ""
    return [
        f"Người phê duyệt: {listed.decided_by}, {decided}.{words}",
        f"Mã băm (SHA-256) của danh mục dạng dữ liệu: {listed.manifest_sha256}",
    ]


def _day(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}" if iso else "–"


def _text(words: str, *, bold: bool = False, size: float = 9.5, centred: bool = False) -> Any:
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    face = Face.BOLD if bold else Face.REGULAR
    style = ParagraphStyle(
        "text", fontName=face, fontSize=size, leading=size * 1.25, alignment=int(centred), splitLongWords=1
    )
    return Paragraph(escape(words), style)


def _lines() -> list[tuple[Any, ...]]:
    from reportlab.lib import colors

    everything = ((0, 0), (-1, -1))
    return [("GRID", *everything, 0.5, colors.black), ("VALIGN", *everything, "TOP")]


def _footer(listed: DisposalList) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(Face.REGULAR, 9)
        canvas.drawRightString(document.pagesize[0] - 36, 24, f"{listed.id} · trang {document.page}")
        canvas.restoreState()

    return draw
