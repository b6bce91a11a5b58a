"""How a page lies under the scanner: turned by quarters, askew, or upright; and how to mend it for reading.

Only the copy that is recognised is mended, never the record. Words keep the coordinates of the mended copy, in which
headers stand on top and lines are level; ``on_paper`` brings a place back to the page as it is shown.

The look costs some milliseconds: points of ink of a small copy are sheared and counted by rows. The rows of level text
are sharply full or empty. Letters have more above their middle zone (marks, capitals, tall letters) than below it, so
rows empty more suddenly under a line than they fill above it; upside down it is the other way round.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from processors.vietnamese import valid_share
from vanban.domain.reading import Alignment, Box, Fact, Page

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from processors.raster import Raster

LEAST_SKEW = 0.8
"""Degrees from which a page is levelled: below, Tesseract loses nothing (of a page at 3 degrees every ninth letter)."""
_MOST_SKEW = 12.0
_SMALL_DPI = 50
"""Of the copy that is looked at: a line of print is some ten rows high."""
_FEWEST, _MOST = 400, 30_000
"""Points of ink: fewer say nothing, more cost time."""
_MARGIN = 0.04
"""Share of the shorter side that is left out all around: shadows of lid and fold."""
_DARKER = 25
"""How much darker than the paper around it, of 255, a point is ink."""
_RULE = 3.0
"""So many times fuller than usual a row is a ruled line or a streak; it counts no more than this."""
_SIDEWAYS = 1.5
"""From this ratio of sharpness, columns to rows, a page may lie on its side; 0.1 to 0.5 is usual, tables have 1."""
_CLEARLY_SKEWED = 1.3
"""So much sharper must the rows be at their best angle than as they are."""
_NO_CHANCE = 4.0
"""So much sharper must they be than the rows of mere noise."""
_UPSIDE_DOWN = 0.1
"""Lopsidedness of the rows from which the page may stand on its head; upright pages have -0.5 to 0."""
_SPECKLED = 0.07
"""Share of lonely points from which a page is speckled; real scans have 0.06 at most."""
_POOR = 0.5
"""Share of Vietnamese syllables under which a page may lie otherwise than it was read; usual are 0.9 and more."""
_BETTER = 1.2
"""So many times more syllables must another way round give to be taken."""
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Ink:
    """Rows and columns of the points of ink."""

    rows: NDArray[Any]
    columns: NDArray[Any]
    specks: float = 0.0
    """Share of points that stand alone."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like before it is read."""

    ways: tuple[Alignment, ...] = (Alignment(),)
    """How it may lie, the likeliest first; the reading decides if the first gives words."""
    blank: bool = False
    speckled: bool = False
    """Whether it is sown with specks, as by a bad fax line."""


def look(image: Image.Image, *, dpi: int) -> Look:
    """Return how a page may lie, and whether there is anything on it.

    Args:
        image: the page as it is shown, any mode.
        dpi: its resolution.
    """
    ink = _ink_of(image, dpi)
    if ink is None:
        return Look(blank=True)
    level, rows = _best_angle(ink)
    # Turned a quarter counterclockwise, what was a column from the left is a row from the bottom.
    on_side = _Ink(-ink.columns, ink.rows)
    side, columns = _best_angle(on_side)
    upright = [Alignment(0, level), Alignment(180, level)]
    lying = [Alignment(90, side), Alignment(270, side)]
    if _lopsided(ink, level) > _UPSIDE_DOWN:
        upright.reverse()
    if _lopsided(on_side, side) > _UPSIDE_DOWN / 2:
        lying.reverse()
    ways = lying + upright if columns > _SIDEWAYS * rows else upright
    return Look(tuple(ways), speckled=ink.specks > _SPECKLED)


def reads_well(page: Page) -> bool:
    """Return whether the words of a page leave no doubt that it was read the right way round."""
    words = [word.text for word in page.words if len(word.text) > 1]
    return len(words) >= _FEWEST_WORDS and valid_share(" ".join(words)) >= _POOR


def better(page: Page, other: Page) -> Page:
    """Return the one of two readings of a page that has far more syllables, else the first."""
    return other if _syllables(other) > _BETTER * _syllables(page) else page


def align(image: Image.Image, alignment: Alignment) -> Image.Image:
    """Return the page turned as ``alignment`` says, on the colour of its paper; the canvas keeps its size."""
    from PIL import Image

    quarter = {
        90: Image.Transpose.ROTATE_90,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_270,
    }.get(alignment.turn)
    turned = image.transpose(quarter) if quarter is not None else image
    if not alignment.skew:
        return turned
    white = 255 if turned.mode == "L" else (255, 255, 255)
    return turned.rotate(alignment.skew, resample=Image.Resampling.BICUBIC, fillcolor=white)


