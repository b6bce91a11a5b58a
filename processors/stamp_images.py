"""Stamps as pictures: where on a page something stands apart like a stamp, straightened and set up to be read.

Tesseract's own pass over the page loses framed, tilted and pale stamps; each is cut out here, from the red plane of a
coloured page and from the dark one, turned upright, freed of its frame, and put below the others on one sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

TOP = 0.55
"""Share of the page, from the top, where stamps are looked for."""
SHEET_DPI = 300
MOST = 6
"""Stamps that are read of one page, the most stamp-like first."""
_CELL = 0.5
"""Millimetres of one cell of the grid that stamps are found on."""
_WIDE, _HIGH = (7.0, 85.0), (4.5, 45.0)
"""Millimetres."""
_TILTED_HIGH = 6.5
"""A line of text that stands higher than this leans: the pass over the page reads what is level."""
_FRAMED = 0.25
_RED_HIGH = 3.0
"""What is red is worth reading though it be as low as a line of text."""
_INK = 26
"""How far from its ground, of 255, a cell is dark."""
_ANGLES = range(-20, 21, 2)


_FEWEST_CELLS = 20
"""What covers no more than this is a letter or dust."""
_ON_END = 1.3
"""So many times higher than wide, a stamp stands on its end."""
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
            crops += [_straight(crop, dpi) for crop in _upright(plane.crop(box))]
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
    """Return the boxes (pixels) of what stands apart like a stamp, framed ones first."""
    from PIL import ImageFilter

    cell = max(1, round(dpi * _CELL / 25.4))
    grid = plane.reduce(cell)
    ground = _ground(grid)
    inked = grid.point([255 if value < ground - _INK else 0 for value in range(256)])
    # The broken sides of a frame grow together over one cell.
    joined = inked.filter(ImageFilter.MaxFilter(3))
    size = cell * 25.4 / dpi
    # A word encloses next to nothing, a frame half of its box and more.
    lowest = _RED_HIGH if red else _HIGH[0]
    enclosing = [(part, _enclosed(part)) for part in _spots(joined) if _fits(part, size, lowest)]
    framed = [(part, share) for part, share in enclosing if red or share > _FRAMED]
    apart = [] if red else [part for part in _spots(_run_together(joined)) if _fits(part, size, _TILTED_HIGH)]
    chosen = [part for part, _ in sorted(framed, key=lambda found: -found[1])] + apart
    return [
        (part.left * cell, part.top * cell, min(plane.width, part.right * cell), min(plane.height, part.bottom * cell))
        for part in chosen[:MOST]
    ]


def _without_words(plane: Image.Image, read: Sequence[Box]) -> Image.Image:
    """Return a plane on which words that were read are painted over, so that a stamp that touches them stands alone."""
    from PIL import ImageDraw

    if not read:
        return plane
    clean = plane.copy()
    draw, ground = ImageDraw.Draw(clean), _ground(plane.reduce(8))
    for left, top, right, bottom in read:
        if top < plane.height:
            draw.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=ground)
    return clean


def _fits(part: _Part, size: float, lowest: float) -> bool:
    wide, high = (part.right - part.left) * size, (part.bottom - part.top) * size
    if high > _ON_END * wide:
        wide, high = high, wide
    return _WIDE[0] <= wide <= _WIDE[1] and lowest <= high <= _HIGH[1]


def _run_together(mask: Image.Image) -> Image.Image:
    """Return the mask with words of one line grown together, so that what is left short stands alone."""
    from PIL import ImageChops

    wide = mask
    for step in (1, 2, 3):
        wide = ImageChops.lighter(
            wide, ImageChops.lighter(ImageChops.offset(wide, step, 0), ImageChops.offset(wide, -step, 0))
        )
    return wide


def _ground(image: Image.Image) -> int:
    """Return the commonest of the lighter values: the paper."""
    counts = image.histogram()[:256]
    return max(range(128, 256), key=lambda value: counts[value])


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


def _upright(crop: Image.Image) -> list[Image.Image]:
    """Return a stamp, or, of one that stands on its end, both ways of laying it down."""
    from PIL import Image

    if crop.height < _ON_END * crop.width:
        return [crop]
    return [crop.transpose(Image.Transpose.ROTATE_90), crop.transpose(Image.Transpose.ROTATE_270)]


def _straight(crop: Image.Image, dpi: int) -> Image.Image:
    """Return a stamp upright, without its frame, black on white, at ``SHEET_DPI``."""
    from PIL import Image, ImageOps

    scale = SHEET_DPI / dpi
    crop = ImageOps.autocontrast(crop, cutoff=(1, 1))
    crop = crop.resize(
        (max(1, round(crop.width * scale)), max(1, round(crop.height * scale))), Image.Resampling.BICUBIC
    )
    ground = _ground(crop)
    padded = ImageOps.expand(crop, border=crop.height // 4 + 4, fill=ground)
    turned = padded.rotate(_tilt(padded), resample=Image.Resampling.BICUBIC, fillcolor=ground)
    return _without_frame(turned, ground)


def _tilt(image: Image.Image) -> float:
    """Return by how many degrees to turn an image so that its lines lie level: rows of ink are sharpest then."""
    import numpy as np
    from PIL import Image

    small = image.copy()
    small.thumbnail((240, 240))
    ground = _ground(small)
    ink = Image.fromarray(np.clip(ground - np.asarray(small, dtype=np.int16), 0, 255).astype(np.uint8))

    def sharpness(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle, resample=Image.Resampling.BILINEAR), dtype=np.float64).sum(axis=1)
        return float((np.diff(rows) ** 2).sum())

    best = max(_ANGLES, key=sharpness)
    return max((best - 1, best, best + 1), key=sharpness)


def _without_frame(image: Image.Image, ground: int) -> Image.Image:
    """Return an image whose long straight lines are painted over, and what is left cut out with a margin."""
    import numpy as np
    from PIL import Image, ImageOps

    pixels = np.array(image)
    inked = pixels < ground - max(_INK, (ground - int(pixels.min())) // 3)
    # Only in a frame is an upright line no letter: the T of MẬT stands near the edge as well.
    if _rub_out_rows(pixels, inked, ground, share=0.6) >= 2:
        _rub_out_rows(pixels.T, inked.T, ground, share=0.8)
    rows, columns = np.flatnonzero(inked.sum(axis=1) > 1), np.flatnonzero(inked.sum(axis=0) > 1)
    if not len(rows) or not len(columns):
        return image
    cut = Image.fromarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return ImageOps.expand(cut, border=20, fill=ground)


def _rub_out_rows(pixels: Any, inked: Any, ground: int, *, share: float) -> int:
    """Paint over rows near the edge that are inked over most of the width of the ink; return how many edges had one."""
    import numpy as np

    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return 0
    first, last = int(rows[0]), int(rows[-1])
    edge = max(3, int(0.3 * (last - first + 1)))
    long = np.flatnonzero(inked.sum(axis=1) > share * (columns[-1] - columns[0] + 1))
    upper, lower = [row for row in long if row - first < edge], [row for row in long if last - row < edge]
    for row in (*upper, *lower):
        pixels[max(0, row - 2) : row + 3] = ground
        inked[max(0, row - 2) : row + 3] = False
    return bool(upper) + bool(lower)


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
