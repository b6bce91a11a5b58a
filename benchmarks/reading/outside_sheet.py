"""Draws the documents of outside offices: the same boxes in other proportions, with marks and second languages."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmarks.reading.forged_sheet import ForgedPen, ForgedSheet
from benchmarks.reading.sheet import HEIGHT, Pen

_LARGEST_LEFT = 0.47
"""Share of the text's width that a name on the left may take."""


@dataclass(frozen=True, slots=True)
class OutsideSheet(ForgedSheet):
    """A sheet of an office that nobody here has seen."""

    top: float = 22 * mm
    left_at: float = 0.21
    """Centre of the left column, as a share of the text's width."""
    right_at: float = 0.71
    weights: tuple[int, int] = (0, 1)
    """Of parent and issuer: 0 plain, 1 bold."""
    pitch: float = 15
    """Points from line to line in the header."""
    logo: str = ""
    """``left`` of the names, in a column of its own, or ``above`` them; empty for none."""
    dashes: str = ""
    """Typed under the names instead of a rule."""
    second_left: tuple[str, ...] = ()
    """Lines under the names: another language, an address, a telephone."""
    second_right: tuple[str, ...] = ()
    """Lines under the motto in another language."""
    date_lines: tuple[str, ...] = ()
    """Place and day on two lines, in the place of the dateline."""
    beside_stamp: str = ""
    """Typed without a frame under the date, on the right."""
    under_stamp: str = ""
    """A small line under the stamps: the hour of HỎA TỐC."""
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of a ruled table under the body."""

    def pen(self) -> type[Pen]:
        """Return what draws it."""
        return _OutsidePen


class _OutsidePen(ForgedPen):
    sheet: OutsideSheet

    def draw_all(self) -> None:
        self.y = HEIGHT - self.sheet.top
        super().draw_all()

    def _centres(self) -> tuple[float, float]:
        sheet = self.sheet
        return sheet.left + sheet.left_at * self.width, sheet.left + sheet.right_at * self.width

    def _header(self) -> None:
        sheet = self.sheet
        if sheet.centred_motto:
            super()._header()
            return
        left_centre, right_centre = self._centres()
        left = self._logo(left_centre)
        if sheet.logo == "left":
            left_centre += 16
        for weight, lines in zip(sheet.weights, (sheet.parent, sheet.issuer), strict=True):
            for line in lines:
                self._fitted(line, left_centre, left, weight, sheet.size - 1, _LARGEST_LEFT)
                left -= sheet.pitch
        left = self._under_names(left_centre, left)
        right = self.y
        for index, line in enumerate(sheet.motto):
            size = sheet.size - 1 if index == 0 else sheet.size
            self._fitted(line, right_centre, right, 1, size, 0.56)
            right -= sheet.pitch + 1
        for line in sheet.second_right:
            self._fitted(line, right_centre, right, 0, sheet.size - 3, 0.5)
            right -= sheet.pitch - 2
        if sheet.motto:
            self._rule(right_centre, right + 9, 150)
        self.y = min(left, right - 4) - 8

    def _logo(self, centre: float) -> float:
        if not self.sheet.logo:
            return self.y
        x, y = (self.sheet.left + 6, self.y - 10) if self.sheet.logo == "left" else (centre, self.y - 6)
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(0.1, 0.3, 0.65)
        self.canvas.setFillColorRGB(0.86, 0.2, 0.15)
        self.canvas.circle(x, y, 14, stroke=1, fill=0)
        self.canvas.rect(x - 6, y - 6, 12, 12, stroke=0, fill=1)
        self.canvas.restoreState()
        return self.y if self.sheet.logo == "left" else self.y - 32

    def _under_names(self, centre: float, y: float) -> float:
        sheet = self.sheet
        for line in sheet.second_left:
            self._fitted(line, centre, y, 0, sheet.size - 3, _LARGEST_LEFT)
            y -= sheet.pitch - 2
        if sheet.dashes:
            self._centre(sheet.dashes, centre, y + 3, 0, sheet.size - 1)
            return y - 6
        if sheet.issuer:
            self._rule(centre, y + sheet.pitch - 5, 60)
        return y

    def _fitted(self, line: str, centre: float, y: float, weight: int, size: float, share: float) -> None:
        while stringWidth(line, self.faces[weight], size) > share * self.width:
            size -= 0.25
        self._centre(line, centre, y, weight, size)

    def _codes(self) -> None:
        sheet, top = self.sheet, self.y
        if sheet.code_right or sheet.code_below or sheet.own_left or sheet.over:
            super()._codes()
            return
        left_centre, right_centre = self._centres()
        self._with_room("number", sheet.code, left_centre, top, 0)
        right = top
        if not sheet.centred_motto:
            for line in sheet.date_lines or (sheet.dateline,):
                self._with_room("day", line, right_centre, right, 2)
                right -= sheet.pitch
        if sheet.beside_stamp:
            self._centre(sheet.beside_stamp, right_centre, right - 8, 1, sheet.size)
            right -= 20
        left = top - (4 if sheet.subject and not sheet.heading else 0)
        for line in () if sheet.heading else sheet.subject:
            left -= 14
            self._centre(line, left_centre, left, 0, sheet.size - 1)
        for stamp in sheet.stamps:
            left = self._stamp(stamp, left)
        if sheet.under_stamp:
            left -= 14
            self._at(sheet.under_stamp, sheet.left + 6, left, 0, 10)
        self.y = min(left, right, top) - 28

    def _addressees(self) -> None:
        super()._addressees()
        for row in self.sheet.table:
            self._row(row)
        self.y -= 14 if self.sheet.table else 0

    def _row(self, row: tuple[str, ...]) -> None:
        wide = self.width / len(row)
        for index, cell in enumerate(row):
            x = self.sheet.left + index * wide
            self.canvas.rect(x, self.y - 6, wide, 20)
            self._fitted(cell, x + wide / 2, self.y, 0, self.sheet.size - 1, 0.9 / len(row))
        self.y -= 20
