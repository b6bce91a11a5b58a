"""Draws the forged documents: sheets that keep less to the order of boxes, and hold blocks of others within."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmarks.reading.sheet import HEIGHT, Pen, Sheet, broken, mm

COLUMNS = "|"
"""Begins a paragraph that is drawn as two centred columns: ``|left|right``."""
BARE = ">"
"""Begins a paragraph that is drawn as one line from the left margin, without an indent."""


@dataclass(frozen=True, slots=True)
class ForgedSheet(Sheet):
    """A sheet that may be laid out in other ways than NĐ 30/2020 says."""

    code_right: bool = False
    """Number and symbol stand on the right, under the motto, above place and day."""
    code_below: bool = False
    """Number and symbol stand centred under the heading."""
    corner: tuple[str, ...] = ()
    """Small lines in the upper right corner: data of an electronic copy or signature (Phụ lục I, phần III)."""
    mark: tuple[str, ...] = ()
    """Lines typed at the very top on the left: the receiving office's electronic mark."""
    beside: tuple[tuple[str, ...], str] = ((), "")
    """Capacity and name of another who signs on the left."""
    after: tuple[str, ...] = ()
    """Paragraphs after the signature, on the same page where there is room: the block of a copy."""
    own_left: tuple[str, ...] = ()
    """Lines under number and symbol on the left."""
    filled: tuple[str, str] = ("", "")
    """Number and day that a document system prints into the room left for them, in another type."""
    over: str = ""
    """A stamp in red across place and day and the motto."""

    def pen(self) -> type[Pen]:
        """Return what draws it."""
        return ForgedPen


class ForgedPen(Pen):
    """Draws one such sheet."""

    sheet: ForgedSheet

    def draw_all(self) -> None:
        """Draw what stands in the upper corners, the sheet, and what comes after its signature."""
        for index, line in enumerate(self.sheet.corner):
            self._at(line, self.sheet.left + 0.66 * self.width, HEIGHT - 10 * mm - 9 * index, 0, 8)
        for index, line in enumerate(self.sheet.mark):
            self._at(line, self.sheet.left - 20, HEIGHT - 12 * mm - 12 * index, 0, 10)
        if self.sheet.corner or self.sheet.mark:
            self.y -= 12 * max(len(self.sheet.corner), len(self.sheet.mark))
        super().draw_all()
        for paragraph in self.sheet.after:
            self._paragraph(paragraph)

    def _codes(self) -> None:
        sheet = self.sheet
        right = sheet.left + 0.71 * self.width
        top = self.y
        if sheet.code_right:
            self._with_room("number", sheet.code, right, self.y, 0)
            self.y -= 16
            self._with_room("day", sheet.dateline, right, self.y, 2)
            self.y -= 30
            for line in () if sheet.heading else sheet.subject:
                self._centre(line, sheet.left + 0.21 * self.width, top, 0, sheet.size - 1)
                top -= 14
            self.y = min(self.y, top - 16)
        elif sheet.code_below:
            self._with_room("day", sheet.dateline, right, self.y, 2)
            self.y -= 28
        else:
            super()._codes()
        if sheet.own_left:
            y = top - 14 * (1 + (0 if sheet.heading else len(sheet.subject)))
            for line in sheet.own_left:
                self._centre(line, sheet.left + 0.21 * self.width, y, 0, sheet.size - 1)
                y -= 14
            self.y = min(self.y, y - 14)
        if sheet.over:
            self._across(sheet.over, right - 20, top + 6)

    def _across(self, text: str, centre: float, y: float) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(centre, y)
        canvas.rotate(4)
        canvas.setStrokeColorRGB(0.83, 0.07, 0.09)
        canvas.setFillColorRGB(0.83, 0.07, 0.09)
        canvas.rect(-70, -8, 140, 26)
        self._centre(text, 0, 0, 1, 15)
        canvas.restoreState()

    def _with_room(self, name: str, text: str, centre: float, y: float, weight: int) -> None:
        size = self.sheet.size
        while name == "number" and stringWidth(text, self.faces[weight], size) > 0.42 * self.width:
            size -= 0.5
        whole, self.sheet = self.sheet, dataclasses.replace(self.sheet, size=size)
        super()._with_room(name, text, centre, y, weight)
        self.sheet = whole
        digits = dict(zip(("number", "day"), self.sheet.filled, strict=True)).get(name)
        if digits and name in self.places:
            x0, y0, x1, _ = self.places[name]
            self.canvas.setFont("Helvetica", 12.5)
            self.canvas.drawCentredString((x0 + x1) / 2, y0 + 4.6, digits)

    def _title(self) -> None:
        super()._title()
        if self.sheet.code_below:
            self._with_room("number", self.sheet.code, self.sheet.left + self.width / 2, self.y + 8, 0)
            self.y -= 16

    def _paragraph(self, text: str) -> None:
        if text[:1] not in {COLUMNS, BARE}:
            super()._paragraph(text)
            return
        if self.y < 40 * mm:
            self._next_page()
        if text.startswith(BARE):
            self._at(text[1:], self.sheet.left, self.y, 0, self.sheet.size)
        else:
            left, right = text[1:].split(COLUMNS)
            size = self.sheet.size - 1
            self._centre(left, self.sheet.left + 0.21 * self.width, self.y, 1, size)
            self._centre(right, self.sheet.left + 0.71 * self.width, self.y, 1, size)
        self.y -= 16

    def _closing(self) -> None:
        lines, name = self.sheet.beside
        room = 25 * mm + 110 + 13 * len(self.sheet.recipients)
        if name:
            if self.y < room + 110:
                self._next_page()
            y, centre = self.y - 12, self.sheet.left + 0.24 * self.width
            for line in lines:
                self._centre(line, centre, y, 1, self.sheet.size + 0.5)
                y -= 17
            self._centre(name, centre, y - 68 - 17 * (len(self.sheet.authority) - len(lines)), 1, self.sheet.size + 0.5)
        if self.sheet.signer or self.sheet.recipients:
            recipients = self.sheet.recipients
            if not name:
                super()._closing()
                self.y -= 30 + max(0, 13 * len(recipients) - 17 * len(self.sheet.authority) - 68)
                return
            # Two sign side by side; the recipients stand under them.
            self._sign_right()
            self._at("Nơi nhận:", self.sheet.left, self.y - 26, 1, 12)
            self.y = self._recipients(self.y - 26) - 20

    def _recipients(self, y: float) -> float:
        names = self.sheet.recipients
        for index, name in enumerate(names):
            for line in broken(f"- {name}{'.' if index == len(names) - 1 else ';'}", 0.44 * self.width, size=11):
                y -= 13
                self._at(line, self.sheet.left, y, 0, 11)
        return y

    def _sign_right(self) -> None:
        sheet, centre = self.sheet, self.sheet.left + 0.74 * self.width
        self.y -= 12
        for line in sheet.authority:
            self._centre(line, centre, self.y, 1, sheet.size + 0.5)
            self.y -= 17
        self.y -= 68
        half = stringWidth(sheet.signer, self.faces[1], sheet.size + 0.5) / 2
        self._centre(sheet.signer, centre, self.y, 1, sheet.size + 0.5)
        self.places[f"name {self.page}"] = (centre - half, self.y - 3, centre + half, self.y + 11)
