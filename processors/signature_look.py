"""A second look at the signature of a scan, where the seal lies over title and name.

Page segmentation gives up on what the seal and the strokes of the signature cover; the same engine reads much of it
when it is given the zone alone as one block. Red is looked at twice: taken away, it frees a black name under a red
seal; alone, it shows a name or title that was stamped in red. Costs about a tenth of a page, and only where title or
name are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from processors.capacity import Capacity, capacity_of
from processors.pages import Line, lines
from processors.signature_zone import ABOVE_LABEL, DEPTH, SignatureZone, looks_like_name
from processors.tesseract import TesseractOcr
from vanban.domain.reading import Box, Page, Word

if TYPE_CHECKING:
    from PIL.Image import Image

    from processors.raster import Raster

LEFT = 0.44
"""Share of the page width from which the zone begins."""
RED = 45
"""How much redder than green and blue a point is to be ink of a seal."""
CLEAR = 0.5
"""Confidence that each word of a name needs. Names of two words are not taken: the seal hides the first of three."""
_ONE_BLOCK, _SPARSE = 6, 11


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one pass saw."""

    lines: tuple[Line, ...]
    capacity: Capacity
    name: Line | None

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        title = self.capacity
        return (title.title is not None and title.known, title.deputy, bool(title.marks))


def is_whole(zone: SignatureZone) -> bool:
    """Return whether nothing is left to look for: a name, and a deputy's title or a mark that explains the title."""
    seen = _seen(zone.signature)
    return seen.name is not None and seen.rank[0] and (seen.capacity.deputy or not seen.capacity.marks)


def look_again(zone: SignatureZone, raster: Raster) -> SignatureZone:
    """Return the zone with the best of what several passes over its image see.

    Args:
        zone: the zone as the page's pass saw it.
        raster: the image of its page.

    Raises:
        UnreadableError: if Tesseract fails or takes too long.
    """
    area = _area(zone)
    passes = [_seen(zone.signature)]
    for image, psm in _images(raster.image, zone.page, area):
        passes.append(_seen(_recognise(image, raster.dpi, zone.page, area, psm)))
        best = max(passes, key=lambda seen: seen.rank)
        if best.rank[0] and any(seen.name for seen in passes) and psm == _ONE_BLOCK:
            break
    best = max(passes, key=lambda seen: seen.rank)
    names = [seen.name for seen in passes if seen.name is not None]
    name = max(names, key=lambda line: line.confidence, default=None)
    above = [line for line in best.lines if line is not best.name and (name is None or line.box[1] > name.box[3] - 4)]
    return replace(zone, signature=(*above, *([name] if name else [])))


def _seen(rows: Sequence[Line]) -> _Seen:
    name = next((line for row in rows if (line := _name_in(row))), None)
    return _Seen(tuple(rows), capacity_of(rows, scanned=True), name)


def _name_in(row: Line) -> Line | None:
    """Return the words of a person's name in a row, without the strokes before and after it."""
    for size in (4, 3, 5):
        for start in range(len(row.words) - size + 1):
            part = Line(row.words[start : start + size])
            clear = all(word.confidence >= CLEAR for word in part.words)
            if clear and looks_like_name(part.text.strip(".,'“\"")):
                return part
    return None


def _area(zone: SignatureZone) -> Box:
    page = zone.page
    known = [line.box for line in (*zone.recipients, *zone.signature)]
    top = min(page.height, zone.label_top + ABOVE_LABEL if zone.label_top else max(box[3] for box in known) + 30)
    return (LEFT * page.width, max(0.0, top - DEPTH - ABOVE_LABEL), page.width, top)


def _images(image: Image, page: Page, area: Box) -> Iterator[tuple[Image, int]]:
    from PIL import ImageChops

    across, down = image.width / page.width, image.height / page.height
    left, bottom, right, top = area
    part = image.crop(
        (int(left * across), int((page.height - top) * down), int(right * across), int((page.height - bottom) * down))
    )
    grey = part.convert("L")
    if part.mode == "RGB":
        red, green, blue = part.split()
        seal = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda value: 255 * (value > RED))
        without = grey.copy()
        without.paste(255, mask=seal)
        yield without, _ONE_BLOCK
        if seal.getbbox() is not None:
            yield ImageChops.invert(seal), _ONE_BLOCK
    yield grey, _ONE_BLOCK
    yield grey, _SPARSE


def _recognise(image: Image, dpi: int, page: Page, area: Box, psm: int) -> tuple[Line, ...]:
    """Return the lines of one pass, from the top, with their boxes on the page."""
    width, height = area[2] - area[0], area[3] - area[1]
    seen = TesseractOcr().read_page(image, number=page.number, dpi=dpi, width=width, height=height, psm=psm)
    moved = [Line(tuple(_moved(word, area) for word in line.words)) for line in lines(seen)]
    return tuple(sorted(moved, key=lambda line: -line.box[3]))


def _moved(word: Word, area: Box) -> Word:
    x0, y0, x1, y1 = word.box
    return replace(word, box=(x0 + area[0], y0 + area[1], x1 + area[0], y1 + area[1]))
