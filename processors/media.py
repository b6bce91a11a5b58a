"""What a file is: regular or not, and its type by its first bytes and by its name. Nothing is parsed here."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

PDF, PNG, JPEG, TIFF, BMP, HEIC = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "image/bmp",
    "image/heic",
)
ZIP = "application/zip"
ACCEPTED = frozenset({PDF, PNG, JPEG, TIFF, BMP, HEIC})
"""What is taken in; everything else is refused as unsupported."""
HEAD_BYTES = 1024
"""How many first bytes ``media_type`` wants to see; a PDF may begin after that much of something else."""

_EXTENSIONS = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".tif": TIFF,
    ".tiff": TIFF,
    ".bmp": BMP,
    ".heic": HEIC,
    ".heif": HEIC,
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"})
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
)


def media_type(head: bytes) -> str:
    """Return the media type that the first ``HEAD_BYTES`` show, or an empty string."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return BMP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    return PDF if b"%PDF-" in head[:HEAD_BYTES] else ""


def named_type(file_name: str) -> str | None:
    """Return the media type of the extension, empty for one that is not known, None if there is no extension."""
    extension = PurePosixPath(file_name.strip().lower()).suffix
    if not extension or not extension[1:].isalnum():
        return None
    return _EXTENSIONS.get(extension, "")


def open_regular(path: Path) -> int:
    """Open a regular file for reading and return its descriptor; the caller closes it.

    Never follows a link at the end of the path and never waits on a pipe.

    Raises:
        OSError: if there is no such file, or it is no regular file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError
    return descriptor
