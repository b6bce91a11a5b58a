"""Draws a made document as a PDF, freely enough for layouts that keep to NĐ 30/2020 and for those that do not."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from vanban.domain.reading import Box

WIDTH, HEIGHT = A4
_FONTS = Path("/usr/share/fonts/truetype")
FAMILIES = {
    "liberation": ("liberation2/LiberationSerif-", ("Regular", "Bold", "Italic")),
    "free": ("freefont/FreeSerif", ("", "Bold", "Italic")),
    "dejavu": ("dejavu/DejaVuSerifCondensed", ("", "-Bold", "-Italic")),
    "sans": ("liberation2/LiberationSans-", ("Regular", "Bold", "Italic")),
}
"""Typefaces of Debian that hold every Vietnamese letter; what is not installed falls back to the first."""
_ARRIVAL = ("VĂN PHÒNG", "ĐẾN  Số: .............", "Ngày: ...............", "Chuyển: ...........")
BY_HAND = "\u2003\u2003\u2003"
"""Stands for digits that are written by hand afterwards."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything printed on one document, from the top; lines as they are broken."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    code: str
    """``Số: 15/QĐ-UBND``; empty for none. ``BY_HAND`` in it leaves room for handwriting."""
    dateline: str
    heading: str
    subject: tuple[str, ...]
    """Under the heading; for a công văn after ``V/v``."""
    body: tuple[str, ...]
    """Paragraphs; one that begins with ``^`` is centred and bold."""
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    motto: tuple[str, ...] = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    addressees: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    """Boxed and red under the header on the left; ``ĐẾN`` is the receiving office's."""
    family: str = "liberation"
    size: float = 13
    left: float = 30 * mm
    right: float = 17 * mm
    centred_motto: bool = False
    """Without box 2, as on a petition."""
    following: Sheet | None = None
    """Another document in the same file, on a page of its own."""
    foot: tuple[str, ...] = ()
    """Under a line across the page after the signature: a copy's own data, or an address."""

    def pen(self) -> type[Pen]:
        """Return what draws it."""
        return Pen


