"""Files put together in odd ways."""

from __future__ import annotations

from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.documents import SEAL_BOX, draft
from signing.demo.tampering.raw_files import BYTE_RANGE, FORGED, increment, numbers_of, reader_of, stream_object


def cases() -> list[Case]:
    """Return the cases."""
    return bad("structure", _STRUCTURE)


def with_hidden_content(data: bytes, content: bytes) -> bytes:
    """Return the file with other content for page 1 in hybrid cross-references, which only some readers look at."""
    known = numbers_of(data)
    number, own = known["content"], known["size"]
    at = len(data) + 1
    other = stream_object(number, content)
    entry = b"\x01" + at.to_bytes(4, "big") + b"\x00"
    described = b"%d 0 obj\n<< /Type /XRef /Size %d /Index [%d 1] /W [1 4 1] /Length %d /Root %d 0 R >>\nstream\n"
    hidden = described % (own, own + 1, number, len(entry), known["root"]) + entry + b"\nendstream\nendobj\n"
    body = data + b"\n" + other + hidden
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d /XRefStm %d >>\n"
    end = table % (own + 1, known["root"], known["xref"], at + len(other))
    return body + end + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _metadata(bench: Bench) -> bytes:
    data = bench.sequence
    number = int(reader_of(data).root.raw_get("/Metadata").idnum)
    xmp = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        b"<r:Description xmlns:d='http://purl.org/dc/elements/1.1/'><d:creator>Another</d:creator></r:Description>"
        b"</r:RDF></x:xmpmeta>"
    )
    return increment(data, {number: stream_object(number, xmp, b"/Type /Metadata /Subtype /XML")})


def _overlapping(bench: Bench) -> bytes:
    """Two signatures over the same revision, the second with the first's range."""
    data = bench.twice
    first, second = BYTE_RANGE.finditer(data)
    return data[: second.start()] + first[0].ljust(len(second[0])) + data[second.end() :]


def _same_names(bench: Bench) -> bytes:
    data = bench.office.sign(bench.signed, bench.authority.seal, field="ChuKz", box=SEAL_BOX)
    return data.replace(b"(ChuKz)", b"(ChuKy)")


_STRUCTURE = (
    ("bytes after the end", lambda bench: bench.signed + b"%hello\n"),
    ("another PDF after the end", lambda bench: bench.signed + draft(pages=1)),
    ("bytes before the beginning", lambda bench: b"junk\n" + bench.signed),
    ("another PDF before the beginning", lambda bench: draft(pages=1) + bench.signed),
    ("a byte changed", lambda bench: bench.signed.replace(b"11.000.000", b"91.000.000", 1)),
    ("a byte changed under the seal", lambda bench: bench.twice.replace(b"11.000.000", b"91.000.000", 1)),
    ("cut in the middle", lambda bench: bench.twice[: len(bench.twice) * 2 // 3]),
    ("cut before the end", lambda bench: bench.twice[:-30]),
    ("hybrid cross-references", lambda bench: with_hidden_content(bench.signed, FORGED)),
    ("author in the metadata", _metadata),
    ("two signatures with one range", _overlapping),
    ("two fields of one name", _same_names),
    ("a revision taken out of the middle", lambda bench: bench.signed[:4000] + bench.twice[len(bench.signed) :]),
)
