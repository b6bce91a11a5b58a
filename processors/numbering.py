"""Writes the reserved number and date of issue into the empty places of an unsigned outgoing draft.

Number and date must be printed before the first signature, so that it covers them (NĐ 30/2020, Điều 15.3 and 32.2).
The digits go on page 1 as one more piece of its content, in the size, slant and on the baseline of what stands beside
them; nothing else of the file changes.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from processors.number_places import Place, Places, find_places
from processors.typefaces import register_faces
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import written_day, written_month
from vanban.typefaces import Face

if TYPE_CHECKING:
    import pikepdf

MARGIN = 1.0
"""Points left free at least on each side of what is written."""
NARROWEST = 0.75
"""How far the digits may be narrowed where the place is small."""
AFTER_WORD = 0.25
"""Space between ``năm`` and a year that is written after it, as a share of the size."""


@dataclass(frozen=True, slots=True)
class _Writing:
    """Digits to write, with where they start."""

    text: str
    x: float
    place: Place
    stretch: float

    @property
    def face(self) -> Face:
        return Face.ITALIC if self.place.italic else Face.REGULAR


class PdfDraftNumberer:
    """``vanban.ports.DraftNumberer`` for PDF drafts. Stateless; the same input gives the same bytes."""

    def write_number(self, data: bytes, *, number: str, issued_on: dt.date) -> bytes:
        """Return the draft with number and date written; ``data`` itself if both are printed already.

        Args:
            data: a PDF that was never signed.
            number: as it is written, with its leading zero (``vanban.domain.identifiers.written_number``).
            issued_on: date of issue.

        Raises:
            RefusedError: if the draft is signed, cannot be opened, has no such places, or other digits in them.
        """
        refuse_signed(data)
        wanted = _wanted(number, issued_on)
        places = _read_places(data)
        missing = _missing(places, wanted)
        if not missing:
            return data
        register_faces()
        result = _overlay(data, [_fit(text, place, is_number=place is places.number) for text, place in missing])
        if _missing(_read_places(result), wanted):
            raise _refused(
                "The number was written but could not be read back from the draft.",
                "Đã ghi số nhưng không đọc lại được trên dự thảo.",
                "Xuất lại dự thảo từ trình soạn thảo rồi nộp lại / export the draft again and hand it in anew.",
            )
        return result


def refuse_signed(data: bytes) -> None:
    """Refuse bytes with any sign of a signature: they must never be rewritten.

    Raises:
        RefusedError: if there is one, or if the file cannot be opened to look.
    """
    if b"/ByteRange" in data or _holds_signature(data):
        raise _refused(
            "The draft is signed already, so nothing may be written into it.",
            "Dự thảo đã được ký số nên không được ghi thêm vào.",
            "Nộp bản dự thảo chưa ký / hand in the unsigned draft.",
        )


def _holds_signature(data: bytes) -> bool:
    import pikepdf

    with _open(data) as pdf:
        form = pdf.Root.get("/AcroForm")
        if isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)):
            return True
        return any(isinstance(entry, pikepdf.Dictionary) and "/ByteRange" in entry for entry in pdf.objects)


def _open(data: bytes) -> pikepdf.Pdf:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise _cannot_open() from error


def _read_places(data: bytes) -> Places:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _cannot_open() from error
    with document:
        places = None if document[0].get_rotation() else find_places(document)
    if places is None:
        raise _refused(
            "The places for number and date were not found on page 1 of the draft.",
            "Không tìm thấy chỗ ghi số và ngày, tháng, năm ở trang 1 của dự thảo.",
            "Để trống sau “Số:” trước “/” và giữa “ngày”, “tháng”, “năm” như mẫu NĐ 30 / leave these places blank.",
        )
    if places.filled:
        raise _refused(
            "Dots or dashes fill the places for number and date.",
            "Chỗ ghi số, ngày, tháng đang có dấu chấm hoặc gạch.",
            "Thay dấu chấm bằng khoảng trắng rồi nộp lại / replace the dots by spaces and hand the draft in anew.",
        )
    return places


def _wanted(number: str, issued_on: dt.date) -> tuple[str, str, str, str]:
    return number, written_day(issued_on), written_month(issued_on), str(issued_on.year)


def _missing(places: Places, wanted: Sequence[str]) -> list[tuple[str, Place]]:
    """Return what is still to be written.

    Raises:
        RefusedError: if other digits stand in a place.
    """
    missing: list[tuple[str, Place]] = []
    for text, place in zip(wanted, (places.number, places.day, places.month, places.year), strict=True):
        if not place.printed:
            missing.append((text, place))
        elif place is places.year and text.startswith(place.printed):
            if rest := text[len(place.printed) :]:
                missing.append((rest, place))
        elif place.printed != text.lower():
            raise _refused(
                f"The draft already shows “{place.printed}” where “{text}” was to be written.",
                f"Dự thảo đã ghi “{place.printed}” ở chỗ cần ghi “{text}”.",
                "Nộp lại dự thảo với chỗ ghi số và ngày để trống / hand in a draft with these places blank.",
            )
    return missing


def _fit(text: str, place: Place, *, is_number: bool) -> _Writing:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    width = stringWidth(text, Face.ITALIC if place.italic else Face.REGULAR, place.size)
    if place.right is None:
        gap = AFTER_WORD * place.size if len(text) == len("2026") else 0.0
        return _Writing(text, place.left + gap, place, 1.0)
    room = place.right - place.left
    stretch = min(1.0, (room - 2 * MARGIN) / width)
    if stretch < NARROWEST:
        raise _refused(
            f"The place for “{text}” is too narrow: {room:.0f} points, {width + 2 * MARGIN:.0f} are needed.",
            f"Chỗ để ghi “{text}” quá hẹp.",
            "Thêm khoảng trắng vào chỗ ghi số, ngày, tháng rồi nộp lại / widen the blank and hand the draft in anew.",
        )
    # The number stands against its slash, as in “07/QĐ-UBND”; day and month in the middle of their places.
    spare = room - stretch * width - (0.3 if is_number else (room - stretch * width) / 2)
    return _Writing(text, place.left + spare, place, stretch)


def _overlay(data: bytes, writings: Sequence[_Writing]) -> bytes:
    import pikepdf

    with _open(data) as pdf, pikepdf.open(io.BytesIO(_overlay_page(writings))) as overlay:
        page = pdf.pages[0]
        # The same box on both sides: the digits keep their coordinates.
        overlay.pages[0].mediabox = pikepdf.Rectangle(page.mediabox).as_array()
        form = pdf.copy_foreign(overlay.pages[0].as_form_xobject())
        taken = set(page.resources.get("/XObject", {}))
        name = next(n for n in (f"/VanbanSo{i}" for i in itertools.count(1)) if n not in taken)
        page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(name), replace_existing=False)
        # Whatever state the old content leaves behind ends before the digits; its own streams stay as they are.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ\nq {name} Do Q\n".encode())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()


def _overlay_page(writings: Sequence[_Writing]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for writing in writings:
        line: Any = canvas.beginText(writing.x, writing.place.baseline)
        line.setFont(writing.face, writing.place.size)
        line.setHorizScale(100 * writing.stretch)
        line.textOut(writing.text)
        canvas.drawText(line)
    canvas.save()
    return out.getvalue()


def _cannot_open() -> RefusedError:
    return _refused(
        "The draft cannot be opened.",
        "Không mở được dự thảo.",
        "Xuất lại dự thảo ra PDF, không đặt mật khẩu / export the draft to PDF again, without a password.",
    )


def _refused(en: str, vi: str, remedy: str) -> RefusedError:
    return RefusedError(en, vi=vi, remedy=remedy)
