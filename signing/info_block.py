# mypy: disable-error-code="no-untyped-call"
"""The organisation's signature on copies and on annexes in files of their own: lines of text, no picture.

Top right of the first page, upright, 10 points, black (NĐ 30/2020, Phụ lục I, Phần I, II.8.b; Phần II, I.3).
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp.base import BaseStampStyle

from signing.appearance import numbers
from signing.page_frame import Box, PageFrame, upright_matrix
from signing.placement import MILLIMETRE, Place
from signing.typeface import Typeface, check_letters, serif
from vanban.clock import HANOI
from vanban.pdfium import open_pdf

SIZE = 10.0
"""Points, by decree."""
LEADING = 1.15 * SIZE
DESCENT = 0.25 * SIZE
EDGE_RIGHT = 10 * MILLIMETRE
TOPMOST, LOWEST = 4 * MILLIMETRE, 12 * MILLIMETRE
"""How far below the page's edge the block may begin: the margin of an official document is 20 mm."""
STEP = 2 * MILLIMETRE
WIDEST = 0.55
"""Share of the page's width beyond which a line is broken."""
LOOK_DPI = 36
INK = 160
"""Grey below which a pixel of the page counts as printed."""


@dataclass(frozen=True, slots=True)
class InfoBlock:
    """Lines to show, each no wider than the block."""

    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """Points."""
        return max(serif().width(line, size=SIZE) for line in self.lines)

    @property
    def height(self) -> float:
        """Points."""
        return len(self.lines) * LEADING + DESCENT


def signing_time(at: dt.datetime) -> str:
    """Return the time of signing as the decree asks: date, time to the second, zone of Vietnam (ISO 8601)."""
    return at.astimezone(HANOI).isoformat(timespec="seconds")


def info_block(parts: Sequence[str], *, page_width: float) -> InfoBlock:
    """Return the block for these parts, a line each, long ones broken between words.

    Raises:
        UnsignableError: if the typeface lacks a letter.
    """
    check_letters("".join(parts))
    room = WIDEST * page_width
    return InfoBlock(tuple(line for part in parts for line in _broken(part, serif(), room)))


def first_page_frame(data: bytes) -> PageFrame:
    """Return the frame of a file's first page."""
    with open_pdf(data) as document:
        return PageFrame.of(document[0])


def place_block(data: bytes, block: InfoBlock) -> Place:
    """Return the place at the top right of the first page, at the height where it covers least of what is there."""
    with open_pdf(data) as document:
        page = document[0]
        frame = PageFrame.of(page)
        printed = _printed(page)
    boxes = [_box(block, frame, below=below) for below in _offsets()]
    best = min(boxes, key=lambda box: _ink(printed, box, frame))
    return Place(0, frame.stored(best), found=True, rotation=frame.rotation)


def block_style(block: InfoBlock, *, rotation: int) -> BaseStampStyle:
    """Return a pyHanko stamp style that writes the block and nothing else."""
    return _BlockStyle(block=block, rotation=rotation)


def _offsets() -> Iterator[float]:
    below = TOPMOST
    while below <= LOWEST:
        yield below
        below += STEP


def _box(block: InfoBlock, frame: PageFrame, *, below: float) -> Box:
    right, top = frame.width - EDGE_RIGHT, frame.height - below
    return Box(right - math.ceil(block.width), top - math.ceil(block.height), right, top)


def _printed(page: Any) -> Any:
    """Return the page as shown as a picture of booleans, small."""
    import numpy as np

    bitmap = page.render(scale=LOOK_DPI / 72, grayscale=True)
    try:
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width) < INK
    finally:
        bitmap.close()


def _ink(printed: Any, box: Box, frame: PageFrame) -> int:
    scale = LOOK_DPI / 72
    top, bottom = (round((frame.height - edge) * scale) for edge in (box.top, box.bottom))
    left, right = (round(edge * scale) for edge in (box.left, box.right))
    return int(printed[max(top, 0) : bottom, max(left, 0) : right].sum())


def _broken(text: str, face: Typeface, room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and face.width(longer, size=SIZE) > room:
            yield line
            line = word
        else:
            line = longer
    yield line


@dataclass(frozen=True)
class _BlockStyle(BaseStampStyle):
    block: InfoBlock | None = None
    rotation: int = 0

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> Any:
        assert self.block is not None  # noqa: S101 - for the type checker; the only caller gives it
        return _BlockStamp(writer, self.block, rotation=self.rotation)


class _BlockStamp:
    def __init__(self, writer: BasePdfFileWriter, block: InfoBlock, *, rotation: int) -> None:
        self._writer = writer
        self._block = block
        self._rotation = rotation

    def apply_appearance(self, annotation: generic.DictionaryObject) -> None:
        """Put the lines in as the annotation's normal look."""
        font = serif().embedded(self._writer, size=SIZE)
        content = self._content(font)
        width, height = math.ceil(self._block.width), math.ceil(self._block.height)
        form = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): numbers(0, 0, width, height),
                pdf_name("/Matrix"): numbers(*upright_matrix(self._rotation), 0, 0),
                pdf_name("/Resources"): generic.DictionaryObject(
                    {pdf_name("/Font"): generic.DictionaryObject({pdf_name("/Chu"): font.as_resource()})}
                ),
            },
            stream_data=content,
        )
        form.compress()
        font.prepare_write()
        annotation[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): self._writer.add_object(form)})

    def _content(self, font: Any) -> bytes:
        written = io.BytesIO()
        height = math.ceil(self._block.height)
        written.write(b"q 0 g\n")
        for number, line in enumerate(self._block.lines, start=1):
            baseline = height - number * LEADING + 0.1 * SIZE
            shaped = font.shape(line)
            written.write(b"BT /Chu %g Tf 0 %.3f Td %s ET\n" % (SIZE, baseline, shaped.graphics_ops))
        written.write(b"Q")
        return written.getvalue()
