"""The words of a document's pages, in order: from text layers, the gate's pass or one pass of Tesseract."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from processors.pages import load_page, save_page
from processors.raster import PageSource
from processors.recognition import TOGETHER, recognise
from processors.secrecy import find_mark
from processors.textlayer import Layer, read_layer
from vanban.domain.errors import SuspectError
from vanban.domain.reading import LayerVerdict, Page


def read_pages(
    source: PageSource, work: Path, *, seconds: float, keep_all: bool = False, overruled: bool = False
) -> Iterator[Page]:
    """Yield the pages in order, each from its text layer, the gate's pass or one pass of Tesseract.

    Args:
        source: the open document.
        work: private folder that may hold recognised pages.
        seconds: time for one page of Tesseract.
        keep_all: keep every recognised page in ``work``, for scoring rules again.
        overruled: two people released these bytes: marks count no more.

    Raises:
        UnreadableError: if a page cannot be rendered or recognised.
        SuspectError: if a page shows a mark of state secrecy.
    """
    for first in range(1, source.count + 1, TOGETHER):
        for page in _block(source, work, range(first, min(first + TOGETHER, source.count + 1)), seconds=seconds):
            if keep_all and page.source == "ocr":
                save_page(work, page)
            if not overruled and find_mark(page):
                raise SuspectError
            yield page


def _block(source: PageSource, work: Path, numbers: Sequence[int], *, seconds: float) -> list[Page]:
    """Return some pages in order; those that must be recognised are, together."""
    pages: dict[int, Page] = {}
    verdicts: dict[int, LayerVerdict | None] = {}
    for position in numbers:
        kept = load_page(work, position)
        layer = _layer(source, position) if kept is None or kept.layer is None else None
        if layer and layer.usable:
            pages[position] = layer.page
        elif kept:
            pages[position] = kept
        if layer:
            verdicts[position] = layer.verdict
    missing = [position for position in numbers if position not in pages]
    if missing:
        pages |= {found.page.number: found.page for found in recognise(source, missing, seconds=seconds)}
    return [_judged(pages[position], verdicts.get(position)) for position in numbers]


def _layer(source: PageSource, position: int) -> Layer | None:
    return read_layer(source.document, position) if source.document is not None else None


def _judged(page: Page, verdict: LayerVerdict | None) -> Page:
    return dataclasses.replace(page, layer=verdict) if verdict and page.layer is None else page
