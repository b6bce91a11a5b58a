"""Page images: one way to open a PDF or a scanned image and to render its pages, bounded in pixels.

Nothing here decides whether a file is safe: ``processors.safety`` does, before. The bounds hold all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vanban.domain.errors import UnreadableError

if TYPE_CHECKING:
    from PIL import Image

VECTOR_DPI = 200
"""For pages that are no scan: measured as good as 300 dpi for Tesseract, and 25 % cheaper."""
LOWEST_DPI, HIGHEST_DPI = 150, 300
"""A scan between these is rendered as it is; below at ``VECTOR_DPI``, above at ``HIGHEST_DPI``."""
A4_WIDTH = 595.0
"""PDF points; what an image without a believable resolution is taken to be wide."""
_LARGEST_PAGE = 14400.0
"""PDF points, the largest page of ISO 32000-1, Annex C."""
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

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) of a page in PDF points, as it is shown (rotation applied)."""

    def render(self, number: int) -> Raster:
        """Render a page at the scan's own resolution.

        Raises:
            PageError: if the page cannot be rendered.
        """


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

    def render(self, number: int) -> Raster:
        """Render a page; see ``PageSource``."""
        page = self._page(number)
        try:
            width, height = (_sane(side) for side in page.get_size())
            dpi, coloured = _look(page, width, height)
            dpi = _within(dpi, width, height, self._limits.page_pixels)
            bitmap = page.render(scale=dpi / 72, grayscale=not coloured, rev_byteorder=True)
            try:
                image = bitmap.to_pil()
                return Raster(_keep_colour(image) if coloured else image.copy(), dpi)
            finally:
                bitmap.close()
        except _pdfium_error() as error:
            raise _cannot_render(number) from error
        finally:
            page.close()

    def _page(self, number: int) -> Any:
        try:
            return self.document[number - 1]
        except (_pdfium_error(), IndexError) as error:
            raise _cannot_render(number) from error


class ImagePages:
    """Pages of a scanned image, by Pillow; a TIFF may have several."""

    def __init__(self, image: Image.Image, *, limits: PixelLimits) -> None:
        self._image = image
        self._limits = limits

    @property
    def count(self) -> int:
        """Number of pages: 1 but for TIFF, where it is the number of frames."""
        return int(getattr(self._image, "n_frames", 1)) if self._image.format == "TIFF" else 1

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) in PDF points."""
        width, height = self._seek(number)
        dpi = self._dpi(width)
        return width * 72 / dpi, height * 72 / dpi

    def render(self, number: int) -> Raster:
        """Decode a page; see ``PageSource``."""
        width, height = self._seek(number)
        if width * height > self._limits.page_pixels:
            raise _cannot_render(number)
        dpi = self._dpi(width)
        try:
            image = _upright(self._image)
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            raise _cannot_render(number) from error
        if dpi > HIGHEST_DPI:
            scale = HIGHEST_DPI / dpi
            image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
            dpi = HIGHEST_DPI
        return Raster(image if image.mode == "L" else _keep_colour(image), round(dpi))

    def _seek(self, number: int) -> tuple[int, int]:
        """Go to a page and return its width and height in pixels, as shown."""
        try:
            if self.count > 1:
                self._image.seek(number - 1)
            turned = self._image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        except (EOFError, OSError, ValueError, SyntaxError) as error:
            raise _cannot_render(number) from error
        width, height = self._image.size
        return (height, width) if turned else (width, height)

    def _dpi(self, width: int) -> float:
        stated = self._image.info.get("dpi")
        try:
            dpi = float(stated[0]) if stated else 0.0
        except (TypeError, ValueError, ZeroDivisionError):
            dpi = 0.0
        # Cameras write 72 and the like: believe only what gives a page between half and twice the width of A4.
        if dpi > 0 and A4_WIDTH / 2 <= width * 72 / dpi <= A4_WIDTH * 2:
            return dpi
        return max(1.0, width * 72 / A4_WIDTH)


@contextmanager
def open_pages(path: Path, *, limits: PixelLimits) -> Iterator[PageSource]:
    """Open a PDF or an image (PNG, JPEG, TIFF, BMP, HEIC) by its content, whatever its name.

    A PDF that is encrypted with an empty user password opens; one that needs a password does not.

    Raises:
        PageError: if it can be opened as neither.
    """
    with path.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" in head:
        with _open_pdf(path) as document:
            yield PdfPages(document, limits=limits)
    else:
        with _open_image(path) as image:
            yield ImagePages(image, limits=limits)


@contextmanager
def _open_pdf(path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except _pdfium_error() as error:
        raise _cannot_open() from error
    try:
        # Fields of forms are drawn only with a form environment; a stamp may be one.
        document.init_forms()
        yield document
    finally:
        document.close()


@contextmanager
def _open_image(path: Path) -> Iterator[Image.Image]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own bound is checked before decoding, with a reason of its own
    with path.open("rb") as stream:
        if is_heif(stream.read(32)):
            register_heif()
    try:
        image = Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "HEIF", "MPO"))
    except (OSError, ValueError, SyntaxError) as error:
        raise _cannot_open() from error
    try:
        yield image
    finally:
        image.close()


def is_heif(head: bytes) -> bool:
    """Return whether these first bytes are those of a HEIC or HEIF image (not AVIF or a film)."""
    return head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"}


def register_heif() -> None:
    """Let Pillow open HEIC; may be called again."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


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
    if area < 0.5 * width * height or dpi < LOWEST_DPI:
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


