"""Images as pages: PNG, JPEG, multi-page TIFF, BMP, HEIC, and GIF as mails carry it, by Pillow."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from processors.gif_blocks import STILLS
from processors.media import HEIC, media_type
from processors.raster import (
    A4_WIDTH,
    HIGHEST_DPI,
    LEAST_STATED_DPI,
    PixelLimits,
    Raster,
    cannot_open,
    cannot_render,
    is_too_large,
    keep_colour,
)

if TYPE_CHECKING:
    from PIL import Image


PILLOW_ERRORS = (
    *(OSError, EOFError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError),
    *(ArithmeticError, NotImplementedError, RuntimeError, struct.error, zlib.error),
)
"""What Pillow raises for damaged files: it promises OSError, but lets through what its readers stumble over."""


_OF_FRAMES = ("TIFF", "GIF")
_PIXELS_PASSED = 10
"""Times the bound on a page: frames of an animation that are decoded on the way to those that are looked at."""


class ImagePages:
    """Pages of a scanned image, by Pillow; a TIFF or a GIF may have several.

    Of a GIF with more than ``STILLS`` frames so many are pages, spread from the first to the last (ADR 26).
    """

    def __init__(self, image: Image.Image, *, limits: PixelLimits) -> None:
        self.document = None
        """An image has no text layer."""
        self._image = image
        self._limits = limits
        self._frames: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Number of pages: 1 but for TIFF and GIF.

        Raises:
            PageError: if the frames cannot be counted.
        """
        return len(self._shown())

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) in PDF points."""
        width, height = self._seek(number)
        dpi = self._dpi(width)
        return width * 72 / dpi, height * 72 / dpi

    def render(self, number: int, *, widest: int | None = None) -> Raster:
        """Decode a page; see ``PageSource``."""
        width, height = self._seek(number)
        if is_too_large(width, height, self._limits):
            raise cannot_render(number)
        dpi = self._dpi(width)
        try:
            image = upright(self._image)
        except PILLOW_ERRORS as error:
            raise cannot_render(number) from error
        if dpi > HIGHEST_DPI:
            scale = HIGHEST_DPI / dpi
            image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
            dpi = HIGHEST_DPI
        return Raster(image if image.mode == "L" else keep_colour(image), round(dpi))

    @property
    def current(self) -> Image.Image:
        """The frame that was last asked for, as it is stored."""
        return self._image

    def frame(self, number: int) -> Image.Image:
        """Return a page decoded, upright and whole, in mode ``1``, ``L`` or ``RGB``; ``info["lossy"]`` of a photograph.

        Raises:
            PageError: if it cannot be decoded or is too large.
        """
        width, height = self._seek(number)
        if is_too_large(width, height, self._limits):
            raise cannot_render(number)
        stored = self._image
        try:
            if stored.mode == "1":
                from PIL import ImageOps

                return ImageOps.exif_transpose(stored)
            image = upright(stored)
        except (OSError, ValueError, SyntaxError) as error:
            raise cannot_render(number) from error
        lossy = stored.format in ("JPEG", "HEIF") or stored.info.get("compression") in ("jpeg", "tiff_jpeg", "webp")
        image.info["lossy"] = lossy
        return image

    def _shown(self) -> tuple[int, ...]:
        """Return the frames that are pages, from 0."""
        if not self._frames:
            try:
                count = int(getattr(self._image, "n_frames", 1)) if self._image.format in _OF_FRAMES else 1
            except PILLOW_ERRORS as error:
                raise cannot_open() from error
            moves = self._image.format == "GIF" and count > STILLS
            self._frames = self._spread(count) if moves else tuple(range(count))
        return self._frames

    def _spread(self, count: int) -> tuple[int, ...]:
        width, height = self._image.size
        reach = min(count, max(STILLS, _PIXELS_PASSED * self._limits.page_pixels // max(1, width * height)))
        return tuple((reach - 1) * place // (STILLS - 1) for place in range(STILLS))

    def _seek(self, number: int) -> tuple[int, int]:
        """Go to a page and return its width and height in pixels, as shown."""
        try:
            if self.count > 1:
                self._image.seek(self._shown()[number - 1])
            turned = self._image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        except PILLOW_ERRORS as error:
            raise cannot_render(number) from error
        width, height = self._image.size
        return (height, width) if turned else (width, height)

    def _dpi(self, width: int) -> float:
        stated = self._image.info.get("dpi")
        try:
            dpi = float(stated[0]) if stated else 0.0
        except (TypeError, ValueError, ZeroDivisionError):
            dpi = 0.0
        # Cameras write 72 and the like: believe what scanners do, on paper between half and twice as wide as A4.
        if dpi >= LEAST_STATED_DPI and A4_WIDTH / 2 <= width * 72 / dpi <= A4_WIDTH * 2:
            return dpi
        return max(1.0, width * 72 / A4_WIDTH)


@contextmanager
def open_image(path: Path) -> Iterator[Image.Image]:
    """Open an image without decoding it.

    Raises:
        PageError: if Pillow knows no such image.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own bound is checked before decoding, with a reason of its own
    with path.open("rb") as stream:
        heif = ("HEIF",) if media_type(stream.read(32)) == HEIC else ()
    if heif:
        _register_heif()
    try:
        image = Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", *heif))
    except PILLOW_ERRORS as error:
        raise cannot_open() from error
    try:
        yield image
    finally:
        image.close()


def _register_heif() -> None:
    """Let Pillow open HEIC; may be called again."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


def upright(image: Image.Image) -> Image.Image:
    """Return the current frame as ``L`` or ``RGB``, turned as its Exif says, on white."""
    from PIL import Image, ImageOps

    frame = ImageOps.exif_transpose(image)
    if frame.mode in ("1", "L", "RGB"):
        return frame.convert("L") if frame.mode == "1" else frame
    if frame.mode.startswith("I") or frame.mode == "F":
        return _eight_bit(frame)
    if "A" in frame.mode or "transparency" in frame.info:
        frame = frame if frame.mode == "RGBA" else frame.convert("RGBA")
        paper = Image.new("RGB", frame.size, "white")
        paper.paste(frame, mask=frame.getchannel("A"))
        return paper
    return frame.convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return a 16- or 32-bit grey image as ``L``, its own range stretched to the full one."""
    wide = image.convert("F")
    low, high = (float(value) for value in wide.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 1.0
    return wide.point(lambda value: value * scale - low * scale).convert("L")
