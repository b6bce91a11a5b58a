"""A second look at the signature of a scan, where the seal lies over title and name.

Page segmentation gives up on what the seal and the strokes of the signature cover. Here the letters are freed of both
(``signature_ink``), every line is cut out and straightened onto one sheet (``signature_sheet``), and the same engine
reads that sheet in one start. Costs about a tenth of a page, and only where title or name are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from processors.capacity import Capacity, capacity_of
from processors.pages import Line, lines
from processors.signature_ink import letter_masks
from processors.signature_sheet import Sheet, make_sheet
from processors.signature_zone import ABOVE_LABEL, DEPTH, SignatureZone, looks_like_name
from processors.tesseract import TesseractOcr
from processors.vietnamese import likely_family_name
from vanban.domain.reading import Box, Page, Word

if TYPE_CHECKING:
    from PIL.Image import Image

    from processors.raster import Raster

LEFT = 0.38
"""Share of the page width from which the zone begins: the seal lies to the left of the name."""
CLEAR, CLEAR_FAMILY = 0.5, 0.2
"""Confidence that each word of a name needs, and its first if that is a family name to the letter.

Names of two words are not taken: the seal hides the first of three.
"""
_SURE_WORD = 0.6
"""Confidence from which a word outside the signature is known to be none of it."""
_BODY_WORDS = 5
_ONE_BLOCK = 6


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one pass saw."""

    lines: tuple[Line, ...]
    capacity: Capacity
    name: Line | None

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        title = self.capacity
        explained = bool(title.marks) or title.head is not None
        return (title.title is not None and (title.known or title.inferred), title.deputy, explained)


def is_whole(zone: SignatureZone) -> bool:
    """Return whether nothing is left to look for: a name, and a deputy's title or a mark that explains the title."""
    seen = _seen(zone.signature)
    return seen.name is not None and seen.rank[0] and (seen.capacity.deputy or not seen.capacity.marks)


def look_again(zone: SignatureZone, raster: Raster) -> SignatureZone:
    """Return the zone with the best of what the page's pass and a pass over the sheet of its lines see.

    Args:
        zone: the zone as the page's pass saw it.
        raster: the image of its page.

    Raises:
        UnreadableError: if Tesseract fails or takes too long.
    """
    area = _area(zone)
    masks = letter_masks(_cut(raster.image, zone.page, area, _others(zone)), dpi=raster.dpi)
    sheet = make_sheet(masks, dpi=raster.dpi)
    looks: list[tuple[Line, ...]] = [zone.signature]
    if sheet is not None:
        for image in (_thinner(sheet.image), sheet.image):
            looks.append(_lines_on(image, sheet, zone.page, area, raster))
            zone = replace(zone, signature=_best(looks))
            if is_whole(zone):
                break
    return zone


