"""Draws number and date on the pages of a draft, as one more piece of their content; nothing else changes."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from processors.number_fields import flatten
from processors.number_places import Box, Place
from vanban.typefaces import Face

if TYPE_CHECKING:
    import pikepdf

_NAME = "/VanbanSo"
_COVERED = "/VanbanCovered"
"""Key of the drawing under which it says what dots it covers: text that is read later still holds them."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Digits to write, with where they start."""

    text: str
    x: float
    place: Place
    stretch: float

    @property
    def face(self) -> Face:
        """The face to write in."""
        return face_of(self.place)


def face_of(place: Place) -> Face:
    """Return the face that what stands beside a place is printed in."""
    return Face.ITALIC if place.italic else Face.REGULAR


def draw(data: bytes, writings: Mapping[int, Sequence[Writing]], *, fields: frozenset[str]) -> bytes:
    """Return the file with the writings on their pages (from 0), and the form fields of these names taken away."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        flatten(pdf, fields)
        for index, on_page in writings.items():
            _draw_on(pdf, pdf.pages[index], on_page)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()


def covered_boxes(data: bytes) -> Sequence[Box]:
    """Return where an earlier run covered dots on page 1."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(_covered(pdf))


def _covered(pdf: pikepdf.Pdf) -> Iterator[Box]:
    for name, drawing in pdf.pages[0].resources.get("/XObject", {}).items():
        if name.startswith(_NAME):
            numbers = [float(number) for number in drawing.get(_COVERED, ())]
            for start in range(0, len(numbers) - 3, 4):
                left, bottom, right, top = numbers[start : start + 4]
                yield left, bottom, right, top


def _draw_on(pdf: pikepdf.Pdf, page: pikepdf.Page, writings: Sequence[Writing]) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(_drawing(writings))) as overlay:
        # The same box on both sides: the digits keep their coordinates.
        overlay.pages[0].mediabox = pikepdf.Rectangle(page.mediabox).as_array()
        form = pdf.copy_foreign(overlay.pages[0].as_form_xobject())
        if fillers := [number for one in writings if one.place.filler for number in one.place.filler]:
            form[_COVERED] = pikepdf.Array([round(number, 3) for number in fillers])
        taken = set(page.resources.get("/XObject", {}))
        name = next(n for n in (f"{_NAME}{i}" for i in itertools.count(1)) if n not in taken)
        page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(name), replace_existing=False)
        # Whatever state the old content leaves behind ends before the digits; its own streams stay as they are.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ\nq {name} Do Q\n".encode())


def _drawing(writings: Sequence[Writing]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFillGray(1)
    for writing in writings:
        if writing.place.filler:
            left, bottom, right, top = writing.place.filler
            canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
    canvas.setFillGray(0)
    for writing in writings:
        line: Any = canvas.beginText(writing.x, writing.place.baseline)
        line.setFont(writing.face, writing.place.size)
        line.setHorizScale(100 * writing.stretch)
        line.textOut(writing.text)
        canvas.drawText(line)
    canvas.save()
    return out.getvalue()