def aligned(raster: Raster, alignment: Alignment) -> Raster:
    """Return a rendered page turned as ``alignment`` says."""
    return raster if alignment == Alignment() else replace(raster, image=align(raster.image, alignment))


def aligned_size(width: float, height: float, alignment: Alignment) -> tuple[float, float]:
    """Return width and height of a page after it is turned."""
    return (height, width) if alignment.turn in (90, 270) else (width, height)


def to_paper(page: Page) -> tuple[float, float, float, float, float, float]:
    """Return the matrix (a, b, c, d, e, f of PDF) from the coordinates of a page's words to the page as shown."""
    angle = -math.radians(page.alignment.turn + page.alignment.skew)
    cos, sin = math.cos(angle), math.sin(angle)
    width, height = aligned_size(page.width, page.height, page.alignment)
    x, y = page.width / 2, page.height / 2
    return (cos, sin, -sin, cos, width / 2 - cos * x + sin * y, height / 2 - sin * x - cos * y)


def on_paper(page: Page, box: Box) -> Box:
    """Return the place of a box on the page as it is shown, in points from its bottom left."""
    if page.alignment == Alignment():
        return box
    a, b, c, d, e, f = to_paper(page)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    width, height = aligned_size(page.width, page.height, page.alignment)
    across = [min(max(x, 0.0), width) for x, _ in corners]
    up = [min(max(y, 0.0), height) for _, y in corners]
    return (min(across), min(up), max(across), max(up))


def fact_on_paper(fact: Fact, page: Page) -> Fact:
    """Return a fact with its box on the page as it is shown."""
    return fact if fact.box is None else replace(fact, box=on_paper(page, fact.box))


def _syllables(page: Page) -> float:
    words = [word.text for word in page.words if len(word.text) > 1 and word.confidence > _POOR]
    return valid_share(" ".join(words)) * len(words)


def _ink_of(image: Image.Image, dpi: int) -> _Ink | None:
    """Return the points of ink, or None where there are too few to say anything."""
    import numpy as np
    from PIL import Image

    grey = image if image.mode == "L" else image.convert("L")
    small = grey.reduce(max(1, round(dpi / _SMALL_DPI)))
    width, height = small.size
    if min(width, height) < 32:
        return None
    ground = small.resize((width // 16, height // 16), Image.Resampling.BOX).resize(
        (width, height), Image.Resampling.BILINEAR
    )
    values, paper = (np.asarray(one, dtype=np.int16) for one in (small, ground))
    margin = int(_MARGIN * min(width, height))
    inner = np.s_[margin : height - margin, margin : width - margin]
    inked = values[inner] < paper[inner] - _DARKER
    rows, columns = np.nonzero(inked)
    if len(rows) < _FEWEST:
        return None
    alone = _alone(inked)[rows, columns]
    step = -(-len(rows) // _MOST)
    return _Ink(rows[::step], columns[::step], float(alone.mean()))


def _alone(mask: NDArray[Any]) -> NDArray[Any]:
    """Return where a point has no neighbour."""
    import numpy as np

    padded = np.pad(mask, 1).astype(np.uint8)
    across = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    return (across[:-2] + across[1:-1] + across[2:]) == 1  # type: ignore[no-any-return]


def _profile(ink: _Ink, angle: float) -> NDArray[Any]:
    """Return how many points lie in each row of the page turned counterclockwise by some degrees."""
    import numpy as np

    rows = ink.rows - ink.columns * math.tan(math.radians(angle))
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return np.minimum(counts, _RULE * counts[counts > 0].mean())  # type: ignore[no-any-return]


def _sharpness(ink: _Ink, angle: float) -> float:
    import numpy as np

    return float((np.diff(_profile(ink, angle)) ** 2).sum())


def _best_angle(ink: _Ink) -> tuple[float, float]:
    """Return the skew that is worth mending (degrees, else 0) and how sharp the rows are at their best."""
    import numpy as np

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 1), key=lambda angle: _sharpness(ink, angle))
    best = max(np.arange(coarse - 0.9, coarse + 0.95, 0.1), key=lambda angle: _sharpness(ink, angle))
    sharp, as_it_is = _sharpness(ink, best), _sharpness(ink, 0.0)
    # Rows of points thrown at random differ by twice their number, squared and summed.
    worth = abs(best) >= LEAST_SKEW and sharp > max(_CLEARLY_SKEWED * as_it_is, _NO_CHANCE * 2 * len(ink.rows))
    return (round(float(best), 1) if worth else 0.0), sharp


def _lopsided(ink: _Ink, angle: float) -> float:
    """Return, from -1 to 1, whether rows change more suddenly where they fill (upside down) or where they empty."""
    import numpy as np

    steps = np.diff(_profile(ink, angle))
    total = float((np.abs(steps) ** 3).sum())
    return float((steps**3).sum()) / total if total else 0.0
