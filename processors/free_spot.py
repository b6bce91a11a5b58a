"""Where on a page nothing is printed: for a stamp that is shown on a view of it and must cover nothing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_INK = 170
"""Darker than this, of 255, is print; scanned paper is lighter."""
_LEAST_DOTS = 3
"""Dark pixels in a square millimetre that count as print and not as dust."""
_AIR = 2
"""Millimetres around the stamp."""
_EDGE = 5
"""Millimetres of the page's edge that are left alone."""


def free_spot(
    png: bytes, *, page: tuple[float, float], size: tuple[int, int], near: tuple[float, float]
) -> tuple[float, float] | None:
    """Return left and top of the empty place of this size that is nearest to ``near``; None if there is none.

    Args:
        png: picture of the whole page.
        page: its width and height in mm.
        size: width and height that are needed, in mm.
        near: left and top that would be best, in mm; places above it count as far away.
    """
    import numpy as np

    printed = _printed(png, page)
    width, height = size[0] + 2 * _AIR, size[1] + 2 * _AIR
    rows, columns = printed.shape
    if rows < height + 2 * _EDGE or columns < width + 2 * _EDGE:
        return None
    sums = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    sums[1:, 1:] = printed.cumsum(axis=0).cumsum(axis=1)
    within = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    within[: max(_EDGE - _AIR, 0)] = 1
    within[rows - height - _EDGE + _AIR :] = 1
    within[:, : max(_EDGE - _AIR, 0)] = 1
    within[:, columns - width - _EDGE + _AIR :] = 1
    tops, lefts = np.nonzero(within == 0)
    if not tops.size:
        return None
    down, across = tops + _AIR - near[1], lefts + _AIR - near[0]
    # Below the wanted place is better than above it: there stand the heading's own lines.
    best = int(np.argmin(np.hypot(np.where(down < 0, -4 * down, down), across)))
    return float(lefts[best] + _AIR), float(tops[best] + _AIR)


def _printed(png: bytes, page: tuple[float, float]) -> NDArray[np.bool_]:
    """Return for each square millimetre of the page whether something is printed in it."""
    import numpy as np
    from PIL import Image

    rows, columns = max(round(page[1]), 1), max(round(page[0]), 1)
    with Image.open(io.BytesIO(png)) as opened:
        # Six dots to the millimetre, as a page image of A4 has.
        grey = np.asarray(opened.convert("L").resize((columns * 6, rows * 6)))
    dots = (grey < _INK).reshape(rows, 6, columns, 6).sum(axis=(1, 3))
    found: NDArray[np.bool_] = dots >= _LEAST_DOTS
    return found
