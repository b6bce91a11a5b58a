"""What a file is: regular or not, and its type by its first bytes and by its name. Nothing is parsed here."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

PDF, PNG, JPEG, TIFF, BMP, HEIC, GIF = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "image/bmp",
    "image/heic",
    "image/gif",
)
ZIP = "application/zip"
OLE = "application/x-ole-storage"
"""The container of old Office files and Outlook messages; ``processors.inner_type`` tells which."""
DOC, XLS, RTF = "application/msword", "application/vnd.ms-excel", "application/rtf"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{_OPEN_XML}.wordprocessingml.document", f"{_OPEN_XML}.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
EML, MSG = "message/rfc822", "application/vnd.ms-outlook"
PAGED = frozenset({PDF, PNG, JPEG, TIFF, BMP, HEIC, GIF})
"""What has pages of its own."""
OFFICE = frozenset({DOC, DOCX, ODT, RTF, XLS, XLSX, ODS})
"""What gets pages by being rendered as PDF."""
CONTAINERS = frozenset({ZIP, EML, MSG})
"""What holds other files."""
ACCEPTED = PAGED | OFFICE | CONTAINERS
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
    ".gif": GIF,
    ".heic": HEIC,
    ".heif": HEIC,
    ".doc": DOC,
    ".dot": DOC,
    ".docx": DOCX,
    ".odt": ODT,
    ".rtf": RTF,
    ".xls": XLS,
    ".xlsx": XLSX,
    ".ods": ODS,
    ".eml": EML,
    ".msg": MSG,
    ".zip": ZIP,
}
_ALSO_IN = {DOC: frozenset({RTF, DOCX})}
"""Types that Word saves under the extension of another, and opens without a word."""
_HEADER_NAMES = (
    b"received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|reply-to|sender|"
    b"x-[a-z0-9-]{1,40}|arc-[a-z-]{1,30}|dkim-signature|authentication-results"
)
_HEADER = re.compile(rb"(?im)^(?:" + _HEADER_NAMES + rb")[ \t]*:")
_FEWEST_HEADERS = 3
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"})
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
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
    if b"%PDF-" in head[:HEAD_BYTES]:
        return PDF
    return EML if _is_message(head) else ""


def _is_message(head: bytes) -> bool:
    """Return whether a file begins as a message does: with header lines and nothing else."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    return bool(_HEADER.match(text)) and len(_HEADER.findall(text)) >= _FEWEST_HEADERS


def may_be_named(named: str | None, kind: str) -> bool:
    """Return whether a file of this type may carry an extension of that type."""
    return named is None or named == kind or kind in _ALSO_IN.get(named, ())


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
