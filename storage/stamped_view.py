"""A view of an incoming document with dấu ĐẾN on its first page (NĐ 30/2020, Phụ lục IV, V), as PDF.

The pages are pictures: nothing of the original's structure, scripts or signatures is in it, and each page says that it
does not stand for the original.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vanban.typefaces import Face, register_faces

MM = 72 / 25.4
STAMP = (50, 35)
"""Width and height of the stamp in mm: 35 mm × 50 mm."""
_STRIP = 42 * MM
"""Added above a first page that has no empty place for the stamp."""
_RED = (0.78, 0.06, 0.1)
_SMALLEST = 6.0


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """What stands in the stamp."""

    organisation: str
    number: str
    day: str
    passed_to: str
    """Chuyển: to whom the leadership gave it; empty until it did."""
    case_file: str
    """Số và ký hiệu hồ sơ; empty until it is in one."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: its picture, and its size in points."""

    png: bytes
    width: float
    height: float


def stamped_view(
    pages: Sequence[PagePicture],
    stamp: ArrivalStamp,
    *,
    spot: tuple[float, float] | None,
    mark: str,
    title: str,
    pages_left: int = 0,
) -> bytes:
    """Return the view.

    Args:
        pages: the first of them is stamped.
        stamp: what stands in it.
        spot: left and top of the empty place, in mm; None to put the stamp above the page.
        mark: printed at the foot of each page: that this is a view.
        title: of the PDF.
        pages_left: how many pages of the document are not in the view, which its last page then says.
    """
    from reportlab.pdfgen.canvas import Canvas

    register_faces()
    written = io.BytesIO()
    canvas = Canvas(written, invariant=1, lang="vi", pageCompression=1)
    canvas.setTitle(title)
    for number, page in enumerate(pages, start=1):
        above = _STRIP if number == 1 and spot is None else 0.0
        canvas.setPageSize((page.width, page.height + above))
        canvas.drawImage(_picture(page.png), 0, 0, page.width, page.height)
        if number == 1:
            left, top = spot or (page.width / MM - STAMP[0] - 10, 4.0)
            _draw_stamp(canvas, stamp, left * MM, page.height + above - top * MM)
        more = f" · Còn {pages_left} trang không có trong bản xem" if pages_left and number == len(pages) else ""
        _draw_mark(canvas, f"{mark}{more}", page.width)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _picture(png: bytes) -> Any:
    """Return a page as JPEG: a scan in PNG is ten times as large, and this is to look at."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    smaller = io.BytesIO()
    with Image.open(io.BytesIO(png)) as opened:
        opened.convert("RGB").save(smaller, format="JPEG", quality=82)
    smaller.seek(0)
    return ImageReader(smaller)


def _draw_stamp(canvas: Any, stamp: ArrivalStamp, left: float, top: float) -> None:
    width, height = STAMP[0] * MM, STAMP[1] * MM
    bottom = top - height
    canvas.saveState()
    canvas.setStrokeColorRGB(*_RED)
    canvas.setFillColorRGB(*_RED)
    canvas.setLineWidth(1.1)
    canvas.rect(left, bottom, width, height)
    canvas.setLineWidth(0.6)
    rows = [top - part * height for part in (0.2, 0.62, 0.81)]
    for y in rows:
        canvas.line(left, y, left + width, y)
    middle = left + 0.36 * width
    canvas.line(middle, rows[0], middle, rows[1])
    _fit(canvas, stamp.organisation.upper(), left + width / 2, rows[0] + 0.065 * height, 0.94 * width,
         face=Face.BOLD, size=9, centred=True)  # fmt: skip
    _fit(canvas, "ĐẾN", left + 0.18 * width, rows[1] + 0.15 * height, 0.32 * width,
         face=Face.BOLD, size=18, centred=True)  # fmt: skip
    room = left + width - middle - 6
    _fit(canvas, f"Số: {stamp.number}", middle + 3, rows[0] - 0.14 * height, room, face=Face.BOLD, size=11)
    _fit(canvas, f"Ngày: {stamp.day}", middle + 3, rows[1] + 0.06 * height, room, face=Face.BOLD, size=11)
    _fit(canvas, f"Chuyển: {stamp.passed_to or '.' * 34}", left + 4, rows[2] + 0.055 * height, width - 8)
    _fit(canvas, f"Số và ký hiệu HS: {stamp.case_file or '.' * 20}", left + 4, bottom + 0.055 * height, width - 8)
    canvas.restoreState()


def _fit(
    canvas: Any,
    text: str,
    at: float,
    down: float,
    room: float,
    *,
    face: Face = Face.REGULAR,
    size: float = 9.5,
    centred: bool = False,
) -> None:
    """Write one line, smaller where it would be too long, and cut off where it cannot be read any more."""
    long = canvas.stringWidth(text, face.value, 1)
    fitting = min(size, room / long) if long else size
    if fitting < _SMALLEST:
        fitting = _SMALLEST
        while len(text) > 1 and canvas.stringWidth(f"{text}…", face.value, fitting) > room:
            text = text[:-1]
        text = f"{text}…"
    canvas.setFont(face.value, fitting)
    (canvas.drawCentredString if centred else canvas.drawString)(at, down, text)


def _draw_mark(canvas: Any, mark: str, width: float) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(0, 0, width, 12, stroke=0, fill=1)
    canvas.setFillColorRGB(0.25, 0.25, 0.25)
    _fit(canvas, mark, width / 2, 4, width - 20, face=Face.ITALIC, size=8, centred=True)
    canvas.restoreState()
