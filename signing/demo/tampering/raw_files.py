# mypy: disable-error-code="no-untyped-call"
"""Reads and writes PDF files by hand, so that they can be wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
FORGED = b"BT /F1 13 Tf 85 770 Td (Another text altogether) Tj ET"


def reader_of(data: bytes) -> Any:
    """Return pyHanko's reader."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(data), strict=False)


def numbers_of(data: bytes) -> dict[str, int]:
    """Return the object numbers of root, pages, page, content and signature; and ``size`` and ``xref``."""
    reader = reader_of(data)
    root = reader.root
    page = root["/Pages"]["/Kids"].raw_get(0)
    fields = root["/AcroForm"]["/Fields"] if "/AcroForm" in root else []
    found = {
        "root": reader.root_ref.idnum,
        "pages": root.raw_get("/Pages").idnum,
        "page": page.idnum,
        "content": _first(page.get_object().raw_get("/Contents")).idnum,
        "size": int(reader.trailer["/Size"]),
        "xref": reader.last_startxref,
    }
    if fields:
        found["signature"] = fields[0].get_object().raw_get("/V").idnum
    return found


def _first(reference: Any) -> Any:
    """Return a reference, or the first of an array of them."""
    return reference if hasattr(reference, "idnum") else reference.get_object().raw_get(0)


def object_at(data: bytes, number: int) -> bytes:
    """Return the last definition of an object as it is written, from ``N 0 obj`` to ``endobj``."""
    start = [match.start() for match in re.finditer(rb"(?<!\d)%d 0 obj" % number, data)][-1]
    return data[start : data.index(b"endobj", start) + 6]


def stream_object(number: int, data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"%d 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n" % (number, len(data), entries, data)


def increment(
    data: bytes,
    objects: Mapping[int, bytes],
    *,
    parts: str = "xref trailer startxref eof",
    prev: int | None = None,
    size: int = 0,
    trailer: bytes = b"",
) -> bytes:
    """Return the file with these objects appended, and only the named parts of what should follow them.

    Args:
        data: The file.
        objects: Definitions by number, from ``N 0 obj`` on.
        parts: Which of ``xref``, ``trailer``, ``startxref`` and ``eof`` are written.
        prev: Where the trailer says the cross-references before it stand; the right place by default.
        size: Of the trailer; the old one with the new objects by default.
        trailer: More entries.
    """
    known = numbers_of(data)
    written = bytearray(data if data.endswith(b"\n") else data + b"\n")
    places = {}
    for number, definition in objects.items():
        places[number] = len(written)
        written += definition.rstrip() + b"\n"
    xref = len(written)
    if "xref" in parts.split():
        written += b"xref\n0 1\n0000000000 65535 f \n"
        for number, place in sorted(places.items()):
            written += b"%d 1\n%010d 00000 n \n" % (number, place)
    if "trailer" in parts:
        size = size or max(known["size"], *(number + 1 for number in objects))
        before = known["xref"] if prev is None else prev
        written += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d %s >>\n" % (size, known["root"], before, trailer)
    if "startxref" in parts:
        written += b"startxref\n%d\n" % xref
    return bytes(written + (b"%%EOF\n" if "eof" in parts else b""))


def forged_content(data: bytes) -> dict[int, bytes]:
    """Return another text for the first page, as an object for ``increment``."""
    number = numbers_of(data)["content"]
    return {number: stream_object(number, FORGED)}
