"""The page that carries a root of the event log out of the building: to print, to post, to send to another office."""

from __future__ import annotations

import datetime as dt
import io
import textwrap

from vanban.clock import HANOI
from vanban.domain.event_log import TreeHead
from vanban.typefaces import Face, register_faces

LEFT, RIGHT, TOP = 85.0, 552.0, 770.0
"""Points: margins of 30 and 15 mm, as on an official document."""
GROUP = 8
"""Hexadecimal digits that are read together."""
USE = (
    "Giữ tờ này ở nơi khác với hệ thống. Khi cần kiểm chứng một văn bản, đối chiếu gốc ở trên với kết quả của chương "
    "trình check_story.py chạy trên gói lưu trữ và bằng chứng của văn bản đó: nếu nhật ký đã bị sửa, gốc sẽ khác."
)


class PdfRootPage:
    """Implements ``vanban.ports.RootPage``."""

    def draw(self, head: TreeHead, *, stamped: str) -> bytes:
        """Return one page of PDF; the same input gives the same bytes."""
        from reportlab.pdfgen.canvas import Canvas

        register_faces()
        written = io.BytesIO()
        canvas = Canvas(written, pagesize=(595, 842), invariant=1)
        canvas.setTitle(f"Gốc nhật ký {head.size}")
        canvas.setFont(Face.BOLD, 15)
        canvas.drawCentredString((LEFT + RIGHT) / 2, TOP, "GỐC CÂY BĂM CỦA NHẬT KÝ HỆ THỐNG")
        height = TOP - 40
        for name, value in _lines(head, stamped):
            canvas.setFont(Face.BOLD, 12)
            canvas.drawString(LEFT, height, name)
            height -= 17
            canvas.setFont(Face.REGULAR, 13)
            for line in textwrap.wrap(value, 76) or [""]:
                canvas.drawString(LEFT + 14, height, line)
                height -= 16
            height -= 9
        canvas.showPage()
        canvas.save()
        return written.getvalue()


def _lines(head: TreeHead, stamped: str) -> list[tuple[str, str]]:
    at = dt.datetime.fromisoformat(head.at).astimezone(HANOI)
    lines = [
        ("Mã định danh cơ quan", head.log),
        ("Thời điểm", f"{at:%d/%m/%Y %H:%M:%S}"),
        ("Số sự kiện trong nhật ký", f"{head.size}"),
        ("Gốc (SHA-256, RFC 6962)", _grouped(head.root)),
    ]
    if head.previous_size:
        lines.append((f"Gốc công bố trước đó, {head.previous_size} sự kiện", _grouped(head.previous_root)))
    return [
        *lines,
        ("Mã băm của dấu thời gian (RFC 3161)", _grouped(stamped)),
        ("Cách dùng", USE),
    ]


def _grouped(digest: str) -> str:
    return " ".join(textwrap.wrap(digest, GROUP))
