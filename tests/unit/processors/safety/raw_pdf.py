"""PDFs written by hand, object by object."""

from __future__ import annotations


def raw_pdf(*objects: bytes, tail: bytes = b"") -> bytes:
    """Return a PDF of these numbered objects with a right cross-reference table; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out) + tail


def stream_of(data: bytes, about: bytes = b"") -> bytes:
    """Return the body of an object that is a stream."""
    return b"<<" + about + b"/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
