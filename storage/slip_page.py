"""Phiếu giải quyết văn bản đến as PDF, in the form of NĐ 30/2020, Phụ lục IV, VII."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from vanban.domain.identifiers import written_day, written_month
from vanban.typefaces import Face, register_faces

MM = 72 / 25.4
_MARGINS = {"leftMargin": 30 * MM, "rightMargin": 15 * MM, "topMargin": 20 * MM, "bottomMargin": 20 * MM}
_LINE = "." * 70


@dataclass(frozen=True, slots=True)
class SlipEntry:
    """One opinion on the slip."""

    words: str
    given: tuple[str, ...]
    """To whom, in what capacity, and by when; a line each."""
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SlipPart:
    """A part of the form: its heading, what the form asks for, and what was said."""

    title: str
    asked: tuple[str, ...]
    entries: tuple[SlipEntry, ...]


def slip_page(
    *, organisation: str, unit: str, day: dt.date, about: str, arrival: str, parts: Sequence[SlipPart]
) -> bytes:
    """Return the slip; a part in which nobody has said anything has lines to write on.

    Args:
        organisation: whose document it is.
        unit: under it.
        day: the slip is dated on it.
        about: kind, number, date, issuer and subject of the document.
        arrival: arrival number and day.
        parts: of the form, in order.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    register_faces()
    plain = ParagraphStyle("plain", fontName=Face.REGULAR.value, fontSize=13, leading=17, spaceAfter=4)
    centred = ParagraphStyle("centred", parent=plain, alignment=1)
    beside = ParagraphStyle("beside", parent=centred, fontSize=12, leading=15)
    under = ParagraphStyle("under", parent=plain, leftIndent=6 * MM)
    right = ParagraphStyle("right", parent=plain, alignment=2)
    dated = f"<i>........, ngày {written_day(day)} tháng {written_month(day)} năm {day.year}</i>"
    motto = "Độc lập - Tự do - Hạnh phúc"
    state = f"<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br/><b>{motto}</b>"
    head = [
        [Paragraph(f"<b>{escape(organisation.upper())}</b><br/>{escape(unit)}", beside), _rule(25 * MM)],
        [Paragraph(state, beside), _rule(stringWidth(motto, Face.BOLD.value, 12)), Paragraph(dated, beside)],
    ]
    beneath = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER")])
    width = A4[0] - _MARGINS["leftMargin"] - _MARGINS["rightMargin"]
    top = Table([head], colWidths=[width * 0.42, width * 0.58], style=beneath)
    story: list[Any] = [
        top,
        Spacer(0, 6 * MM),
        Paragraph("<font size=14><b>PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN</b></font>", centred),
        Paragraph(escape(about), centred),
        _rule(30 * MM),
        Paragraph(f"<b>{escape(arrival)}</b>", centred),
        Spacer(0, 4 * MM),
    ]
    for part in parts:
        said: list[Any] = [Paragraph(f"<b>{escape(part.title)}</b>", plain)]
        for one in part.entries:
            said += [Paragraph(escape(line), under) for line in (one.words, *one.given) if line]
            said.append(Paragraph(f"<i>{escape(one.at)}</i>, <b>{escape(one.by)}</b>", right))
        if not part.entries:
            said += [Paragraph(f"- {escape(line)}: {_LINE}", under) for line in part.asked]
        story += [KeepTogether(said[:3]), *said[3:], Spacer(0, 3 * MM)]
    written = io.BytesIO()
    title = f"Phiếu giải quyết văn bản đến, {arrival}"
    SimpleDocTemplate(written, pagesize=A4, title=title, author=organisation, invariant=1, lang="vi", **_MARGINS).build(
        story
    )
    return written.getvalue()


def _rule(width: float) -> Any:
    """Return a rule as the form has it under the office's name, the motto and the heading."""
    from reportlab.platypus import HRFlowable

    return HRFlowable(width=width, thickness=0.6, color="black", spaceBefore=1, spaceAfter=4)
