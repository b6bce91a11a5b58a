"""PDF files as pages, by pdfium."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from processors.raster import (
    HIGHEST_DPI,
    LONGEST_SIDE,
    LOWEST_DPI,
    VECTOR_DPI,
    PageError,
    PixelLimits,
    Raster,
    cannot_open,
    cannot_render,
    keep_colour,
)

_LARGEST_PAGE = 14400.0
"""PDF points, the largest page of ISO 32000-1, Annex C."""


class PdfPages:
    """Pages of a PDF, by pdfium."""

    def __init__(self, document: Any, *, limits: PixelLimits) -> None:
        self.document = document
        """The open ``pypdfium2.PdfDocument``, for readers of the text layer."""
        self._limits = limits

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self.document)

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) in PDF points, as shown."""
        width, height = self.document.get_page_size(number - 1)
        return _sane(width), _sane(height)

    def render(self, number: int, *, widest: int | None = None) -> Raster:
        """Render a page; see ``PageSource``."""
        page = self._page(number)
        try:
            width, height = (_sane(side) for side in page.get_size())
            dpi, coloured = _look(page, width, height)
            dpi = _within(dpi, width, height, self._limits.page_pixels)
            if widest:
                dpi = min(dpi, widest * 72 / width)
            bitmap = page.render(scale=_scale(page, dpi, width, height), grayscale=not coloured, rev_byteorder=True)
            try:
                image = bitmap.to_pil()
                return Raster(keep_colour(image) if coloured else image.copy(), max(1, round(dpi)))
            finally:
                bitmap.close()
        except (_pdfium_error(), ValueError) as error:
            raise cannot_render(number) from error
        finally:
            page.close()

    def _page(self, number: int) -> Any:
        try:
            return self.document[number - 1]
        except (_pdfium_error(), IndexError) as error:
            raise cannot_render(number) from error


@contextmanager
def open_pdf(path: Path) -> Iterator[Any]:
    """Open a PDF as a ``pypdfium2.PdfDocument``; one that pdfium refuses is mended in memory, for reading only.

    Raises:
        PageError: ``password`` if a password is needed, ``broken`` if it cannot be opened or mended.
    """
    document = _loaded(path)
    try:
        # Fields of forms are drawn only with a form environment; a stamp may be one.
        document.init_forms()
        yield document
    finally:
        document.close()


def _loaded(path: Path) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(path)
        if len(document):
            return document
        document.close()
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise PageError("password") from None
    try:
        document = pypdfium2.PdfDocument(_mended(path))
        if len(document):
            return document
        document.close()
    except pypdfium2.PdfiumError:
        pass
    raise cannot_open()


def _mended(path: Path) -> bytes:
    """Return the file as qpdf can save it: it finds objects again where the cross-reference table is lost."""
    import pikepdf

    copy = io.BytesIO()
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            document.save(copy)
    except pikepdf.PasswordError:
        raise PageError("password") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise cannot_open() from error
    return copy.getvalue()


def _look(page: Any, width: float, height: float) -> tuple[float, bool]:
    """Return the resolution to render a page at, and whether it may hold colour."""
    import pypdfium2.raw as pdfium

    area = largest = 0.0
    dpi = 0.0
    coloured = pdfium.FPDFPage_GetAnnotCount(page) > 0
    for index, item in enumerate(page.get_objects(max_depth=4)):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            covered, own_dpi = _image_share(item)
            area += covered
            if covered > largest:
                largest, dpi = covered, own_dpi
            coloured = coloured or _is_coloured(item)
        elif item.type != pdfium.FPDF_PAGEOBJ_FORM:
            coloured = coloured or not _is_invisible(item)
        if index > 500:
            # Only a drawn page has that many parts; going through them all may take longer than rendering.
            return VECTOR_DPI, True
    if area < 0.5 * width * height or dpi < LOWEST_DPI - 1:
        return VECTOR_DPI, coloured
    return min(dpi, HIGHEST_DPI), coloured


def _image_share(item: Any) -> tuple[float, float]:
    """Return (area in square points, dpi) of an image on its page."""
    left, bottom, right, top = item.get_bounds()
    wide, high = abs(right - left), abs(top - bottom)
    columns, rows = item.get_px_size()
    if wide < 1 or high < 1:
        return 0.0, 0.0
    straight = columns * 72 / wide
    turned = rows * 72 / wide
    # Of a quarter turn the other side fits: take the one that gives the same resolution both ways.
    fits = abs(straight - rows * 72 / high) <= abs(turned - columns * 72 / high)
    return wide * high, straight if fits else turned


def _is_coloured(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    data = item.get_metadata()
    grey = data.colorspace in (pdfium.FPDF_COLORSPACE_DEVICEGRAY, pdfium.FPDF_COLORSPACE_CALGRAY)
    return not (data.bits_per_pixel == 1 or (grey and data.bits_per_pixel <= 8))


def _is_invisible(item: Any) -> bool:
    """Return whether an object is text of an OCR layer (render mode 3)."""
    import pypdfium2.raw as pdfium

    if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _within(dpi: float, width: float, height: float, pixels: int) -> float:
    """Return the resolution, lowered so that a huge or very long page stays under the bounds."""
    dpi = min(dpi, LONGEST_SIDE * 72 / max(width, height) * 0.99)
    scale = dpi / 72
    if (width * scale + 1) * (height * scale + 1) > pixels:
        return 72 * math.sqrt(pixels / (width * height)) * 0.99
    return float(round(dpi))


def _scale(page: Any, dpi: float, width: float, height: float) -> float:
    """Return pixels per unit of the page, which may say that it is far larger than any page can be."""
    shown = page.get_size()
    factor: float = min(1.0, width / max(1.0, shown[0]), height / max(1.0, shown[1]))
    return dpi / 72 * factor


def _sane(side: float) -> float:
    """Return a side of a page in points, within what a page may be."""
    return min(max(float(side), 1.0), _LARGEST_PAGE) if math.isfinite(side) else _LARGEST_PAGE


def _pdfium_error() -> type[Exception]:
    import pypdfium2

    return pypdfium2.PdfiumError  # type: ignore[no-any-return]
