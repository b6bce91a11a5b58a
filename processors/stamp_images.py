"""Stamps as pictures: where on a page something stands apart like a stamp, straightened and set up to be read.

Tesseract's own pass over the page loses framed, tilted and pale stamps; each is cut out here, what is red from the red
plane of a coloured page, what is framed from the dark one, turned upright, freed of its frame, and put below the others
on one sheet. What has neither frame nor colour is left to ``mark_look``: handwriting and badly read print filled the
sheet, and reading them cost half a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processors.stamp_straight import INK, ON_END, ground_of, laid_down, straight, upright_ways

if TYPE_CHECKING:
    from PIL import Image

TOP = 0.55
"""Share of the page, from the top, where stamps are looked for."""
MOST = 10
"""Stamps that are read of one page, the most stamp-like first."""
_CELL = 0.5
"""Millimetres of one cell of the grid that stamps are found on."""
_WIDE, _HIGH = (7.0, 85.0), (4.5, 45.0)
"""Millimetres."""
_FRAMED = 0.08
"""Share of its box that a frame encloses at least, though it be broken or double; words and handwriting have 0.06."""
_RED_HIGH = 3.0
"""What is red is worth reading though it be as low as a line of text."""


_SAME = 0.7
"""Share that two boxes have in common where they are of one stamp."""
_FEWEST_CELLS = 20
"""What covers no more than this is a letter or dust."""
_INKED = re.compile(b"\xff+")
Box = tuple[float, float, float, float]
_Run = tuple[int, int, int]
"""Row, first column and the column behind the last of inked cells side by side."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that stands apart on the page, in cells."""

    runs: tuple[_Run, ...]

    @property
    def left(self) -> int:
        return min(start for _, start, _ in self.runs)

    @property
    def right(self) -> int:
        """The column behind the last."""
        return max(end for _, _, end in self.runs)

    @property
    def top(self) -> int:
        return self.runs[0][0]

    @property
    def bottom(self) -> int:
        """The row below the last."""
        return self.runs[-1][0] + 1


def sheet(image: Image.Image, *, dpi: int, read: Sequence[Box] = ()) -> Image.Image | None:
    """Return one image with all stamps of a page's upper part, black on white at ``SHEET_DPI``; None without any.

    Args:
        image: the page.
        dpi: its resolution.
        read: boxes (left, top, right, bottom in pixels) of words that were read beyond doubt: they are no stamp, but
            one may touch them. Red ink is looked at all the same.
    """
    upper = image.crop((0, 0, image.width, int(image.height * TOP)))
    crops: list[Image.Image] = []
    for seen, red in _planes(upper):
        plane = seen if red else _without_words(seen, read)
        for box in _boxes(plane, dpi, red=red):
            for crop in upright_ways(plane.crop(box), dpi):
                crops += laid_down(straight(crop, dpi))
    return _stacked(crops) if crops else None


def sheet_of(pictures: Iterable[tuple[Image.Image, int]]) -> Image.Image | None:
    """Return one image with pictures that lie level but for a tilt (each with its dpi), as ``sheet`` does."""
    crops = [straight(picture, dpi) for picture, dpi in pictures]
    return _stacked(crops) if crops else None


def _planes(image: Image.Image) -> Iterator[tuple[Image.Image, bool]]:
    """Yield the planes where stamps show dark on white, and whether it is the plane of red ink."""
    from PIL import ImageChops

    if image.mode == "L":
        yield image, False
        return
    red, green, blue = image.split()
    # Red where red light comes back and the others do not; a pale stamp is stretched to black.
    redness = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    yield redness.point([255 - min(255, max(0, value - 12) * 5) for value in range(256)]), True
    yield red, False  # in red light red ink vanishes, what is black or blue stays


def _boxes(plane: Image.Image, dpi: int, *, red: bool) -> list[tuple[int, int, int, int]]:
    """Return the boxes (pixels) of what stands apart in a frame, or in red, what encloses most first."""
    from PIL import ImageFilter

    cell = max(1, round(dpi * _CELL / 25.4))
    grid = plane.reduce(cell)
    ground = ground_of(grid)
    inked = grid.point([255 if value < ground - INK else 0 for value in range(256)])
    # The broken sides of a frame grow together over one cell.
    joined = inked.filter(ImageFilter.MaxFilter(3))
    size = cell * 25.4 / dpi
    enclosing = [
        (part, _enclosed(part)) for part in _spots(joined) if _fits(part, size, _RED_HIGH if red else _HIGH[0])
    ]
    framed = [(part, share) for part, share in enclosing if red or share > _FRAMED]
    chosen = _once([part for part, _ in sorted(framed, key=lambda found: -found[1])])
    return [
        (part.left * cell, part.top * cell, min(plane.width, part.right * cell), min(plane.height, part.bottom * cell))
        for part in chosen[:MOST]
    ]


