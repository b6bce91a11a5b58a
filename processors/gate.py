"""The secrecy gate's pass over page 1: its words, once, kept for the reading, and its stamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors import stamp_images
from processors.pages import lines, save_page
from processors.raster import PageSource, Raster
from processors.secrecy import find_mark, may_be_mark, stamp_shows_mark, unexplained, urgency_of, words_of_prose
from processors.stamp_straight import SHEET_DPI
from processors.vietnamese import is_syllable

if TYPE_CHECKING:
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
LAYERS_LOOKED_AT = 30
"""Pages whose text layer is looked through here; the reading looks at the words of all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate saw."""

    suspect: bool
    urgency: str = "thường"


def judge(source: PageSource, *, work: Path, overruled: bool = False) -> Verdict:
    """Look for a mark of secrecy on page 1 and in the text layers behind it.

    The words of page 1 are left in ``work`` for the reading when there is no suspicion, or two people overruled it.

    Raises:
        UnreadableError: if page 1 cannot be drawn or recognised.
    """
    first = _first_page(source)
    texts = _stamp_texts(first)
    if not overruled and (
        find_mark(first.page) or stamp_shows_mark(texts) or _layers_show_mark(source, first=int(first.whole_layer))
    ):
        return Verdict(suspect=True)
    save_page(work, first.page)
    return Verdict(suspect=False, urgency=urgency_of(first.page, texts))


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
    from processors.drawings import may_show_stamp

    first = document[0]
    try:
        return may_show_stamp(first, top=stamp_images.TOP)
    finally:
        first.close()


def _stamp_texts(first: _First) -> list[str]:
    """Return the lines that stand in the stamps of a page."""
    page, raster = first.page, first.raster
    if raster is None:
        return []
    image = raster.image
    across, down = image.width / page.width, image.height / page.height
    read = [
        (box[0] * across, image.height - box[3] * down, box[2] * across, image.height - box[1] * down)
        for box in (word.box for word in first.read)
    ]
    sheet = stamp_images.sheet(image, dpi=raster.dpi, read=read)
    if sheet is None:
        return []
    from processors.tesseract import TesseractOcr

    scale = 72 / SHEET_DPI
    words = TesseractOcr().read_page(
        sheet, number=1, dpi=SHEET_DPI, width=sheet.width * scale, height=sheet.height * scale, psm=SPARSE
    )
    return [line.text for line in lines(words)]


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