def _within(dpi: float, width: float, height: float, pixels: int) -> int:
    """Return the resolution, lowered so that a huge page stays under the bound."""
    scale = dpi / 72
    if (width * scale + 1) * (height * scale + 1) > pixels:
        dpi = 72 * math.sqrt(pixels / (width * height)) * 0.99
    return max(1, math.floor(dpi + 0.5) if dpi >= LOWEST_DPI else math.floor(dpi))


def _keep_colour(image: Image.Image) -> Image.Image:
    """Return the image as ``RGB``, or as ``L`` if nothing on it has colour."""
    if image.mode != "RGB":
        image = image.convert("RGB")
    from PIL import ImageChops

    # Averaging 4 x 4 pixels hides noise and the fringes of resampling, and keeps the stroke of a stamp visible.
    red, green, blue = image.reduce(4).split()
    spread = max(ImageChops.difference(one, two).getextrema()[1] for one, two in ((red, green), (red, blue)))
    return image if float(spread) > _CHROMA else image.convert("L")  # type: ignore[arg-type]


def _upright(image: Image.Image) -> Image.Image:
    """Return the current frame as ``L`` or ``RGB``, turned as its Exif says, on white."""
    from PIL import Image, ImageOps

    frame = ImageOps.exif_transpose(image)
    if frame.mode in ("1", "L", "RGB"):
        return frame.convert("L") if frame.mode == "1" else frame
    if frame.mode.startswith("I") or frame.mode == "F":
        return _eight_bit(frame)
    if "A" in frame.mode or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        paper = Image.new("RGBA", frame.size, "white")
        paper.alpha_composite(frame)
        return paper.convert("RGB")
    return frame.convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return a 16- or 32-bit grey image as ``L``, its own range stretched to the full one."""
    wide = image.convert("F")
    low, high = (float(value) for value in wide.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 1.0
    return wide.point(lambda value: value * scale - low * scale).convert("L")


def _sane(side: float) -> float:
    """Return a side of a page in points, within what a page may be."""
    return min(max(float(side), 1.0), _LARGEST_PAGE) if math.isfinite(side) else _LARGEST_PAGE


def _pdfium_error() -> type[Exception]:
    import pypdfium2

    return pypdfium2.PdfiumError  # type: ignore[no-any-return]


def _cannot_open() -> PageError:
    return PageError(
        "broken", en="The file cannot be opened as a PDF or an image.", vi="Không mở được tệp dưới dạng PDF hoặc ảnh."
    )


def _cannot_render(number: int) -> PageError:
    return PageError(
        "broken", en=f"Page {number} cannot be drawn within the limits.", vi=f"Không dựng được ảnh trang {number}."
    )
