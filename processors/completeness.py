"""Is a file whole, or is somebody still writing it? A cheap look at its structure, made again and again while it waits.

Reads a few kilobytes and decodes nothing, so that it may run in the intake process itself. ``incomplete`` is no verdict
for ever: whoever waits gives up after a while, and then ``processors.safety`` calls the file truncated.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from processors.gif_blocks import gif_pictures
from processors.media import BMP, GIF, HEAD_BYTES, HEIC, JPEG, OLE, PDF, PNG, RTF, TIFF, ZIP, media_type, open_regular

Completeness = Literal["complete", "incomplete", "unknown"]

_TAIL = 4096
_LONG_TAIL = 1024 * 1024
_ZIP_TAIL = 65_557
_TIFF_FRAMES = 20_000
_TIFF_VALUES = 2_000_000
"""Entries of all directories together; more is an attack on the time of whoever looks."""
_NO_SECTOR, _FREE = 0xFFFFFFFA, 0xFFFFFFFF
"""Of the sector table of an OLE file: numbers from here on are marks; and the mark of a sector that is not used."""
_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4}


def completeness(path: Path) -> Completeness:
    """Return whether the structure of a file is closed for its type.

    ``unknown`` for types that do not show it, and for what is no regular file. Never follows a link, never waits on a
    pipe, never raises for what the file holds.
    """
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            return structure(file, os.fstat(file.fileno()).st_size)
    except (OSError, struct.error, ValueError):
        return "unknown"


def structure(file: BinaryIO, size: int) -> Completeness:
    """Return the same for an open file of ``size`` bytes."""
    if size == 0:
        return "incomplete"
    head = _at(file, 0, HEAD_BYTES)
    looks: dict[str, Callable[[BinaryIO, int], bool]] = {
        PDF: _pdf,
        PNG: _png,
        JPEG: _jpeg,
        TIFF: _tiff,
        BMP: _bmp,
        GIF: _gif,
        HEIC: _boxes,
        ZIP: _zip,
        OLE: _ole,
        RTF: _rtf,
    }
    look = looks.get(media_type(head))
    if look is None:
        return "unknown"
    return "complete" if look(file, size) else "incomplete"


def tiff_frames(file: BinaryIO, size: int) -> Iterator[dict[int, list[int]]]:
    """Yield the tags of each frame of a classic TIFF: tag to integers. Stops at a loop or at an offset outside.

    Raises:
        EOFError: if a directory lies outside the file.
        ValueError: if there is more in the directories than any scan needs.
    """
    order = "<" if _at(file, 0, 2) == b"II" else ">"
    (offset,) = struct.unpack(order + "I", _at(file, 4, 4))
    seen: set[int] = set()
    left = _TIFF_VALUES
    while offset and offset not in seen and len(seen) < _TIFF_FRAMES:
        seen.add(offset)
        if offset + 2 > size:
            raise EOFError
        (count,) = struct.unpack(order + "H", _at(file, offset, 2))
        table = _at(file, offset + 2, count * 12 + 4)
        if len(table) < count * 12 + 4:
            raise EOFError
        tags = {tag: values for tag, values in _tags(file, order, table, count, most=left) if values}
        left -= sum(map(len, tags.values()))
        yield tags
        (offset,) = struct.unpack_from(order + "I", table, count * 12)
    if not seen:
        raise EOFError


def _tags(file: BinaryIO, order: str, table: bytes, count: int, *, most: int) -> Iterator[tuple[int, list[int]]]:
    for index in range(count):
        tag, kind, length = struct.unpack_from(order + "HHI", table, index * 12)
        if kind not in (3, 4):
            continue
        most -= length
        if most < 0:
            raise ValueError
        size = _TYPE_BYTES[kind] * length
        if size <= 4:
            data = table[index * 12 + 8 : index * 12 + 12]
        else:
            data = _at(file, struct.unpack_from(order + "I", table, index * 12 + 8)[0], size)
        if len(data) < size:
            raise EOFError
        yield tag, list(struct.unpack_from(f"{order}{length}{'H' if kind == 3 else 'I'}", data))


def _at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _end(file: BinaryIO, size: int, length: int) -> bytes:
    return _at(file, max(0, size - length), length)


def _pdf(file: BinaryIO, size: int) -> bool:
    """The last thing that is no padding is an end mark, and a linearised file is as long as it says."""
    tail = _end(file, size, _TAIL).rstrip(b"\0\r\n\t ")
    if not tail:  # padding beyond the tail: room was made for a file that is still to come
        return False
    stated = re.search(rb"/Linearized\b.{0,200}?/L\s+(\d{1,12})", _at(file, 0, HEAD_BYTES), re.DOTALL)
    if stated and int(stated[1]) > size:
        return False
    mark = tail.rfind(b"%%EOF")
    # After the mark a signed or updated file goes on with objects: those need an end mark of their own.
    return mark >= 0 and b" obj" not in tail[mark:]


def _png(file: BinaryIO, size: int) -> bool:
    return b"IEND\xaeB`\x82" in _end(file, size, _TAIL)


def _jpeg(file: BinaryIO, size: int) -> bool:
    """An end mark follows the start of the picture data; within the data that byte pair cannot occur."""
    offset = 2
    for _ in range(1000):
        marker = _at(file, offset, 4)
        if len(marker) < 4 or marker[0] != 0xFF:
            return False
        if marker[1] == 0xDA:
            break
        offset += 1 if marker[1] == 0xFF else 2 + int.from_bytes(marker[2:4], "big")
    start = max(offset, size - _LONG_TAIL)
    return b"\xff\xd9" in _at(file, start, _LONG_TAIL)


def _tiff(file: BinaryIO, size: int) -> bool:
    if _at(file, 2, 2) in (b"+\0", b"\0+"):
        raise ValueError  # BigTIFF: not looked into
    try:
        for tags in tiff_frames(file, size):
            for offsets, counts in ((273, 279), (324, 325)):
                for offset, length in zip(tags.get(offsets, []), tags.get(counts, []), strict=False):
                    if offset + length > size:
                        return False
    except EOFError:
        return False
    return True


def _bmp(file: BinaryIO, size: int) -> bool:
    stated = int.from_bytes(_at(file, 2, 4), "little")
    if stated == 0:
        raise ValueError
    return size >= stated


def _gif(file: BinaryIO, _: int) -> bool:
    """Its blocks end with the end mark."""
    try:
        return sum(1 for _ in gif_pictures(file)) > 0
    except EOFError:
        return False


def _boxes(file: BinaryIO, size: int) -> bool:
    """The boxes of an ISO media file fill it exactly."""
    offset = 0
    for _ in range(1000):
        head = _at(file, offset, 16)
        if len(head) < 8:
            return offset == size
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0:
            return True
        if length < 8:
            return False
        offset += length
    return False


def _zip(file: BinaryIO, size: int) -> bool:
    return b"PK\x05\x06" in _end(file, size, _ZIP_TAIL)


def _ole(file: BinaryIO, size: int) -> bool:
    """The file reaches as far as the last sector that its table says is in use ([MS-CFB] 2.2 and 2.3)."""
    head = _at(file, 0, 512)
    if len(head) < 512:
        return False
    shift = int.from_bytes(head[30:32], "little")
    tables = [number for (number,) in struct.iter_unpack("<I", head[76:512]) if number < _NO_SECTOR]
    if shift not in (9, 12) or not tables:
        raise ValueError
    # Sectors are counted after the header, which fills the first one.
    last = _at(file, (tables[-1] + 1) << shift, 1 << shift)
    used = [place for place, (next_one,) in enumerate(struct.iter_unpack("<I", last)) if next_one != _FREE]
    if len(last) < 1 << shift or not used:
        return False
    highest = (len(tables) - 1) * len(last) // 4 + used[-1]
    # Some writers leave out the unused end of the last sector.
    return highest + 1 << shift < size


def _rtf(file: BinaryIO, size: int) -> bool:
    return b"}" in _end(file, size, 64).rstrip(b"\0\r\n\t ")[-1:]
