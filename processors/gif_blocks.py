"""The blocks of a GIF, walked without decoding: whether the file is whole, and how large each of its pictures is."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

STILLS = 5
"""Pictures of a GIF that may be pages; one with more moves, which no document does."""

_HEADER, _PICTURE = 13, 9
_EXTENSION_AT, _PICTURE_AT, _END = 0x21, 0x2C, 0x3B
_MOST = 2_000
"""Pictures that are walked through; an animation in a mail has some tens."""


def gif_pictures(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield (width, height) of the canvas at each picture of a GIF: it grows where one reaches beyond it.

    Raises:
        EOFError: if the file ends before its end mark.
        ValueError: if there is no block where one must be, or more pictures than anybody looks at.
    """
    file.seek(0)
    head = _exactly(file, _HEADER)
    _skip_colours(file, head[10])
    width, height = _numbers(head[6:10])
    pictures = 0
    while (kind := _exactly(file, 1)[0]) != _END:
        if kind == _PICTURE_AT:
            about = _exactly(file, _PICTURE)
            _skip_colours(file, about[8])
            _exactly(file, 1)
            left, top, wide, high = _numbers(about[:8])
            width, height = max(width, left + wide), max(height, top + high)
            yield width, height
            pictures += 1
        elif kind == _EXTENSION_AT:
            _exactly(file, 1)
        else:
            raise ValueError
        if pictures > _MOST:
            raise ValueError
        while length := _exactly(file, 1)[0]:
            _exactly(file, length)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 2}H", data)


def _skip_colours(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        _exactly(file, 3 << ((flags & 7) + 1))


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data
