"""The secrecy gate's pass over page 1: its words, once, kept for the reading, and its stamps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors import stamp_images
from processors.pages import lines, save_page
from processors.raster import PageSource, Raster
from processors.secrecy import find_mark, may_be_mark, stamp_shows_mark, urgency_of, words_of_prose
from processors.stamp_straight import SHEET_DPI
from processors.vietnamese import is_syllable

if TYPE_CHECKING:
    from vanban.domain.reading import Page, Word

BEYOND_DOUBT = 0.85
"""Confidence of a word that needs no second look as a stamp."""
SPARSE = 11
"""Page segmentation of Tesseract for scattered text: as one block it drops clear stamps beside rests of frames."""
SECONDS = 60
"""For one pass of Tesseract."""
LAYERS_LOOKED_AT = 30
"""Pages whose text layer is looked through here; the reading looks at the words of all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate saw."""

    suspect: bool
    urgency: str = "thường"


def judge(source: PageSource, *, work: Path) -> Verdict:
    """Look for a mark of secrecy on page 1 and in the text layers behind it.

    The words of page 1 are left in ``work`` for the reading when there is no suspicion.

    Raises:
        UnreadableError: if page 1 cannot be drawn or recognised.
    """
    page, raster = _first_page(source)
    texts = _stamp_texts(raster, page)
    if find_mark(page) or stamp_shows_mark(texts) or _layers_show_mark(source):
        return Verdict(suspect=True)
    save_page(work, page)
    return Verdict(suspect=False, urgency=urgency_of(page, texts))


def _first_page(source: PageSource) -> tuple[Page, Raster]:
    """Return the words of page 1, from its text layer if that can be used, and its image the right way round."""
    if source.document is not None:
        from processors.textlayer import read_layer

        layer = read_layer(source.document, 1)
        if layer.usable:
            return layer.page, source.render(1)
    from processors.recognition import recognise

    found = recognise(source, [1], seconds=SECONDS)[0]
    return found.page, found.raster


def _stamp_texts(raster: Raster, page: Page) -> list[str]:
    """Return the lines that stand in the stamps of a page."""
    image = raster.image
    across, down = image.width / page.width, image.height / page.height
    prose = words_of_prose(page)
    read = [
        (box[0] * across, image.height - box[3] * down, box[2] * across, image.height - box[1] * down)
        for box in (word.box for word in page.words if _beyond_doubt(word, prose))
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


def _layers_show_mark(source: PageSource) -> bool:
    """Return whether a line of any text layer, usable or not and however turned, is a mark alone."""
    if source.document is None:
        return False
    return any(
        stamp_line in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
        for number in range(min(source.count, LAYERS_LOOKED_AT))
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
