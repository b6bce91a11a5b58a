"""Paper, margins and page numbers (NĐ 30/2020, Phụ lục I, Phần I, I.1 to I.3 and I.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_setting, warn
from processors.format_check.sheet import Sheet
from processors.pages import Line
from vanban.domain.format_check import FormatWarning, Severity
from vanban.domain.reading import Box

MM = 72 / 25.4
_A4 = (210 * MM, 297 * MM)
_PAPER_ROOM = 3 * MM
"""By how much printers and scanners differ."""
_LEFT, _RIGHT, _UPRIGHT = (30.0, 35.0), (15.0, 20.0), (20.0, 25.0)
"""Millimetres, as the decree has them: from the left edge, from the right, from top and bottom."""
_ROOM = 1.2
"""Millimetres that a letter may reach over its line, or a writer rounds."""
_TOP_ROOM = 5.0
"""Millimetres that line spacing may add above the first line."""
_SET_LINES = 5
"""So many lines that end at one height are set to the margin."""
_NUMBER = re.compile(r"^[-–—\s]*(\d{1,3})[-–—\s]*$")
_NUMBER_BAND = 28 * MM
"""How far from the top or bottom edge a page number is looked for."""


def paper(draft: Draft) -> Iterator[FormatWarning]:
    """I.1: A4."""
    for number, (width, height) in enumerate(draft.sizes, start=1):
        sides = sorted((width, height))
        if any(abs(side - wanted) > _PAPER_ROOM for side, wanted in zip(sides, _A4, strict=True)):
            size = f"{round(width / MM)} × {round(height / MM)} mm"
            yield warn(
                "paper",
                "I.1",
                f"Trang {number} có khổ giấy {size}.",
                f"Page {number} is {size}.",
                todo=("Đặt khổ A4 (210 mm × 297 mm).", "Set the paper to A4 (210 mm × 297 mm)."),
                page=number,
            )
            return


def upright_first_page(draft: Draft) -> Iterator[FormatWarning]:
    """I.2: along the long side; only tables may lie across."""
    if draft.sizes and draft.sizes[0][0] > draft.sizes[0][1]:
        yield warn(
            "landscape",
            "I.2",
            "Trang đầu trình bày theo chiều rộng khổ giấy.",
            "The first page lies across.",
            todo=(
                "Trình bày theo chiều dài; chỉ trang có bảng, biểu không làm phụ lục riêng mới được theo chiều rộng.",
                "Set it upright; only pages with tables that are no annexes may lie across.",
            ),
            page=1,
            severity=Severity.LOOK,
        )


def margins(draft: Draft) -> Iterator[FormatWarning]:
    """I.3: 30 to 35 mm at the left, 15 to 20 at the right, 20 to 25 at top and bottom."""
    sheets = [sheet for sheet in draft.sheets if sheet.number <= draft.last_page and sheet.width < sheet.height]
    yield from _too_narrow(sheets)
    yield from _too_wide(sheets)


def _too_narrow(sheets: Sequence[Sheet]) -> Iterator[FormatWarning]:
    told: set[str] = set()
    for sheet in sheets:
        rows = _text(sheet)
        for side, edge, line in _edges(sheet, rows):
            least, most = _limits(side)
            if edge < least - _ROOM and side not in told:
                told.add(side)
                yield _margin(side, edge, (least, most), sheet.number, line.box)


def _edges(sheet: Sheet, rows: Sequence[Line]) -> Iterator[tuple[str, float, Line]]:
    """Yield side, distance to the paper's edge in millimetres, and the line that is nearest to it."""
    if not rows:
        return
    left, right = min(rows, key=lambda row: row.box[0]), max(rows, key=lambda row: row.box[2])
    top, bottom = max(rows, key=lambda row: row.box[3]), min(rows, key=lambda row: row.box[1])
    yield "left", left.box[0] / MM, left
    yield "right", (sheet.width - right.box[2]) / MM, right
    yield "top", (sheet.height - top.box[3]) / MM, top
    yield "bottom", bottom.box[1] / MM, bottom


