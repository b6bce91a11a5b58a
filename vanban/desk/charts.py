"""Column charts as numbers for a template to draw (inline SVG without style or script); a table stands beside each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 460, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 8, 12, 30
_LABELS = 6
"""At most so many words under the columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it stands for, and its value; ``behind`` is drawn lighter behind it."""

    label: str
    value: float
    behind: float = 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: what is drawn, and the same as rows."""

    name: str
    """ASCII, unique on its page."""
    title: tuple[str, str]
    axis: tuple[str, str]
    """What the height of a column says."""
    columns: tuple[Column, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Mark, ...]
    """Horizontal lines with their values."""
    labels: tuple[Mark, ...]
    said: Callable[[float], str]
    """A value as people read it."""
    behind: tuple[str, str] | None = None
    """What the lighter column says; None if there is none."""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def right(self) -> int:
        """Where lines end."""
        return self.width - _RIGHT


def count_said(value: float) -> str:
    """Return a count as people here write it: 12.345."""
    return f"{value:,.0f}".replace(",", ".")


def seconds_said(value: float) -> str:
    """Return a time in the largest unit that fits: 8 s, 1,5 phút, 2 giờ."""
    for size, unit in ((3600.0, "giờ"), (60.0, "phút")):
        if value >= size:
            return f"{value / size:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f" {unit}"
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",") + " s"


def bytes_said(value: float) -> str:
    """Return a size: 12,5 MB."""
    if value == 0:
        return "0"
    for size, unit in ((1024.0**4, "TB"), (1024.0**3, "GB"), (1024.0**2, "MB")):
        if value >= size:
            return f"{value / size:.1f} {unit}".replace(".", ",")
    return f"{value / 1024:.0f} KB"


def chart(
    name: str,
    title: tuple[str, str],
    columns: Sequence[Column],
    *,
    axis: tuple[str, str],
    said: Callable[[float], str] = count_said,
    behind: tuple[str, str] | None = None,
    units: Sequence[float] = (1.0,),
) -> Chart:
    """Return a column chart.

    Args:
        name: ASCII, unique on its page.
        title: of the chart.
        columns: from left to right.
        axis: what the height says.
        said: a value as people read it.
        behind: what the lighter columns say.
        units: sizes of the units that values are said in, ascending; the highest line is round in one of them.
    """
    highest = max((max(one.value, one.behind) for one in columns), default=0.0)
    top = _round_up(highest, units)
    room = (WIDTH - _LEFT - _RIGHT) / max(len(columns), 1)
    floor = HEIGHT - _BOTTOM

    def bar(place: int, value: float, css: str) -> Bar:
        height = (floor - _TOP) * value / top
        return Bar(
            round(_LEFT + room * (place + 0.1), 1),
            round(floor - height, 1),
            round(room * 0.8, 1),
            round(height, 1),
            css,
        )

    light = [bar(place, one.behind, "light") for place, one in enumerate(columns) if one.behind]
    dark = [bar(place, one.value, "dark") for place, one in enumerate(columns) if one.value]
    lines = [Mark(_LEFT, round(floor - (floor - _TOP) * part, 1), said(top * part)) for part in (0.0, 0.5, 1.0)]
    every = max(math.ceil(len(columns) / _LABELS), 1)
    labels = [
        Mark(round(_LEFT + room * (place + 0.5), 1), HEIGHT - 12, one.label)
        for place, one in enumerate(columns)
        if (len(columns) - 1 - place) % every == 0
    ]
    return Chart(name, title, axis, tuple(columns), (*light, *dark), tuple(lines), tuple(labels), said, behind)


def _round_up(value: float, units: Sequence[float]) -> float:
    """Return a round number that is not below a value: 1, 2 or 5 times a power of ten, in the unit that fits."""
    unit = next((one for one in reversed(units) if value > 2 * one), units[0])
    if value <= 2 * unit:
        return 2 * unit
    power = 10.0 ** math.floor(math.log10(value / unit))
    return float(next(power * unit * lead for lead in (1, 2, 5, 10) if power * unit * lead >= value))