def _best(looks: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    """Return the lines of the look that explains the title best, with the name that most looks agree on."""
    both = sorted((line for rows in looks for line in rows), key=lambda line: -line.box[3])
    best = max(map(_seen, (*looks, both)), key=lambda seen: seen.rank)
    name = _best_name(*looks)
    above = [line for line in best.lines if line is not best.name and (name is None or line.box[1] > name.box[3] - 4)]
    return (*above, *([name] if name else []))


def _seen(rows: Sequence[Line]) -> _Seen:
    name = next((line for row in rows if (line := _name_in(row))), None)
    return _Seen(tuple(rows), capacity_of(rows, scanned=True), name)


def _name_in(row: Line) -> Line | None:
    """Return the words of a person's name in a row, without the strokes before and after it."""
    for size in (4, 3, 5):
        for start in range(len(row.words) - size + 1):
            part = Line(row.words[start : start + size])
            clear = all(word.confidence >= CLEAR for word in part.words[1:])
            if clear and (name := _as_name(part)):
                return name
    return None


def _as_name(part: Line) -> Line | None:
    """Return the words with the family name put right, if they are a name then."""
    texts = [word.text.strip(_DUST) for word in part.words]
    family = likely_family_name(texts[0])
    sure = part.words[0].confidence >= (CLEAR_FAMILY if family == texts[0] else CLEAR)
    if family is None or not sure or not looks_like_name(" ".join([family, *texts[1:]])):
        return None
    return Line(tuple(replace(word, text=text) for word, text in zip(part.words, [family, *texts[1:]], strict=True)))


_DUST = ".,'“\"-–"


def _best_name(*passes: Sequence[Line]) -> Line | None:
    """Return the name that most passes see, each as far as it is sure."""
    votes: dict[str, float] = defaultdict(float)
    seen: dict[str, Line] = {}
    for rows in passes:
        for line in filter(None, map(_name_in, rows)):
            value = line.text.strip(_DUST)
            votes[value] += line.confidence
            if value not in seen or seen[value].confidence < line.confidence:
                seen[value] = line
    return seen[max(votes, key=lambda value: votes[value])] if votes else None


def _area(zone: SignatureZone) -> Box:
    page = zone.page
    known = [line.box for line in (*zone.recipients, *zone.signature)]
    top = min(page.height, zone.label_top + ABOVE_LABEL if zone.label_top else max(box[3] for box in known) + 30)
    return (LEFT * page.width, max(0.0, top - DEPTH - ABOVE_LABEL), page.width, top)


def _thinner(image: Image) -> Image:
    """Return the sheet with fat stamped letters a pixel thinner and smoothed: the engine reads more names so."""
    from PIL import ImageChops, ImageFilter

    moved = image.copy()
    moved.paste(image, (1, 0))
    return ImageChops.lighter(image, moved).filter(ImageFilter.GaussianBlur(0.6))


def _lines_on(image: Image, sheet: Sheet, page: Page, area: Box, raster: Raster) -> tuple[Line, ...]:
    """Return the lines of a pass over the sheet, from the top, with their boxes on the page."""
    scale = raster.image.width / page.width
    seen = TesseractOcr().read_page(
        image,
        number=page.number,
        dpi=raster.dpi,
        width=image.width / scale,
        height=image.height / scale,
        psm=_ONE_BLOCK,
    )
    moved = [Line(tuple(_moved(word, sheet, seen, area, scale) for word in line.words)) for line in lines(seen)]
    return tuple(sorted(moved, key=lambda line: -line.box[3]))


def _others(zone: SignatureZone) -> list[Box]:
    """Return the places of words that are known not to be of the signature: recipients, and lines of the body."""
    page = zone.page
    own = {word for line in zone.signature for word in line.words}
    long = [line for line in lines(page) if len(line.words) >= _BODY_WORDS and line.box[0] < 0.3 * page.width]
    body = [line for line in long if line.box[1] > zone.label_top]
    return [
        w.box for line in (*zone.recipients, *body) for w in line.words if w.confidence >= _SURE_WORD and w not in own
    ]


def _cut(image: Image, page: Page, area: Box, others: Sequence[Box]) -> Image:
    """Return the part of the image in an area, other words painted over."""
    from PIL import ImageDraw

    scale = image.width / page.width

    def pixels(box: Box) -> tuple[int, int, int, int]:
        x0, y0, x1, y1 = box
        return int(x0 * scale), int((page.height - y1) * scale), int(x1 * scale), int((page.height - y0) * scale)

    left, top, right, bottom = pixels(area)
    part = image.crop((left, top, right, min(image.height, bottom)))
    draw = ImageDraw.Draw(part)
    for box in others:
        x0, y0, x1, y1 = pixels(box)
        draw.rectangle((x0 - left, y0 - top, x1 - left, y1 - top), fill="white")
    return part


def _moved(word: Word, sheet: Sheet, seen: Page, area: Box, scale: float) -> Word:
    """Return the word with its box on the page instead of on the sheet."""
    x0, y0, x1, y1 = word.box
    across, down = (part / scale for part in sheet.origin((seen.height - (y0 + y1) / 2) * scale))
    left, top = area[0] + across, area[3] - down - seen.height
    return replace(word, box=(x0 + left, y0 + top, x1 + left, y1 + top))
