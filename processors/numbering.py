"""Writes the reserved number and date of issue into the empty places of an unsigned outgoing draft.

Number and date must be printed before the first signature, so that it covers them (NĐ 30/2020, Điều 15.3 and 32.2).
The digits go on page 1 as one more piece of its content, in the size, slant and on the baseline of what stands beside
them. Dots in their places are covered with white. Named form fields are filled and flattened. Nothing else of the file
changes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from processors.number_fields import FieldPlace, find_fields
from processors.number_overlay import Writing, covered_boxes, draw, face_of
from processors.number_places import Place, Places, find_places
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import written_day, written_month
from vanban.pdfium import open_pdf
from vanban.signed_pdf import holds_signature
from vanban.typefaces import face_file, missing_letters, register_faces

if TYPE_CHECKING:
    import pikepdf

MARGIN = 1.0
"""Points left free at least on each side of what is written."""
NARROWEST = 0.75
"""How far the digits may be narrowed where the place is small."""
AFTER_WORD = 0.25
"""Space between ``năm`` and a year that is written after it, as a share of the size."""


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
        with _open(data) as pdf:
            fields = find_fields(pdf)
        by_text = [part for part in wanted if part not in _parts_of(fields)]
        places = _read_places(data) if by_text else None
        missing = _missing(places, {part: wanted[part] for part in by_text}) if places else []
        if not missing and not fields:
            return data
        register_faces()
        writings = {0: [_fit(text, place, is_number=part == "number") for part, text, place in missing]}
        for field in fields:
            writings.setdefault(field.page, []).append(_fit_field(field, wanted, issued_on))
        result = draw(data, writings, fields=frozenset(field.name for field in fields))
        again = _read_places(result) if by_text else None
        left = _missing(again, {part: wanted[part] for part in by_text}) if again else []
        if left or not all(_stands_in(result, field, _text_of(field, wanted, issued_on)) for field in fields):
            raise _refused(
                "The number was written but could not be read back from the draft.",
                "Đã ghi số nhưng không đọc lại được trên dự thảo.",
                "Export the draft again and hand it in anew. / Hãy xuất lại dự thảo từ trình soạn thảo rồi nộp lại.",
            )
        return result


def refuse_signed(data: bytes) -> None:
    """Refuse bytes with any sign of a signature: they must never be rewritten.

    Raises:
        RefusedError: if there is one, or if the file cannot be opened to look.
    """
    with _open(data) as pdf:
        signed = b"/ByteRange" in data or holds_signature(pdf)
    if signed:
        raise _refused(
            "The draft is signed already, so nothing may be written into it.",
            "Dự thảo đã được ký số nên không được ghi thêm vào.",
            "Hand in the unsigned draft. / Hãy nộp bản dự thảo chưa ký.",
        )


def _open(data: bytes) -> pikepdf.Pdf:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise _cannot_open() from error


def _read_places(data: bytes) -> Places:
    import pypdfium2

    try:
        with open_pdf(data) as document:
            turned = document[0].get_rotation()
            places = None if turned else find_places(document, covered=covered_boxes(data))
    except pypdfium2.PdfiumError as error:
        raise _cannot_open() from error
    if places is None:
        raise _refused(
            "The places for number and date were not found on page 1 of the draft.",
            "Không tìm thấy chỗ ghi số và ngày, tháng, năm ở trang 1 của dự thảo.",
            "Leave these places blank, as in the form of Decree 30."
            " / Hãy để trống sau “Số:” (trước dấu gạch chéo) và giữa “ngày”, “tháng”, “năm” như mẫu NĐ 30.",
        )
    return places


def _wanted(number: str, issued_on: dt.date) -> dict[str, str]:
    day, month = written_day(issued_on), written_month(issued_on)
    return {"number": number, "day": day, "month": month, "year": str(issued_on.year)}


def _parts_of(fields: Sequence[FieldPlace]) -> frozenset[str]:
    parts = {field.part for field in fields}
    return frozenset(parts | ({"day", "month", "year"} if "date" in parts else set()))


def _text_of(field: FieldPlace, wanted: Mapping[str, str], issued_on: dt.date) -> str:
    if field.part == "date":
        return f"ngày {wanted['day']} tháng {wanted['month']} năm {issued_on.year}"
    return wanted[field.part]


def _fit_field(field: FieldPlace, wanted: Mapping[str, str], issued_on: dt.date) -> Writing:
    text = _text_of(field, wanted, issued_on)
    if field.place.printed not in ("", text):
        raise _taken(field.place.printed, text)
    fitted = _fit(text, field.place, is_number=False)
    left, _, right, _ = field.box
    spare = right - left - 2 * MARGIN - fitted.stretch * _width(text, field.place)
    return replace(fitted, x=left + MARGIN + spare * field.alignment / 2)


def _stands_in(data: bytes, field: FieldPlace, text: str) -> bool:
    """Return whether a text can be read where a field was."""
    with open_pdf(data) as document:
        left, bottom, right, top = field.box
        found = document[field.page].get_textpage().get_text_bounded(left - 1, bottom - 2, right + 1, top + 2)
    return "".join(text.split()) in "".join(found.split())


def _missing(places: Places, wanted: Mapping[str, str]) -> list[tuple[str, str, Place]]:
    """Return what is still to be written: part, text, and where.

    Raises:
        RefusedError: if other digits stand in a place.
    """
    missing: list[tuple[str, str, Place]] = []
    for part, text in wanted.items():
        place: Place = getattr(places, part)
        if not place.printed:
            missing.append((part, text, place))
        elif part == "year" and text.startswith(place.printed):
            if rest := text[len(place.printed) :]:
                missing.append((part, rest, place))
        elif place.printed != text.lower():
            raise _taken(place.printed, text)
    return missing


def _taken(printed: str, text: str) -> RefusedError:
    return _refused(
        f"The draft already shows “{printed}” where “{text}” was to be written.",
        f"Dự thảo đã ghi “{printed}” ở chỗ cần ghi “{text}”.",
        "Hand in a draft with these places blank. / Hãy nộp lại dự thảo để trống chỗ ghi số và ngày.",
    )


def _width(text: str, place: Place) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    face = face_of(place)
    if blanks := missing_letters(face_file(face), text):
        raise _refused(
            f"The typeface has no letters for: {blanks}.",
            f"Phông chữ không có các chữ: {blanks}.",
            "Install fonts-liberation2. / Hãy cài phông chữ đầy đủ (fonts-liberation2).",
        )
    return float(stringWidth(text, face, place.size))


def _fit(text: str, place: Place, *, is_number: bool) -> Writing:
    width = _width(text, place)
    if place.right is None:
        gap = AFTER_WORD * place.size if len(text) == len("2026") else 0.0
        return Writing(text, place.left + gap, place, 1.0)
    room = place.right - place.left
    stretch = min(1.0, (room - 2 * MARGIN) / width)
    if stretch < NARROWEST:
        raise _refused(
            f"The place for “{text}” is too narrow: {room:.0f} points, {width + 2 * MARGIN:.0f} are needed.",
            f"Chỗ để ghi “{text}” quá hẹp.",
            "Widen the blank and hand the draft in anew. / Hãy nới chỗ ghi số, ngày, tháng rồi nộp lại.",
        )
    # The number stands against its slash, as in “07/QĐ-UBND”; day and month in the middle of their places.
    spare = room - stretch * width - (0.3 if is_number else (room - stretch * width) / 2)
    return Writing(text, place.left + spare, place, stretch)


def _cannot_open() -> RefusedError:
    return _refused(
        "The draft cannot be opened.",
        "Không mở được dự thảo.",
        "Export the draft to PDF again, without a password. / Hãy xuất lại dự thảo ra PDF không có mật khẩu.",
    )


def _refused(en: str, vi: str, remedy: str) -> RefusedError:
    return RefusedError(en, vi=vi, remedy=remedy)
