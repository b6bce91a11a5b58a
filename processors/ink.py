"""Ink as a mask: what hangs together on it, and what of it is thick. Some milliseconds of numpy for a quarter page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[Any]
    """Rows by columns of bool, True for ink."""


@dataclass(frozen=True, slots=True)
class Blots:
    """The connected parts of a mask (neighbours over corners count), one row of each array a part."""

    left: NDArray[Any]
    top: NDArray[Any]
    right: NDArray[Any]
    """The column behind the last."""
    bottom: NDArray[Any]
    """The row below the last."""
    area: NDArray[Any]
    """Pixels of ink."""
    rows: NDArray[Any]
    starts: NDArray[Any]
    ends: NDArray[Any]
    part: NDArray[Any]
    """Row, first column, column behind the last, and part of every run of ink."""
    shape: tuple[int, int]

    @property
    def width(self) -> NDArray[Any]:
        """Pixels."""
        wide: NDArray[Any] = self.right - self.left
        return wide

    @property
    def height(self) -> NDArray[Any]:
        """Pixels."""
        high: NDArray[Any] = self.bottom - self.top
        return high

    def drawn(self, chosen: NDArray[Any]) -> Mask:
        """Return a mask of the chosen parts alone (``chosen``: one bool a part)."""
        import numpy as np

        # Runs of a row never touch, so that every place is written once and the sums are 0 and 1.
        canvas = np.zeros((self.shape[0], self.shape[1] + 1), np.int8)
        runs = chosen[self.part]
        canvas[self.rows[runs], self.starts[runs]] = 1
        canvas[self.rows[runs], self.ends[runs]] = -1
        return np.cumsum(canvas, axis=1, dtype=np.int8)[:, :-1].view(bool)


def blots(mask: Mask) -> Blots:
    """Return the connected parts of a mask."""
    import numpy as np

    height, width = mask.shape
    framed = np.zeros((height, width + 2), bool)
    framed[:, 1:-1] = mask
    # Where ink begins and where it ends, in turns: each row begins and ends on paper.
    rows, edges = np.divmod(np.flatnonzero(framed[:, 1:] != framed[:, :-1]), width + 1)
    rows, starts, ends = rows[::2], edges[::2], edges[1::2]
    _, part = np.unique(_joined(rows, starts, ends), return_inverse=True)
    count = int(part.max()) + 1 if part.size else 0
    left, top = np.full(count, width), np.full(count, height)
    right, bottom, area = (np.zeros(count, np.int64) for _ in range(3))
    np.minimum.at(left, part, starts)
    np.maximum.at(right, part, ends)
    np.minimum.at(top, part, rows)
    np.maximum.at(bottom, part, rows + 1)
    np.add.at(area, part, ends - starts)
    return Blots(left, top, right, bottom, area, rows, starts, ends, part, (height, width))


def _joined(rows: NDArray[Any], starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[Any]:
    """Return for every run, in reading order, the first run of its part."""
    import numpy as np

    run, above = _touching(rows, starts, ends)
    first = np.arange(len(rows))
    while True:
        one, two = first[run], first[above]
        if (one == two).all():
            return first
        # Of two parts that touch, the one that begins later goes to the other; then every run to where that went.
        np.minimum.at(first, np.maximum(one, two), np.minimum(one, two))
        while (first[first] != first).any():
            first = first[first]


def _touching(rows: NDArray[Any], starts: NDArray[Any], ends: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return all pairs of a run and one in the row above that it touches, over a corner too."""
    import numpy as np

    stride = int(ends.max(initial=0)) + 2
    row_above = (rows - 1) * stride
    begin = np.searchsorted(rows * stride + ends, row_above + starts, "left")
    behind = np.searchsorted(rows * stride + starts, row_above + ends, "right")
    count = np.maximum(behind - begin, 0)
    run = np.repeat(np.arange(len(rows)), count)
    nth = np.arange(len(run)) - np.repeat(np.cumsum(count) - count, count)
    return run, begin[run] + nth


def thick(mask: Mask, size: int) -> Mask:
    """Return the ink that a square of ``size`` pixels fits into (a morphological opening), grown by a pixel or two."""
    core = mask.copy()
    for _ in range(size - 1):
        core[:, :-1] &= core[:, 1:]
        core[:, -1] = False
    for _ in range(size - 1):
        core[:-1] &= core[1:]
        core[-1] = False
    return grown(core, before=2, after=size + 1) & mask


def grown(mask: Mask, *, before: int, after: int) -> Mask:
    """Return the mask widened by some pixels to the left and above, and to the right and below."""
    wide = mask.copy()
    for axis in (0, 1):
        source = wide.copy()
        for step in range(1, max(before, after) + 1):
            here, there = [slice(None)] * 2, [slice(None)] * 2
            here[axis], there[axis] = slice(step, None), slice(None, -step)
            if step <= after:
                wide[tuple(here)] |= source[tuple(there)]
            if step <= before:
                wide[tuple(there)] |= source[tuple(here)]
    return wide
