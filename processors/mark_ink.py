"""The ink of a page in small, all strokes equally dark, as the look for marks of secrecy sees it.

A stamp is pale where the print under it is black, red where that has no colour, and covered where a word was read: so
there are several views of one page, and what is looked for stands out in one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image, ImageFilter

LETTERS = (11.6, 13.6, 16.0, 18.8, 22.1, 26.0)
"""Sizes of capitals, in points, that are looked for: 13 and 14 are the decree's, stamps are cut larger."""
DPI_AT = 60 * 14
"""Points times dots per inch: letters of 14 points are looked at with 60 dpi."""
FAINT, FULL = 14, 60
"""How much darker than the paper around it, of 255, a point begins to be ink, and is all ink."""
_AROUND = 4
"""Points of the small image within which there is paper somewhere."""
_BLACK = 145
"""So much darker than paper is print, whose black is 200 and more; stamps pressed half as strong can be seen alone."""
_COLOURED = 30
"""Difference of two channels from which there is coloured ink."""
_FEWEST_POINTS = 6
"""Points, an eighth of the page's resolution each, that a stamp covers at least."""
_CROSSING = 45
"""So much darker than paper is ink that runs on above or below a word that was read."""
_BESIDE = 2
"""Pixels of the halved page between a word and where such ink is looked for."""
_FEWEST_CROSSING = 3
"""Pixels of such ink, above or below, from which something lies across the word."""
Box = tuple[float, float, float, float]
_Corners = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the halved page."""


def ink_of(small: Image.Image) -> NDArray[Any]:
    """Return how much of each point of a small grey image is ink, 0 to 1."""
    import numpy as np
    from PIL import ImageFilter

    values = np.asarray(small)
    across = _mean(_lightest(values.T).T, ImageFilter.BoxBlur((_AROUND, 0)))
    paper = _mean(_lightest(across), ImageFilter.BoxBlur((0, _AROUND)))
    ink: NDArray[Any] = np.subtract(paper, values, dtype=np.float32)
    ink -= FAINT
    ink /= FULL - FAINT
    np.clip(ink, 0, 1, out=ink)
    return ink


def _lightest(values: NDArray[Any]) -> NDArray[Any]:
    """Return for each point the lightest within ``_AROUND`` along the first axis."""
    import numpy as np

    padded = np.pad(values, ((_AROUND, _AROUND), (0, 0)), mode="edge")
    reach = 1
    while reach < 2 * _AROUND + 1:
        step = min(reach, 2 * _AROUND + 1 - reach)
        padded = np.maximum(padded[:-step], padded[step:])
        reach += step
    return padded


def _mean(values: NDArray[Any], around: ImageFilter.BoxBlur) -> NDArray[Any]:
    """Return for each point the mean of those around it; Pillow does it in C, whole numbers are exact enough."""
    import numpy as np
    from PIL import Image

    return np.asarray(Image.fromarray(np.ascontiguousarray(values)).filter(around))


def views(image: Image.Image, read: Sequence[Box]) -> Iterator[Image.Image]:
    """Yield grey images of a page, a half as large: its coloured ink, all but the words that were read, its pale ink.

    Args:
        image: the upper part of a page, grey or in colour.
        read: boxes (left, top, right, bottom in pixels) of words that were read beyond doubt.
    """
    from PIL import ImageChops

    dark = image
    if image.mode != "L":
        red, green, blue = image.reduce(2).split()
        darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
        colour = ImageChops.subtract(ImageChops.lighter(ImageChops.lighter(red, green), blue), darkest)
        if _points(colour, above=_COLOURED) > _FEWEST_POINTS:
            yield ImageChops.invert(colour)
        red, green, blue = image.split()
        dark = ImageChops.darker(ImageChops.darker(red, green), blue)
    half, paper = dark.reduce(2), _paper(dark)
    yield _painted_over(half, paper, read)
    pale = _pale(dark, half, paper)
    if _points(ImageChops.invert(pale), above=255 - paper + 2 * FAINT) > _FEWEST_POINTS:
        yield pale


def _painted_over(half: Image.Image, paper: int, read: Sequence[Box]) -> Image.Image:
    """Return a page without the words that were read, but for those that something lies across.

    An engine reads a symbol right through a stamp pressed over it; painted over, it would take half the stamp with it.
    """
    from PIL import ImageDraw

    clean = half.copy()
    draw = ImageDraw.Draw(clean)
    boxes = [
        (round(left / 2) - 1, round(top / 2) - 1, round(right / 2) + 1, round(bottom / 2) + 1)
        for left, top, right, bottom in read
        if top < 2 * half.height
    ]
    for box in boxes:
        draw.rectangle(box, fill=paper)
    for box in _crossed(clean, paper, boxes):
        left, top, right, bottom = box[0], box[1], box[2] + 1, box[3] + 1
        clean.paste(half.crop((left, top, right, bottom)), (left, top))
    return clean


def _crossed(clean: Image.Image, paper: int, boxes: Sequence[_Corners]) -> list[_Corners]:
    """Return the boxes above or below which ink runs on that is of no word that was read."""
    import numpy as np

    dark = np.asarray(clean) < paper - _CROSSING
    found = []
    for left, top, right, bottom in boxes:
        rows = [row for row in (top - _BESIDE, bottom + _BESIDE) if 0 <= row < len(dark)]
        if any(int(dark[row, max(0, left) : right + 1].sum()) >= _FEWEST_CROSSING for row in rows):
            found.append((left, top, right, bottom))
    return found


def _pale(dark: Image.Image, half: Image.Image, paper: int) -> Image.Image:
    """Return a page without its black print."""
    from PIL import Image, ImageChops

    black = dark.point([255 if value < paper - _BLACK else 0 for value in range(256)])
    # Letters fade into the paper around them: their edges are no pale ink.
    edges = black.reduce(2).point([255 if value else 0 for value in range(256)])
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        edges = ImageChops.lighter(edges, ImageChops.offset(edges, across, down))
    return ImageChops.composite(Image.new("L", half.size, paper), half, edges)


def _points(plane: Image.Image, *, above: int) -> int:
    """Return how many points of a fourth of its size are lighter than a value."""
    return sum(plane.reduce(4).histogram()[above + 1 :])


def _paper(plane: Image.Image) -> int:
    """Return the commonest of the lighter values."""
    counts = plane.reduce(4).histogram()
    return max(range(128, 256), key=lambda value: counts[value])