def _too_wide(sheets: Sequence[Sheet]) -> Iterator[FormatWarning]:
    """Left and right by lines that are set to the margin, the top by the first line of page 1."""
    rows = [(sheet, row) for sheet in sheets for row in _text(sheet)]
    if not rows:
        return
    sheet, line = min(rows, key=lambda pair: pair[1].box[0])
    if line.box[0] / MM > _LEFT[1] + _ROOM:
        yield _margin("left", line.box[0] / MM, _LEFT, sheet.number, line.box)
    ends = [sheet.width - row.box[2] for sheet, row in rows]
    nearest = min(ends)
    if sum(end - nearest < 2 for end in ends) >= _SET_LINES and nearest / MM > _RIGHT[1] + _ROOM:
        sheet, line = rows[ends.index(nearest)]
        yield _margin("right", nearest / MM, _RIGHT, sheet.number, line.box)
    first = sheets[0]
    top = max(_text(first), key=lambda row: row.box[3], default=None)
    if top and first.number == 1 and (first.height - top.box[3]) / MM > _UPRIGHT[1] + _TOP_ROOM:
        yield _margin("top", (first.height - top.box[3]) / MM, _UPRIGHT, 1, top.box)


def _limits(side: str) -> tuple[float, float]:
    return {"left": _LEFT, "right": _RIGHT}.get(side, _UPRIGHT)


_SIDES = {
    "left": ("trái", "left"),
    "right": ("phải", "right"),
    "top": ("trên", "top"),
    "bottom": ("dưới", "bottom"),
}


def _margin(side: str, edge: float, limits: tuple[float, float], page: int, box: Box) -> FormatWarning:
    vi, en = _SIDES[side]
    asked = f"{limits[0]:g}-{limits[1]:g} mm"
    return warn(
        f"margin-{side}",
        "I.3",
        f"Chữ cách mép {vi} {edge:.0f} mm.",
        f"The text stands {edge:.0f} mm from the {en} edge.",
        todo=(f"Đặt lề {vi} {asked}.", f"Set the {en} margin to {asked}."),
        page=page,
        box=box,
    )


def _text(sheet: Sheet) -> list[Line]:
    """Return the lines within the margins: without page numbers, and without the address lines of box 13."""
    foot = _foot(sheet)
    return [row for row in sheet.lines if not is_page_number(row, sheet) and row.box[1] > foot]


def _foot(sheet: Sheet) -> float:
    """Return the height of the rule across the foot of page 1, over the address lines (III.4); 0 without one."""
    wide = [s for s in sheet.strokes if s.length > 0.6 * sheet.width and s.y < 0.15 * sheet.height]
    return max((stroke.y for stroke in wide), default=0.0) if sheet.number == 1 else 0.0


def is_page_number(line: Line, sheet: Sheet) -> bool:
    """Return whether a line is a number alone in the top or bottom margin."""
    near = line.box[1] > sheet.height - _NUMBER_BAND or line.box[3] < _NUMBER_BAND
    return near and _NUMBER.match(line.text) is not None


def page_numbers(draft: Draft) -> Iterator[FormatWarning]:
    """I.7: Arabic, from page 2 on, centred in the top margin, 13 to 14 points, upright; none on page 1."""
    todo = (
        "Đánh số trang bằng chữ số Ả Rập, canh giữa trong lề trên, từ trang 2; trang 1 không hiển thị số.",
        "Number the pages centred in the top margin, from page 2 on; page 1 shows none.",
    )
    for sheet in draft.sheets:
        if sheet.number > draft.last_page:
            return
        line = next((row for row in sheet.lines if is_page_number(row, sheet)), None)
        if sheet.number == 1:
            if line is not None:
                yield warn(
                    "page-number-first",
                    "I.7",
                    "Trang 1 có hiển thị số trang.",
                    "Page 1 shows its number.",
                    todo=todo,
                    page=1,
                    box=line.box,
                )
        elif line is None:
            yield warn(
                "page-number",
                "I.7",
                f"Trang {sheet.number} không có số trang.",
                f"Page {sheet.number} has no number.",
                todo=todo,
                page=sheet.number,
            )
            return
        elif not _is_placed(line, sheet):
            yield warn(
                "page-number-place",
                "I.7",
                f"Số trang {sheet.number} không đặt giữa lề trên.",
                f"The number of page {sheet.number} is not centred in the top margin.",
                todo=todo,
                page=sheet.number,
                box=line.box,
            )
            return
        elif wrong := list(
            check_setting(
                line,
                Setting(13, 14, italic=False),
                draft=draft,
                code="page-number",
                rule="I.7",
                names=("Số trang", "The page number"),
                page=sheet.number,
            )
        ):
            yield from wrong
            return


def _is_placed(line: Line, sheet: Sheet) -> bool:
    """Return whether a number stands in the top margin, in the middle of the paper or of the text."""
    middle = (line.box[0] + line.box[2]) / 2
    of_text = (32.5 * MM + sheet.width - 17.5 * MM) / 2
    centred = min(abs(middle - sheet.width / 2), abs(middle - of_text)) < 6 * MM
    return line.box[1] > sheet.height / 2 and centred
