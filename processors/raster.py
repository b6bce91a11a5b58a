"""Page images: one way to open a PDF or a scanned image and to render its pages, bounded in pixels.

Nothing here decides whether a file is safe: ``processors.safety`` does, before. The bounds hold all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from processors.inner_type import document_type
from processors.media import CONTAINERS, EML, HEAD_BYTES, OLE, PDF, RTF, ZIP, media_type
from vanban.domain.errors import UnreadableError

if TYPE_CHECKING:
    from PIL import Image

VECTOR_DPI = 200
"""For pages that are no scan: measured as good as 300 dpi for Tesseract, and 25 % cheaper."""
LOWEST_DPI, HIGHEST_DPI = 150, 300
"""A scan between these is rendered as it is; below at ``VECTOR_DPI``, above at ``HIGHEST_DPI``."""
A4_WIDTH = 595.0
"""PDF points; what an image without a believable resolution is taken to be wide."""
LEAST_STATED_DPI = 96
"""What an image file says below this is a default, not a resolution."""
LONGEST_SIDE = 32_767
"""Pixels: Tesseract counts in 16 bits and aborts where a side is longer."""
_CHROMA = 24
"""Difference between two channels of one averaged pixel from which a page counts as coloured (JPEG noise is below)."""


class PixelLimits(Protocol):
    """The one bound that rendering needs; ``vanban.settings.Limits`` and ``processors.sandbox.Bounds`` have it."""

    @property
    def page_pixels(self) -> int:
        """Pixels of one rendered page."""


class PageError(UnreadableError):
    """Indicate that a page cannot be opened or rendered within the bounds."""


@dataclass(frozen=True, slots=True)
class Raster:
    """One rendered page."""

    image: Image.Image
    """Mode ``L``, or ``RGB`` where the page has colour (red stamps and seals carry meaning)."""
    dpi: int


class PageSource(Protocol):
    """An open document whose pages can be rendered. Page numbers start at 1."""

    @property
    def count(self) -> int:
        """Number of pages."""

    @property
    def document(self) -> Any:
        """The open ``pypdfium2.PdfDocument``, for readers of the text layer; None for an image."""

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) of a page in PDF points, as it is shown (rotation applied)."""

    def render(self, number: int, *, widest: int | None = None) -> Raster:
        """Render a page at the scan's own resolution.

        Args:
            number: of the page.
            widest: pixels of width beyond which nobody looks; a source that can draw a smaller image does.

        Raises:
            PageError: if the page cannot be rendered.
        """


@contextmanager
def open_pages(path: Path, *, limits: PixelLimits, work: Path | None = None) -> Iterator[PageSource]:
    """Open a PDF, an image (PNG, JPEG, TIFF, BMP, HEIC, GIF), an office file, a ZIP or an e-mail, whatever its name.

    A PDF that is encrypted with an empty user password opens; one that needs a password does not. An office file is
    opened as its rendition, a ZIP or an e-mail as the pages of the files in it.

    Args:
        path: the file.
        limits: bounds on its pages.
        work: private folder that keeps the rendition for the next one who opens the file; else it goes when closed.

    Raises:
        PageError: if it can be opened as none of them.
        UnreadableError: if an office file cannot be rendered, or a container cannot be taken apart.
    """
    with path.open("rb") as stream:
        kind = media_type(stream.read(HEAD_BYTES))
    if kind in (ZIP, OLE, EML) and document_type(path) in CONTAINERS:
        from processors.container_pages import open_container

        with open_container(path, limits=limits) as pages:
            yield pages
    elif kind in (ZIP, OLE, RTF):
        from processors.rendition import rendition

        with rendition(path, work=work) as pdf, open_pages(pdf, limits=limits) as pages:
            yield pages
    elif kind == PDF:
        from processors.pdf import PdfPages, open_pdf  # late: a child that reads no PDF need not load pdfium

        with open_pdf(path) as document:
            yield PdfPages(document, limits=limits)
    else:
        from processors.images import ImagePages, open_image

        with open_image(path) as image:
            yield ImagePages(image, limits=limits)


def keep_colour(image: Image.Image) -> Image.Image:
    """Return the image as ``RGB``, or as ``L`` if nothing on it has colour."""
    if image.mode != "RGB":
        image = image.convert("RGB")
    from PIL import ImageChops

    # Averaging 4 x 4 pixels hides noise and the fringes of resampling, and keeps the stroke of a stamp visible.
    red, green, blue = image.reduce(4).split()
    spread = max(ImageChops.difference(one, two).getextrema()[1] for one, two in ((red, green), (red, blue)))
    return image if float(spread) > _CHROMA else image.convert("L")  # type: ignore[arg-type]


def is_too_large(width: int, height: int, limits: PixelLimits) -> bool:
    """Return whether an image has more pixels than a page may have, or a side too long for recognition."""
    return width * height > limits.page_pixels or max(width, height) > LONGEST_SIDE


def cannot_open() -> PageError:
    """Return the error for a file that opens as nothing."""
    return PageError(
        "broken",
        en="The file cannot be opened as a PDF, an image or an office file.",
        vi="Không mở được tệp dưới dạng PDF, ảnh hoặc tệp văn phòng.",
    )


def cannot_render(number: int) -> PageError:
    """Return the error for one page."""
    return PageError(
        "broken", en=f"Page {number} cannot be drawn within the limits.", vi=f"Không dựng được ảnh trang {number}."
    )
