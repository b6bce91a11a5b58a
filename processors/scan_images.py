"""A scanned image as a PDF whose page images are the scanner's own data, wherever PDF can hold them as they are.

JPEG, and CCITT G4 in one strip, go in byte for byte. Everything else is decoded and packed again without loss, but for
what was lossy and has no place in a PDF (JPEG inside TIFF, HEIC), which becomes JPEG.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processors.images import ImagePages
from processors.raster import PageSource

_QUALITY = 92
"""Of a JPEG that must be made anew."""
_COMPRESSION, _PHOTOMETRIC, _FILL_ORDER = 259, 262, 266
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 278, 279
_G4, _WHITE_IS_ZERO = 4, 0
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""Exif orientation to /Rotate; the mirrored ones have no such thing."""
_JPEG_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


@dataclass(frozen=True, slots=True)
class _Picture:
    data: bytes
    width: int
    height: int
    filter: str
    space: str
    bits: int = 8
    turn: int = 0
    """Degrees clockwise by which it is shown."""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def image_pdf(path: Path, source: ImagePages) -> Any:
    """Return a ``pikepdf.Pdf`` with a page for each frame, as large as ``source`` says.

    Raises:
        PageError: if a frame cannot be decoded.
    """
    import pikepdf

    pdf = pikepdf.new()
    for number in range(1, source.count + 1):
        width, height = source.size(number)  # goes to that frame
        _add_page(pdf, _as_it_is(path, source) or _packed(source.frame(number)), width, height)
    return pdf


def is_image(source: PageSource) -> bool:
    """Return whether a document is a scanned image."""
    return isinstance(source, ImagePages)


def _as_it_is(path: Path, source: ImagePages) -> _Picture | None:
    """Return the current frame in the scanner's own data; None where PDF has no such form."""
    image = source.current
    turn = _TURNS.get(image.getexif().get(0x0112, 1))
    if turn is None:
        return None
    if image.format == "JPEG" and image.mode in _JPEG_SPACES:
        data = path.read_bytes()
        return _Picture(data, *image.size, "/DCTDecode", _JPEG_SPACES[image.mode], turn=turn)
    tags = getattr(image, "tag_v2", {})
    if image.format == "TIFF" and tags.get(_COMPRESSION) == _G4 and tags.get(_FILL_ORDER, 1) == 1:
        offsets, counts = tags.get(_STRIP_OFFSETS, ()), tags.get(_STRIP_BYTES, ())
        if len(offsets) == 1 and len(counts) == 1:
            with path.open("rb") as stream:
                stream.seek(offsets[0])
                data = stream.read(counts[0])
            return _fax(data, *image.size, black_is_one=tags.get(_PHOTOMETRIC, 0) != _WHITE_IS_ZERO, turn=turn)
    return None


def _packed(image: Any) -> _Picture:
    """Return a decoded frame (mode ``1``, ``L`` or ``RGB``, upright), packed again."""
    width, height = image.size
    if image.mode == "1":
        return _fax(_g4(image), width, height, black_is_one=False, turn=0)
    space = _JPEG_SPACES[image.mode]
    if image.info.get("lossy"):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY)
        return _Picture(out.getvalue(), width, height, "/DCTDecode", space)
    return _Picture(zlib.compress(image.tobytes(), 6), width, height, "/FlateDecode", space)


def _fax(data: bytes, width: int, height: int, *, black_is_one: bool, turn: int) -> _Picture:
    parameters = {"K": -1, "Columns": width, "Rows": height, "BlackIs1": black_is_one}
    return _Picture(data, width, height, "/CCITTFaxDecode", "/DeviceGray", 1, turn, parameters)


def _g4(image: Any) -> bytes:
    """Return a mode ``1`` image as one strip of CCITT G4."""
    from PIL import Image, ImageChops

    tiff = io.BytesIO()
    # The code takes ones for black; one strip, so that it can be taken out whole.
    ImageChops.invert(image).save(tiff, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height})
    with Image.open(tiff) as coded:
        tags: Any = coded.tag_v2  # type: ignore[attr-defined]
        (offset,), (size,) = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
    return tiff.getvalue()[offset : offset + size]


def _add_page(pdf: Any, picture: _Picture, width: float, height: float) -> None:
    """Add a page that shows a picture; ``width`` and ``height`` (points) are those of the page as shown."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    if picture.turn in (90, 270):
        width, height = height, width
    image = pikepdf.Stream(pdf, picture.data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, picture.bits
    image.ColorSpace, image.Filter = Name(picture.space), Name(picture.filter)
    if picture.parameters:
        image.DecodeParms = Dictionary(**picture.parameters)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(image))),
        Contents=pikepdf.Stream(pdf, f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode()),
        Rotate=picture.turn,
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
