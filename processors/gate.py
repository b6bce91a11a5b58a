"""The secrecy gate's pass over page 1: its words, once, kept for the reading, and its stamps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors import stamp_images
from processors.pages import lines, save_page
from processors.raster import PageSource, Raster
from processors.secrecy import find_mark, stamp_shows_mark, urgency_of

if TYPE_CHECKING:
    from PIL import Image

    from vanban.domain.reading import Page

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
    texts = _stamp_texts(raster.image, dpi=raster.dpi)
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


def _stamp_texts(image: Image.Image, *, dpi: int) -> list[str]:
    """Return the lines that stand in the stamps of a page."""
    sheet = stamp_images.sheet(image, dpi=dpi)
    if sheet is None:
        return []
    from processors.tesseract import TesseractOcr

    scale = 72 / stamp_images.SHEET_DPI
    words = TesseractOcr().read_page(
        sheet, number=1, dpi=stamp_images.SHEET_DPI, width=sheet.width * scale, height=sheet.height * scale, psm=6
    )
    return [line.text for line in lines(words)]


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
