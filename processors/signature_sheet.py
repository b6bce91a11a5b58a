"""The lines of a signature, cut out, straightened and set below one another: one sheet for one start of Tesseract.

A stamped name leans by some degrees and a stamped title may lie half over the printed one; on the sheet every line is
level and alone. A start of Tesseract costs as much as reading three such lines, so all of them share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from processors.ink import blots

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    from processors.ink import Mask

_GAP = 8.0
"""Points between two words of a line, at most."""
_WIDE, _HIGH = 28.0, (6.0, 48.0)
"""Points: what is narrower, lower or higher is no line of a signature."""
_LETTER = (4.5, 17.0)
"""Points that a letter is high, with its marks."""
_FEWEST, _MOST_LETTERS = 3, 150
"""Letters of a line; more are a halftone or noise, and comparing them all with each other would take minutes."""
_MOST_PARTS = 20_000
"""Parts of a mask beyond which it is noise: a page of print has some thousand."""
_ONE_LINE = 19.0
"""Points: what is higher is two lines, or a line with remains of seal and strokes."""
_CAPITALS, _MARKED, _BELOW = 11.5, 15.5, 4.5
"""Points: height of capitals without marks, and with them; what hangs below the line."""
_STEEPEST = 0.12
_MARGIN = 9.0
_LEAST = (250.0, 230.0)
"""Points of the sheet: words are judged by their share of its height."""
_MOST = 14


@dataclass(frozen=True, slots=True)
class Strip:
    """One line, level."""

    mask: Mask
    left: int
    top: int
    """Pixels of its corner on the image it was cut from."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines below one another, black on white."""

    image: Image
    strips: tuple[Strip, ...]
    tops: tuple[int, ...]
    """Where each strip begins on the sheet, pixels."""
    margin: int

    def origin(self, y: float) -> tuple[int, int]:
        """Return what to add to a place on the sheet (height ``y`` from its top) to have it on the image."""
        index = max((i for i, top in enumerate(self.tops) if top <= y), default=0)
        strip = self.strips[index]
        return strip.left - self.margin, strip.top - self.tops[index]


def make_sheet(masks: Sequence[Mask], *, dpi: int) -> Sheet | None:
    """Return the sheet of all lines found on the masks of one image; None without any."""
    import numpy as np
    from PIL import Image

    point = dpi / 72
    strips = sorted((strip for mask in masks for strip in _strips(mask, point)), key=lambda strip: strip.top)[:_MOST]
    if not strips:
        return None
    margin = round(_MARGIN * point)
    tops = [margin]
    for strip in strips:
        tops.append(tops[-1] + strip.mask.shape[0] + margin)
    wide = max(round(_LEAST[0] * point), *(strip.mask.shape[1] + 2 * margin for strip in strips))
    canvas = np.full((max(round(_LEAST[1] * point), tops[-1]), wide), 255, np.uint8)
    for strip, top in zip(strips, tops, strict=False):
        high, long = strip.mask.shape
        canvas[top : top + high, margin : margin + long][strip.mask] = 0
    return Sheet(Image.fromarray(canvas), tuple(strips), tuple(tops[:-1]), margin)


def _strips(mask: Mask, point: float) -> Iterator[Strip]:
    """Yield the lines of a mask: letters that stand no further apart than words do."""
    import numpy as np

    reach = round(_GAP * point / 2)
    sums = np.cumsum(np.pad(mask.astype(np.int32), ((0, 0), (reach + 1, reach))), axis=1)
    joined = sums[:, 2 * reach + 1 :] > sums[:, : -(2 * reach + 1)]
    joined[1:] |= joined[:-1].copy()
    groups, letters = blots(joined), blots(mask)
    if len(letters.left) > _MOST_PARTS:
        return
    for index in range(len(groups.left)):
        left = max(0, int(groups.left[index]) + reach - 2)
        right = min(mask.shape[1], int(groups.right[index]) - reach + 2)
        top, bottom = int(groups.top[index]), int(groups.bottom[index])
        wide, high = (right - left) / point, (bottom - top) / point
        if wide < _WIDE or not _HIGH[0] <= high <= _HIGH[1]:
            continue
        inside = (letters.left >= left) & (letters.right <= right) & (letters.top >= top) & (letters.bottom <= bottom)
        chosen = inside & (letters.height > _LETTER[0] * point) & (letters.height < _LETTER[1] * point)
        if not _FEWEST <= chosen.sum() <= _MOST_LETTERS:
            continue
        slope = _slope((letters.left[chosen] + letters.right[chosen]) / 2, letters.bottom[chosen])
        lean = int(abs(slope) * (right - left) / 2) + 1
        top, bottom = max(0, top - lean), min(mask.shape[0], bottom + lean)
        level = _levelled(mask[top:bottom, left:right], slope)
        for first, last in _bands(level, point):
            yield Strip(level[first:last], left, top + first)


def _slope(x: NDArray[Any], y: NDArray[Any]) -> float:
    """Return the median slope of the foot of the letters (Theil and Sen): strokes that stay on do not turn it."""
    import numpy as np

    one, two = np.triu_indices(len(x), 1)
    apart = x[two] - x[one]
    far = np.abs(apart) > 8
    if len(x) < 4 or not far.any():
        return 0.0
    slope = float(np.median((y[two] - y[one])[far] / apart[far]))
    return slope if abs(slope) <= _STEEPEST else 0.0


def _levelled(mask: Mask, slope: float) -> Mask:
    """Return the mask with every column moved up or down, so that a line of that slope is level."""
    import numpy as np

    moved = np.rint(slope * (np.arange(mask.shape[1]) - mask.shape[1] / 2)).astype(int)
    rows = np.arange(mask.shape[0])[:, None] + moved[None, :]
    inside = (rows >= 0) & (rows < mask.shape[0])
    level: Mask = inside & np.take_along_axis(mask, np.clip(rows, 0, mask.shape[0] - 1), axis=0)
    return level


def _bands(level: Mask, point: float) -> list[tuple[int, int]]:
    """Return first row and the row behind the last of each line in a strip: one, or two that touch.

    Of what is too high for one line, the line on which most letters stand is taken, and the lowest and the highest
    line where they are others: a stamped title over a printed one.
    """
    import numpy as np

    inked = np.nonzero(level.sum(axis=1) >= 2)[0]
    if not len(inked):
        return []
    top, bottom = int(inked[0]), int(inked[-1]) + 1
    if bottom - top <= _ONE_LINE * point:
        return [(top, bottom)]
    bands = []
    found = blots(level)
    letters = (found.height > _LETTER[0] * point) & (found.height < _LETTER[1] * point)
    feet, widths = found.bottom[letters], found.width[letters]
    if len(feet) >= _FEWEST:
        foot = max(feet, key=lambda y: widths[np.abs(feet - y) <= 2 * point].sum())
        bands.append((max(top, int(foot - _MARKED * point)), min(bottom, int(foot + _BELOW * point))))
    for first, last in (
        (max(top, bottom - round(_CAPITALS * point)), bottom),
        (top, min(bottom, top + round(_MARKED * point))),
    ):
        if all(abs(last - other) > 5 * point for _, other in bands):
            bands.append((first, last))
    return bands
