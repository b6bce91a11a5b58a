"""A look at a page for the word MẬT as a picture, however it is turned, framed, pale or crossed by print.

Reading letters needs a stamp that stands alone; most of what the secrecy gate missed was plain to see and did not. A
small network looks at every place where ink was not read, in six sizes and four turns, and says how sure it is that
the word stands there. Its weights (``mark_look.npz``) are made by ``make train-marks`` from drawn stamps; figures in
``docs/benchmarks.md``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.mark_ink import DPI_AT, LETTERS, Box, ink_of, views

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

WEIGHTS = Path(__file__).with_name("mark_look.npz")
WIDE, HIGH = 32, 24
"""Points of the window the network sees: the word, tilted up to 20 degrees, and what is around it."""
STEP = 4
"""Points from one window to the next; the network was taught with words half as far from the middle."""
PROMISING = -2.0
"""Score of a window from which those around it are looked at too."""
_MOST_PROMISING = 200
_AROUND = [[down, across] for down in range(-2, 3) for across in range(-2, 3)]
LEAST_INK, MOST_INK = 0.06, 0.6
"""Share of ink in the middle of a window between which it is looked at."""
_MIDDLE_WIDE, _MIDDLE_HIGH = 20, 10
_BAND = 4
"""Columns of a band of the middle."""
LEAST_IN_BAND = 0.01
"""Share of ink that each band has where the word stands: of 1,000 drawn ones all but one, a quarter of other places."""
_AT_ONCE = 4096
"""Windows in one multiplication: 13 MB."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the word may stand."""

    score: float
    """Log odds, of the network; what it was taught with goes from -8 to 8."""
    box: Box
    """Left, top, right, bottom in pixels of the page."""
    quarters: int
    """Quarter turns, against the clock, that lay the word level."""
    view: Image.Image
    """What shows it, of half the page's size."""
    dpi: int
    """Of the view."""

    def picture(self) -> Image.Image:
        """Return the place cut out and laid level, but for a tilt."""
        return self._cut(self.view, [edge / 2 for edge in self.box])

    def on(self, page: Image.Image) -> Image.Image:
        """Return the same of the page itself, grey."""
        return self._cut(page, self.box)

    def _cut(self, image: Image.Image, box: Sequence[float]) -> Image.Image:
        left, top, right, bottom = (max(0, round(edge)) for edge in box)
        return image.crop((left, top, right, bottom)).convert("L").rotate(90 * self.quarters, expand=True)


def sightings(image: Image.Image, *, dpi: int, read: Sequence[Box] = (), least: float = 0) -> list[Sighting]:
    """Return where the word may stand, the likeliest first, one for each place.

    Args:
        image: the part of a page that is looked at.
        dpi: its resolution.
        read: boxes of words that were read beyond doubt, in pixels.
        least: score from which a place is told.
    """
    found = [
        sighting for view in views(image, read) for size in LETTERS for sighting in _at_size(view, dpi / 2, size, least)
    ]
    kept: list[Sighting] = []
    for one in sorted(found, key=lambda sighting: -sighting.score):
        if not any(_middle_in(one.box, other.box) for other in kept):
            kept.append(one)
    return kept


