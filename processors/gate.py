"""The secrecy gate's pass over page 1: its words, once, kept for the reading, and its stamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors import stamp_images
from processors.mark_look import Sighting, sightings
from processors.pages import lines, save_page
from processors.raster import PageSource, Raster
from processors.secrecy import (
    find_mark,
    may_be_mark,
    reads_like_mark,
    stamp_shows_mark,
    unexplained,
    urgency_of,
    words_of_prose,
)
from processors.stamp_straight import SHEET_DPI
from processors.vietnamese import is_syllable

if TYPE_CHECKING:
    from PIL import Image

    from processors.textlayer import Layer
    from vanban.domain.reading import Page, Word

BEYOND_DOUBT = 0.85
"""Confidence of a word that needs no second look as a stamp."""
SPARSE = 11
"""Page segmentation of Tesseract for scattered text: as one block it drops clear stamps beside rests of frames."""
SECONDS = 60
"""For one pass of Tesseract."""
SHORTEST_MARK = 3
"""Letters of MẬT."""
SEEN = 9.0
"""Score of the look for the word as a picture from which the place is read on its own."""
SURELY_SEEN = 11.0
"""Score from which a person looks at the page though nothing can be read there; no real scan without a mark has it."""
MOST_SEEN = 4
"""Places that are read on their own."""
LAYERS_LOOKED_AT = 30
"""Pages whose text layer is looked through here; the reading looks at the words of all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate saw."""

    suspect: bool
    urgency: str = "thường"
    from_text: bool = False
    """True if page 1 has words, all from its text layer."""


def judge(source: PageSource, *, work: Path, overruled: bool = False) -> Verdict:
    """Look for a mark of secrecy on page 1 and in the text layers behind it.

    The words of page 1 are left in ``work`` for the reading when there is no suspicion, or two people overruled it.

    Raises:
        UnreadableError: if page 1 cannot be drawn or recognised.
    """
    first = _first_page(source)
    if not overruled and (find_mark(first.page) or _layers_show_mark(source, first=int(first.whole_layer))):
        return Verdict(suspect=True)
    seen = [] if overruled else _sightings(first)
    if seen and seen[0].score >= SURELY_SEEN:
        return Verdict(suspect=True)
    texts, there = _texts_apart(first, seen)
    if not overruled and (stamp_shows_mark(texts) or reads_like_mark(there)):
        return Verdict(suspect=True)
    save_page(work, first.page)
    from_text = first.page.source == "text" and bool(first.page.words)
    return Verdict(suspect=False, urgency=urgency_of(first.page, texts), from_text=from_text)


@dataclass(frozen=True, slots=True)
class _First:
    """Page 1: its words, its image, and which of them need no second look."""

    page: Page
    raster: Raster | None
    """The right way round; None where a mark could stand nowhere but in the words."""
    read: Sequence[Word] = ()
    """Words that are what they say beyond doubt."""
    whole_layer: bool = False
    """True if the words are all that its text layer has."""


def _first_page(source: PageSource) -> _First:
    layer = None
    if source.document is not None:
        from processors.textlayer import read_layer

        layer = read_layer(source.document, 1)
        if layer.usable:
            return _from_layer(source, layer)
    from processors.recognition import recognise

    found = recognise(source, [1], seconds=SECONDS)[0]
    page = replace(found.page, layer=layer.verdict) if layer else found.page
    prose = words_of_prose(page)
    return _First(page, found.raster, [word for word in page.words if _beyond_doubt(word, prose)])


def _from_layer(source: PageSource, layer: Layer) -> _First:
    """Return page 1 by its own text; drawn only if it shows more than that text."""
    page = layer.page
    odd = unexplained(page, top=stamp_images.TOP)
    whole = layer.verdict.turned == layer.verdict.hidden == 0
    only_text = not odd and layer.verdict.turned == 0 and layer.longest_unknown < SHORTEST_MARK
    if only_text and not _shows_drawings(source.document):
        return _First(page, None, whole_layer=whole)
    return _First(page, source.render(1), [word for word in page.words if word not in odd], whole_layer=whole)


def _shows_drawings(document: Any) -> bool:
    import pypdfium2

    from processors.drawings import may_show_stamp

    try:
        first = document[0]
    except pypdfium2.PdfiumError:  # pages of a damaged file may load only once: who draws this one says so
        return True
    try:
        return may_show_stamp(first, top=stamp_images.TOP)
    finally:
        first.close()


def _sightings(first: _First) -> list[Sighting]:
    """Return where the upper part of a page may show the word of a mark as a picture."""
    if first.raster is None:
        return []
    image = first.raster.image
    upper = image.crop((0, 0, image.width, max(1, int(image.height * stamp_images.TOP))))
    return sightings(upper, dpi=first.raster.dpi, read=_boxes(first.read, first), least=SEEN)[:MOST_SEEN]


def _boxes(words: Sequence[Word], first: _First) -> list[stamp_images.Box]:
    """Return where words stand, in pixels from the top left."""
    if first.raster is None:
        return []
    image, page = first.raster.image, first.page
    across, down = image.width / page.width, image.height / page.height
    return [
        (box[0] * across, image.height - box[3] * down, box[2] * across, image.height - box[1] * down)
        for box in (word.box for word in words)
    ]


def _texts_apart(first: _First, seen: Sequence[Sighting]) -> tuple[list[str], list[str]]:
    """Return the lines that stand in the stamps of a page, and those where the word was seen."""
    raster = first.raster
    if raster is None:
        return [], []
    stamps = stamp_images.sheet(raster.image, dpi=raster.dpi, read=_boxes(first.read, first))
    places = stamp_images.sheet_of(
        (picture, dpi)
        for one in seen
        for picture, dpi in ((one.picture(), one.dpi), (one.on(raster.image), raster.dpi))
    )
    sheets = [sheet for sheet in (stamps, places) if sheet is not None]
    read = [[line.text for line in lines(page)] for page in _read(sheets)]
    return read[0] if stamps else [], read[-1] if places else []


def _read(sheets: Sequence[Image.Image]) -> list[Page]:
    if not sheets:
        return []
    from processors.tesseract import Picture, TesseractOcr

    scale = 72 / SHEET_DPI
    pictures = [
        Picture(sheet, number=1, dpi=SHEET_DPI, width=sheet.width * scale, height=sheet.height * scale)
        for sheet in sheets
    ]
    return TesseractOcr().read_pages(pictures, psm=SPARSE)


def _beyond_doubt(word: Word, prose: frozenset[Word]) -> bool:
    """Return whether a word was read so well that no stamp can hide behind it."""
    letters = "".join(char for char in word.text if char.isalpha())
    if word.confidence < BEYOND_DOUBT or (may_be_mark(letters) and word not in prose):
        return False
    return any(char.isdigit() for char in word.text) or is_syllable(letters)


def _layers_show_mark(source: PageSource, *, first: int) -> bool:
    """Return whether a line of any text layer from a page on, usable or not and however turned, is a mark alone."""
    if source.document is None:
        return False
    return any(
        stamp_line in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
        for number in range(first, min(source.count, LAYERS_LOOKED_AT))
        for stamp_line in _raw_lines(source.document, number)
    )


def _raw_lines(document: Any, index: int) -> list[str]:
    import unicodedata

    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return []
    try:
        text = page.get_textpage().get_text_range()
    except pypdfium2.PdfiumError:
        return []
    finally:
        page.close()
    return [" ".join(line.strip(" |[]().:-").split()) for line in unicodedata.normalize("NFC", text).splitlines()]
