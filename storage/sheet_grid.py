"""The ruled table of a register in a PDF, drawn line by line: ten times as quick as one of paragraphs.

A register of a year has tens of thousands of cells, and a person waits for it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from vanban.domain.sheets import Row, Table
from vanban.typefaces import Face

MM = 72 / 25.4
_SIZE, _LEADING, _PADDING = 10.0, 12.0, 3.0
_MOST_LINES = 30
"""Of one cell, so that a row always fits on a page."""
_MOST_LETTERS = 500
"""No column is so wide that more fit on a line."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row, broken into lines."""

    cells: tuple[tuple[str, ...], ...]
    height: float
    void: bool = False


def grid(table: Table) -> Any:
    """Return the table as something that reportlab sets over pages, the head on each of them."""
    return _grid_class()(table, [_broken(row, table) for row in table.rows])


def lines_needed(row: Row, table: Table, *, share: float) -> int:
    """Return how many lines the longest cell of a row takes where the columns are ``share`` as wide as in the PDF."""
    rooms = [width * share - 2 * _PADDING for width in _widths(table)]
    return max(
        len(_lines(text, room, lambda word: _wide(word, Face.REGULAR)))
        for text, room in zip(row.cells, rooms, strict=True)
    )


@functools.cache
def _grid_class() -> Any:
    from reportlab.platypus import Flowable

    class Grid(Flowable):  # type: ignore[misc]
        """Splits between rows."""

        def __init__(self, table: Table, rows: Sequence[_Cells]) -> None:
            super().__init__()
            self._table, self._rows = table, rows
            names = Row(tuple(column.name for column in table.columns))
            numbers = Row(tuple(f"({n})" for n in range(1, len(table.columns) + 1)))
            self._head = (_broken(names, table, face=Face.BOLD), _broken(numbers, table))

        def wrap(self, width: float, height: float) -> tuple[float, float]:
            del width, height
            return sum(_widths(self._table)), sum(row.height for row in (*self._head, *self._rows))

        def split(self, width: float, height: float) -> list[Any]:
            del width
            left = height - sum(row.height for row in self._head)
            fitting = 0
            for row in self._rows:
                left -= row.height
                if left < 0:
                    break
                fitting += 1
            if not fitting:
                return []
            return [Grid(self._table, part) for part in (self._rows[:fitting], self._rows[fitting:]) if part]

        def draw(self) -> None:
            heads = [(row, True) for row in self._head]
            _draw(self.canv, self._table, [*heads, *((row, False) for row in self._rows)])

    return Grid


def _draw(canvas: Any, table: Table, rows: Sequence[tuple[_Cells, bool]]) -> None:
    """Draw rows downwards; the origin is the lower left corner of the whole."""
    edges = [0.0, *itertools.accumulate(_widths(table))]
    top = bottom = sum(row.height for row, _ in rows)
    # All letters in one text object and all rules in one path: reportlab's price is by the call.
    text, rules = canvas.beginText(), [(0.0, top, edges[-1], top)]
    for row, is_head in rows:
        text.setFont((Face.BOLD if is_head else Face.REGULAR).value, _SIZE)
        for number, (column, lines) in enumerate(zip(table.columns, row.cells, strict=True)):
            # The remark of a void line says why, and stays readable.
            struck = row.void and number < len(row.cells) - 1
            place = _Place(edges[number], edges[number + 1], bottom, centred=column.centred or is_head)
            rules += _write(text, lines, place, face=Face.BOLD if is_head else Face.REGULAR, struck=struck)
        bottom -= row.height
        rules.append((0.0, bottom, edges[-1], bottom))
    canvas.setLineWidth(0.5)
    canvas.lines([*rules, *((edge, top, edge, bottom) for edge in edges)])
    canvas.drawText(text)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell's text goes."""

    left: float
    right: float
    top: float
    centred: bool


_Rule = tuple[float, float, float, float]


def _write(text: Any, lines: Sequence[str], place: _Place, *, face: Face, struck: bool) -> list[_Rule]:
    """Set the lines of a cell, and return the rules through them."""
    rules = []
    down = place.top - _PADDING - _SIZE
    for line in lines:
        begin = place.left + _PADDING
        long = _long(line, face) if place.centred or struck else 0.0
        if place.centred:
            begin = (place.left + place.right - long) / 2
        text.setTextOrigin(begin, down)
        text.textOut(line)
        if struck:
            rules.append((begin, down + 3, begin + long, down + 3))
        down -= _LEADING
    return rules


def _long(line: str, face: Face) -> float:
    words = line.split(" ")
    return sum(_wide(word, face) for word in words) + (len(words) - 1) * _wide(" ", face)


def _widths(table: Table) -> list[float]:
    return [column.width * MM for column in table.columns]


def _broken(row: Row, table: Table, *, face: Face = Face.REGULAR) -> _Cells:
    rooms = [width - 2 * _PADDING for width in _widths(table)]
    cells = [_lines(text, room, lambda word: _wide(word, face)) for text, room in zip(row.cells, rooms, strict=True)]
    return _Cells(tuple(cells), max(map(len, cells)) * _LEADING + 2 * _PADDING, void=row.void)


def _lines(text: str, room: float, wide: Callable[[str], float]) -> tuple[str, ...]:
    """Break a text at spaces, and inside a word only where one is wider than the column."""
    lines, line, used = [], "", 0.0
    gap = wide(" ")
    for word in _fitting(text.split(), room, wide):
        long = wide(word)
        if line and used + gap + long > room:
            lines.append(line)
            line, used = word, long
        else:
            line, used = (f"{line} {word}", used + gap + long) if line else (word, long)
    lines.append(line)
    return tuple(lines) if len(lines) <= _MOST_LINES else (*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …")


def _fitting(words: Sequence[str], room: float, wide: Callable[[str], float]) -> list[str]:
    found = []
    for word in words:
        rest = word
        while len(rest) > 1 and wide(rest[:_MOST_LETTERS]) > room:
            size = next(n for n in range(1, len(rest)) if wide(rest[: n + 1]) > room)
            # Symbols break after their own hyphens and strokes, where one fits.
            at = max(rest.rfind("-", 0, size), rest.rfind("/", 0, size)) + 1 or size
            found.append(rest[:at])
            rest = rest[at:]
        found.append(rest)
    return found


@functools.lru_cache(maxsize=50_000)
def _wide(word: str, face: Face) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(word, face.value, _SIZE))
