"""Pages of a scan into words: rendered once, the right way round, several pages in one start of Tesseract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from processors.alignment import Look, aligned, aligned_size, better, look, reads_well
from processors.pages import mean_confidence
from processors.raster import PageSource, Raster
from processors.tesseract import Picture, TesseractOcr
from vanban.domain.reading import Alignment, Page

TOGETHER = 4
"""Pages in one start of Tesseract, and images kept: loading the model is then a fortieth of the cost."""

CLEAR = 0.6
"""Mean confidence of words under which a page is read once more without its specks; 0.85 and more is usual."""
SPECK = 1.5
"""Radius of the blur, in pixels at 200 dpi; measured better than a median for faxes."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """One page of a scan."""

    page: Page
    raster: Raster
    """Its image, turned as ``page.alignment`` says."""


class RenderedOnce:
    """Pages of a document whose last images are kept, so that a second look does not render again."""

    def __init__(self, source: PageSource) -> None:
        self._source = source
        self._kept: dict[int, Raster] = {}
        self.document = source.document

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._source.count

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) in PDF points, as shown."""
        return self._source.size(number)

    def render(self, number: int, *, widest: int | None = None) -> Raster:
        """Render a page; see ``PageSource``. Only whole images are kept."""
        if widest:
            return self._source.render(number, widest=widest)
        if number not in self._kept:
            while len(self._kept) >= TOGETHER:
                self._kept.pop(next(iter(self._kept)))
            self._kept[number] = self._source.render(number)
        return self._kept[number]


def recognise(source: PageSource, numbers: Sequence[int], *, seconds: float) -> list[Recognised]:
    """Return the words of some pages.

    Args:
        source: the open document.
        numbers: 1-based page numbers.
        seconds: time for one page.

    Raises:
        UnreadableError: if a page cannot be rendered or recognised.
    """
    rasters = [source.render(number) for number in numbers]
    looks = [look(raster.image, dpi=raster.dpi) for raster in rasters]
    firsts = [_mended(raster, seen.ways[0], clean=seen.speckled) for raster, seen in zip(rasters, looks, strict=True)]
    pictures = [
        _picture(source, number, mended, seen.ways[0])
        for number, mended, seen in zip(numbers, firsts, looks, strict=True)
    ]
    read = TesseractOcr().read_pages(pictures, seconds=seconds)
    return [
        _right_way_round(source, replace(page, alignment=seen.ways[0]), raster, mended, seen, seconds=seconds)
        for page, raster, mended, seen in zip(read, rasters, firsts, looks, strict=True)
    ]


def _picture(source: PageSource, number: int, raster: Raster, alignment: Alignment) -> Picture:
    width, height = aligned_size(*source.size(number), alignment)
    return Picture(raster.image, number=number, dpi=raster.dpi, width=width, height=height)


def _right_way_round(
    source: PageSource, page: Page, raster: Raster, mended: Raster, seen: Look, *, seconds: float
) -> Recognised:
    """Return the best reading of a page: the first, of ``mended``, unless its words look as if it lay otherwise."""
    if not seen.blank:
        for other in seen.ways[1:]:
            if reads_well(page):
                break
            page = better(page, _again(source, page.number, raster, other, clean=seen.speckled, seconds=seconds))
        if not seen.speckled and not (reads_well(page) and mean_confidence(page.words) >= CLEAR):
            page = better(page, _again(source, page.number, raster, page.alignment, clean=True, seconds=seconds))
    # Turning a page costs a tenth of a second: not twice.
    same = page.alignment == seen.ways[0] and not seen.speckled
    return Recognised(page, mended if same else aligned(raster, page.alignment))


def _again(
    source: PageSource, number: int, raster: Raster, alignment: Alignment, *, clean: bool, seconds: float
) -> Page:
    picture = _picture(source, number, _mended(raster, alignment, clean=clean), alignment)
    return replace(TesseractOcr().read_pages([picture], seconds=seconds)[0], alignment=alignment)


def _mended(raster: Raster, alignment: Alignment, *, clean: bool) -> Raster:
    return aligned(_without_specks(raster) if clean else raster, alignment)


def _without_specks(raster: Raster) -> Raster:
    """Return a page whose specks are blurred away: a bad fax has thousands, and each would be a mark on a letter."""
    from PIL import ImageFilter

    return replace(raster, image=raster.image.convert("L").filter(ImageFilter.GaussianBlur(SPECK * raster.dpi / 200)))