def _once(parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts without those that cover nearly the same place as one before them."""
    kept: list[_Part] = []
    for part in parts:
        if not any(_overlap(part, other) > _SAME for other in kept):
            kept.append(part)
    return kept


def _overlap(one: _Part, two: _Part) -> float:
    """Return the share of the larger box that both have in common."""
    wide = min(one.right, two.right) - max(one.left, two.left)
    high = min(one.bottom, two.bottom) - max(one.top, two.top)
    areas = [(part.right - part.left) * (part.bottom - part.top) for part in (one, two)]
    return max(wide, 0) * max(high, 0) / max(areas)


def _without_words(plane: Image.Image, read: Sequence[Box]) -> Image.Image:
    """Return a plane on which words that were read are painted over, so that a stamp that touches them stands alone."""
    from PIL import ImageDraw

    if not read:
        return plane
    clean = plane.copy()
    draw, ground = ImageDraw.Draw(clean), ground_of(plane.reduce(8))
    for left, top, right, bottom in read:
        if top < plane.height:
            draw.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=ground)
    return clean


def _fits(part: _Part, size: float, lowest: float) -> bool:
    wide, high = (part.right - part.left) * size, (part.bottom - part.top) * size
    if high > ON_END * wide:
        wide, high = high, wide
    return _WIDE[0] <= wide <= _WIDE[1] and lowest <= high <= _HIGH[1]


def _spots(mask: Image.Image) -> Iterator[_Part]:
    """Yield the connected parts of a mask (255 where inked), from the top; cells that touch at a corner connect."""
    runs = [
        (row, found.start(), found.end()) for row, cells in enumerate(_rows(mask)) for found in _INKED.finditer(cells)
    ]
    parts: dict[int, list[_Run]] = {}
    for number, root in enumerate(_connected(runs)):
        parts.setdefault(root, []).append(runs[number])
    for members in parts.values():
        if sum(end - start for _, start, end in members) > _FEWEST_CELLS:
            yield _Part(tuple(members))


def _rows(mask: Image.Image) -> Iterator[bytes]:
    cells = mask.tobytes()
    return (cells[start : start + mask.width] for start in range(0, len(cells), mask.width))


def _connected(runs: Sequence[_Run]) -> list[int]:
    """Return for each run the number of the first run of its part. Runs come row by row, each from the left."""
    first = list(range(len(runs)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    above = 0
    for number, (row, start, end) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < start):
            above += 1
        other = above
        while runs[other][0] == row - 1 and runs[other][1] <= end:
            one, two = sorted((root(number), root(other)))
            first[two] = one
            other += 1
    return [root(number) for number in range(len(runs))]


def _enclosed(part: _Part) -> float:
    """Return the share of the part's box that it encloses without inking it."""
    # Walk in from outside the box over everything that is not the part: what cannot be reached is enclosed.
    wide, high = part.right - part.left + 2, part.bottom - part.top + 2
    blocked = bytearray(wide * high)
    for row, start, end in part.runs:
        at = (row - part.top + 1) * wide - part.left + 1
        blocked[at + start : at + end] = b"\1" * (end - start)
    inked = sum(blocked)
    blocked[0] = 1
    reached = [0]
    for at in reached:
        column = at % wide
        for other in (at - wide, at + wide, at - 1 if column else -1, at + 1 if column < wide - 1 else -1):
            if 0 <= other < len(blocked) and not blocked[other]:
                blocked[other] = 1
                reached.append(other)
    return (len(blocked) - len(reached) - inked) / (wide * high)


def _stacked(crops: list[Image.Image]) -> Image.Image:
    """Return the crops below each other on white, each stretched to full contrast."""
    from PIL import Image, ImageOps

    gap = 40
    clean = [ImageOps.autocontrast(crop, cutoff=(1, 5)) for crop in crops]
    # Paper enough that no letter is taken for a frame because of its share of the height.
    high = max(sum(c.height + gap for c in clean) + gap, 12 * max(c.height for c in clean))
    paper = Image.new("L", (max(c.width for c in clean) + 2 * gap, high), 255)
    top = gap
    for crop in clean:
        paper.paste(crop, (gap, top))
        top += crop.height + gap
    return paper