def scores(windows: NDArray[Any], layers: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return a network's log odds of each window (rows of ``HIGH`` x ``WIDE`` points of ink)."""
    import numpy as np

    one, at_one, two, at_two, three, at_three = layers
    hidden = np.maximum(windows @ one + at_one, 0)
    hidden = np.maximum(hidden @ two + at_two, 0)
    return (hidden @ three + at_three)[:, 0]  # type: ignore[no-any-return]


@functools.cache
def weights() -> tuple[NDArray[Any], ...]:
    """Return the layers of the network: weights and bias of each."""
    import numpy as np

    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return tuple(kept[name].astype(np.float32) for name in ("one", "at_one", "two", "at_two", "three", "at_three"))


def _at_size(view: Image.Image, dpi: float, size: float, least: float) -> Iterator[Sighting]:
    import numpy as np
    from PIL import Image

    shrunk = DPI_AT / size / dpi
    wide, high = max(1, round(view.width * shrunk)), max(1, round(view.height * shrunk))
    small = view.resize((wide, high), Image.Resampling.BOX, reducing_gap=2.0)
    # Paper around it, so that a word at the edge stands in the middle of some window.
    ink = np.pad(ink_of(small), HIGH // 2)
    for quarters in range(4):
        turned = np.ascontiguousarray(np.rot90(ink, quarters))
        for score, row, column in places(turned, weights(), least):
            box = _turned_back((column, row, column + WIDE, row + HIGH), turned.shape, quarters)
            left, top, right, bottom = ((edge - HIGH // 2) * 2 / shrunk for edge in box)
            yield Sighting(score, (left, top, right, bottom), quarters, view, round(dpi))


def places(ink: NDArray[Any], layers: Sequence[NDArray[Any]], least: float) -> Iterator[tuple[float, int, int]]:
    """Yield the scores from ``least`` on, with row and column of their windows in an array of ink."""
    import numpy as np

    if ink.shape[0] < HIGH or ink.shape[1] < WIDE:
        return
    windows = np.lib.stride_tricks.sliding_window_view(ink, (HIGH, WIDE))
    coarse = np.argwhere(worth_a_look(ink)) * STEP
    seen = _scores_at(windows, coarse, layers)
    promising = np.flatnonzero(seen >= PROMISING)
    promising = promising[np.argsort(-seen[promising])][:_MOST_PROMISING]
    # Where it may stand, every place around is looked at: the word is nowhere as clear as in the very middle.
    around = (coarse[promising][:, None, :] + _AROUND).reshape(-1, 2)
    around = np.unique(around[((around >= 0) & (around < windows.shape[:2])).all(axis=1)], axis=0)
    seen = _scores_at(windows, around, layers)
    for index in np.flatnonzero(seen >= least):
        yield float(seen[index]), int(around[index, 0]), int(around[index, 1])


def _scores_at(windows: NDArray[Any], at: NDArray[Any], layers: Sequence[NDArray[Any]]) -> NDArray[Any]:
    import numpy as np

    pieces = (at[start : start + _AT_ONCE] for start in range(0, len(at), _AT_ONCE))
    told = [scores(windows[piece[:, 0], piece[:, 1]].reshape(len(piece), -1), layers) for piece in pieces]
    return np.concatenate(told) if told else np.zeros(0, dtype=np.float32)


def worth_a_look(ink: NDArray[Any]) -> NDArray[Any]:
    """Return for each window, by rows and columns of ``STEP``, whether its middle has the ink of a word, end to end."""
    import numpy as np

    top, left = (HIGH - _MIDDLE_HIGH) // 2, (WIDE - _MIDDLE_WIDE) // 2
    rows, columns = (ink.shape[0] - HIGH) // STEP + 1, (ink.shape[1] - WIDE) // STEP + 1
    # A row and a column of each window at a time: far less to add than sums of the whole.
    inked = _added(ink[top + row :: STEP][:rows] for row in range(_MIDDLE_HIGH))
    bands = [
        _added(inked[:, left + band + column :: STEP][:, :columns] for column in range(_BAND))
        for band in range(0, _MIDDLE_WIDE, _BAND)
    ]
    share = _added(iter(bands)) / (_MIDDLE_HIGH * _MIDDLE_WIDE)
    least = np.minimum.reduce(bands) / (_MIDDLE_HIGH * _BAND)
    worth: NDArray[Any] = (share > LEAST_INK) & (share < MOST_INK) & (least > LEAST_IN_BAND)
    return worth


def _added(arrays: Iterator[NDArray[Any]]) -> NDArray[Any]:
    total = next(arrays).copy()
    for array in arrays:
        total += array
    return total


def _turned_back(box: tuple[int, int, int, int], shape: tuple[int, ...], quarters: int) -> tuple[int, int, int, int]:
    """Return a box of an array that was turned by quarters against the clock in the array as it was."""
    left, top, right, bottom = box
    high, wide = shape
    for _ in range(quarters):
        # What was (x, y) before a turn against the clock is (y, W - x) after it.
        left, top, right, bottom = high - bottom, left, high - top, right
        high, wide = wide, high
    return left, top, right, bottom


def _middle_in(box: Box, other: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= across <= other[2] and other[1] <= down <= other[3]