def draw(sheet: Sheet) -> tuple[bytes, dict[str, Box]]:
    """Return the PDF, and the boxes in points of what is added by hand: ``number``, ``day``, ``name`` with its page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    first = sheet.pen()(canvas, sheet)
    first.draw_all()
    part: Sheet | None = sheet.following
    while part is not None:
        canvas.showPage()
        part.pen()(canvas, part).draw_all()
        part = part.following
    canvas.save()
    return out.getvalue(), first.places


@functools.cache
def _face(family: str, weight: int) -> str:
    stem, endings = FAMILIES[family]
    path = _FONTS / f"{stem}{endings[weight]}.ttf"
    if not path.exists():
        return _face("liberation", weight)
    # A name of its own: a face of the product that is registered by itself loses its italics.
    name = f"sheet-{path.stem}"
    registerFont(TTFont(name, path))
    return name


class Pen:
    """Draws one sheet, its pages one after the other."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self.canvas, self.sheet = canvas, sheet
        self.faces = [_face(sheet.family, weight) for weight in range(3)]
        self.width = WIDTH - sheet.left - sheet.right
        self.places: dict[str, Box] = {}
        self.page = 1
        self.y = HEIGHT - 22 * mm

    def draw_all(self) -> None:
        """Draw the sheet from its head to its signature."""
        self._header()
        self._codes()
        self._title()
        self._addressees()
        for paragraph in self.sheet.body:
            self._paragraph(paragraph)
        self._closing()

    def _header(self) -> None:
        sheet = self.sheet
        if sheet.centred_motto:
            for index, line in enumerate(sheet.motto):
                self._centre(line, WIDTH / 2, self.y - 16 * index, 1, sheet.size)
            self.y -= 16 * len(sheet.motto) + 14
            return
        left_centre, right_centre = sheet.left + 0.21 * self.width, sheet.left + 0.71 * self.width
        left = self.y
        for weight, lines in ((0, sheet.parent), (1, sheet.issuer)):
            for line in lines:
                size = sheet.size - 1
                while stringWidth(line, self.faces[weight], size) > 0.45 * self.width:
                    size -= 0.5
                self._centre(line, left_centre, left, weight, size)
                left -= 15
        self._rule(left_centre, left + 10, 60)
        for index, line in enumerate(sheet.motto):
            size = sheet.size - 1 if index == 0 else sheet.size
            self._centre(line, right_centre, self.y - 16 * index, 1, size)
        self._rule(right_centre, self.y - 16 * len(sheet.motto) + 9, 150)
        self.y = min(left, self.y - 16 * len(sheet.motto) - 4) - 8

    def _codes(self) -> None:
        sheet, baseline = self.sheet, self.y
        left_centre, right_centre = sheet.left + 0.21 * self.width, sheet.left + 0.71 * self.width
        self._with_room("number", sheet.code, left_centre, baseline, 0)
        if not sheet.centred_motto:
            self._with_room("day", sheet.dateline, right_centre, baseline, 2)
        left = baseline
        if not sheet.heading and sheet.subject:
            left -= 4
            for line in sheet.subject:
                left -= 14
                self._centre(line, left_centre, left, 0, sheet.size - 1)
        for stamp in sheet.stamps:
            left = self._stamp(stamp, left)
        self.y = min(left, baseline) - 28

    def _stamp(self, text: str, top: float) -> float:
        canvas = self.canvas
        canvas.saveState()
        colour = (0.1, 0.2, 0.6) if text == "ĐẾN" else (0.83, 0.07, 0.09)
        canvas.setStrokeColorRGB(*colour)
        canvas.setFillColorRGB(*colour)
        if text == "ĐẾN":
            x, y, wide, high = self.sheet.left + 4, top - 108, 140, 98
            canvas.rect(x, y, wide, high)
            for index, line in enumerate(
                ("VĂN PHÒNG", "ĐẾN  Số: .............", "Ngày: ...............", "Chuyển: ...........")
            ):
                self._centre(line, x + wide / 2, y + high - 18 - 22 * index, 0, 11)
            canvas.restoreState()
            return y
        wide = stringWidth(text, self.faces[1], 13) + 18
        x, y = self.sheet.left + 6, top - 36
        canvas.setLineWidth(1.2)
        canvas.rect(x, y, wide, 8 * mm)
        self._centre(text, x + wide / 2, y + 7, 1, 13)
        canvas.restoreState()
        return y

    def _title(self) -> None:
        sheet = self.sheet
        if not sheet.heading:
            return
        centre = sheet.left + self.width / 2
        self._centre(sheet.heading, centre, self.y, 1, sheet.size + 1)
        for line in sheet.subject:
            self.y -= 18
            self._centre(line, centre, self.y, 1, sheet.size + 1)
        self._rule(centre, self.y - 7, 90)
        self.y -= 30

    def _addressees(self) -> None:
        names, size = self.sheet.addressees, self.sheet.size + 1
        if len(names) == 1:
            self._centre(f"Kính gửi: {names[0]}.", self.sheet.left + self.width / 2, self.y, 0, size)
            self.y -= 22
        elif names:
            x = self.sheet.left + 0.2 * self.width
            self._at("Kính gửi:", x, self.y, 0, size)
            for index, name in enumerate(names):
                self.y -= 19
                self._at(f"- {name}{'.' if index == len(names) - 1 else ';'}", x + 50, self.y, 0, size)
            self.y -= 22

    def _paragraph(self, text: str) -> None:
        centred = text.startswith("^")
        style = ParagraphStyle(
            "body",
            fontName=self.faces[1 if centred else 0],
            fontSize=self.sheet.size + 0.5,
            leading=18,
            alignment=TA_CENTER if centred else TA_JUSTIFY,
            firstLineIndent=0 if centred else 36,
        )
        paragraph = Paragraph(text.lstrip("^"), style)
        _, height = paragraph.wrap(self.width, HEIGHT)
        if self.y - height < 25 * mm:
            self._next_page()
        paragraph.drawOn(self.canvas, self.sheet.left, self.y - height + 14)
        self.y -= height + 6

    def _next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - 25 * mm
        self._centre(str(self.page), WIDTH / 2, HEIGHT - 13 * mm, 0, 13)

    def _closing(self) -> None:
        sheet = self.sheet
        if self.y < 25 * mm + 110 + 13 * len(sheet.recipients):
            self._next_page()
        self.y -= 12
        y = self.y
        centre = sheet.left + 0.74 * self.width
        for line in sheet.authority:
            self._centre(line, centre, self.y, 1, sheet.size + 0.5)
            self.y -= 17
        self.y -= 68
        half = stringWidth(sheet.signer, self.faces[1], sheet.size + 0.5) / 2
        self._centre(sheet.signer, centre, self.y, 1, sheet.size + 0.5)
        self.places[f"name {self.page}"] = (centre - half, self.y - 3, centre + half, self.y + 11)
        if sheet.recipients:
            self._at("Nơi nhận:", sheet.left, y, 1, 12)
        y = self._recipients(y)
        if sheet.foot:
            self.y = min(self.y, y) - 20
            self.canvas.line(sheet.left, self.y + 12, sheet.left + self.width, self.y + 12)
            for line in sheet.foot:
                self._at(line, sheet.left, self.y, 0, 12)
                self.y -= 15

    def _recipients(self, y: float) -> float:
        names = self.sheet.recipients
        for index, name in enumerate(names):
            y -= 13
            self._at(f"- {name}{'.' if index == len(names) - 1 else ';'}", self.sheet.left, y, 0, 11)
        return y

    def _with_room(self, name: str, text: str, centre: float, y: float, weight: int) -> None:
        if not text:
            return
        shown = text.replace(BY_HAND, " " * 12)
        face, size = self.faces[weight], self.sheet.size
        start = centre - stringWidth(shown, face, size) / 2
        self._at(shown, start, y, weight, size)
        if BY_HAND in text:
            x = start + stringWidth(text[: text.index(BY_HAND)], face, size)
            self.places[name] = (x, y - 3, x + stringWidth(" " * 12, face, size), y + 11)

    def _centre(self, text: str, centre: float, y: float, weight: int, size: float) -> None:
        self._at(text, centre - stringWidth(text, self.faces[weight], size) / 2, y, weight, size)

    def _at(self, text: str, x: float, y: float, weight: int, size: float) -> None:
        self.canvas.setFont(self.faces[weight], size)
        self.canvas.drawString(x, y, text)

    def _rule(self, centre: float, y: float, width: float) -> None:
        self.canvas.setLineWidth(0.7)
        self.canvas.line(centre - width / 2, y, centre + width / 2, y)


def broken(text: str, width: float, *, family: str = "liberation", size: float = 13) -> tuple[str, ...]:
    """Return a text in lines no wider than ``width`` points."""
    lines: list[str] = []
    face = _face(family, 1)
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def plain_lines(lines: Sequence[str]) -> str:
    """Return printed lines joined as a person reads them."""
    return " ".join(lines)
