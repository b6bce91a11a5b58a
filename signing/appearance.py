# mypy: disable-error-code="no-untyped-call"
"""What a signature looks like on the page: a picture on a transparent ground (NĐ 30/2020 PL I, II.7-8).

A picture is decoded and compressed once, and put into each document as it is.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp.base import BaseStampStyle

from signing.page_frame import upright_matrix

MAX_PIXELS = 4_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for a PDF: RGB and transparency, both compressed."""

    width: int
    """Pixels."""
    height: int
    colours: bytes
    """zlib data of 8-bit RGB."""
    transparency: bytes
    """zlib data of 8-bit alpha."""

    @property
    def shape(self) -> float:
        """Width divided by height."""
        return self.width / self.height


def load_picture(path: Path) -> Picture:
    """Return the picture of a PNG with a transparent background.

    Raises:
        ValueError: if the file is no such picture or has too many pixels.
    """
    from PIL import Image

    with Image.open(io.BytesIO(path.read_bytes()), formats=["PNG"]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError(f"{path.name} has more than {MAX_PIXELS} pixels")
        drawn = image.convert("RGBA")
    colours, alpha = drawn.convert("RGB").tobytes(), drawn.getchannel("A").tobytes()
    return Picture(drawn.width, drawn.height, zlib.compress(colours, 9), zlib.compress(alpha, 9))


def picture_style(picture: Picture, *, rotation: int = 0) -> BaseStampStyle:
    """Return a pyHanko stamp style that fills the signature's box with the picture and draws nothing else.

    ``rotation``: how the page is turned when it is shown, in degrees; the picture stands upright there.
    """
    return _PictureStyle(picture=picture, rotation=rotation)


@dataclass(frozen=True)
class _PictureStyle(BaseStampStyle):
    picture: Picture | None = None
    rotation: int = 0

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> Any:
        assert self.picture is not None  # noqa: S101 - for the type checker; the only caller gives it
        sides = float(box.width), float(box.height)
        width, height = sides if self.rotation % 180 == 0 else reversed(sides)
        return _PictureStamp(writer, self.picture, width=width, height=height, rotation=self.rotation)


class _PictureStamp:
    def __init__(
        self, writer: BasePdfFileWriter, picture: Picture, *, width: float, height: float, rotation: int
    ) -> None:
        self._writer = writer
        self._picture = picture
        self._width = width
        self._height = height
        self._rotation = rotation

    def apply_appearance(self, annotation: generic.DictionaryObject) -> None:
        """Put the picture in as the annotation's normal look."""
        form = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): numbers(0, 0, self._width, self._height),
                pdf_name("/Matrix"): numbers(*upright_matrix(self._rotation), 0, 0),
                pdf_name("/Resources"): generic.DictionaryObject(
                    {pdf_name("/XObject"): generic.DictionaryObject({pdf_name("/Anh"): self._image()})}
                ),
            },
            stream_data=b"q %.3f 0 0 %.3f 0 0 cm /Anh Do Q" % (self._width, self._height),
        )
        look = generic.DictionaryObject({pdf_name("/N"): self._writer.add_object(form)})
        annotation[pdf_name("/AP")] = look

    def _image(self) -> generic.IndirectObject:
        mask = self._writer.add_object(self._pixels("/DeviceGray", self._picture.transparency))
        image = self._pixels("/DeviceRGB", self._picture.colours)
        image[pdf_name("/SMask")] = mask
        return self._writer.add_object(image)

    def _pixels(self, space: str, compressed: bytes) -> generic.StreamObject:
        entries = {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(self._picture.width),
            pdf_name("/Height"): generic.NumberObject(self._picture.height),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8),
            pdf_name("/ColorSpace"): pdf_name(space),
            pdf_name("/Filter"): pdf_name("/FlateDecode"),
        }
        return generic.StreamObject(entries, encoded_data=compressed)


def numbers(*values: float) -> generic.ArrayObject:
    """Return a PDF array of numbers, to the thousandth."""
    return generic.ArrayObject([generic.FloatObject(round(value, 3)) for value in values])
