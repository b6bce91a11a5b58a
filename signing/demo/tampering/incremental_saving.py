"""Increments that leave out what a reader looks for (incremental saving attack, CCS 2019)."""

from __future__ import annotations

import re
from collections.abc import Callable

from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.documents import SIGNATURE_BOX, draft
from signing.demo.tampering.raw_files import (
    FORGED,
    forged_content,
    increment,
    numbers_of,
    object_at,
    reader_of,
    stream_object,
)


def cases() -> list[Case]:
    """Return the cases."""
    return bad("incremental saving", _INCREMENTAL)


def _appended(parts: str) -> Callable[[Bench], bytes]:
    return lambda bench: increment(bench.signed, forged_content(bench.signed), parts=parts)


def _with_copied_signature(bench: Bench) -> bytes:
    """The variant with the signature's own object copied behind, so that it seems to cover the new end."""
    data = bench.signed
    number = numbers_of(data)["signature"]
    return increment(data, {**forged_content(data), number: object_at(data, number)})


def _prev(where: Callable[[bytes], int]) -> Callable[[Bench], bytes]:
    return lambda bench: increment(bench.signed, forged_content(bench.signed), prev=where(bench.signed))


def _first_startxref(data: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", data)[0])


def _two_ends(bench: Bench) -> bytes:
    """Two ends of file, of which the last leads back to the signed revision."""
    forged = increment(bench.signed, forged_content(bench.signed))
    return forged + b"startxref\n%d\n%%%%EOF\n" % numbers_of(bench.signed)["xref"]


def _hidden_between(bench: Bench) -> bytes:
    """Objects that no cross-reference leads to, followed by an honest-looking increment."""
    hidden = increment(bench.signed, forged_content(bench.signed), parts="")
    info = int(reader_of(bench.signed).trailer.raw_get("/Info").idnum)
    return increment(hidden, {info: object_at(bench.signed, info)})


def _xref_only(bench: Bench) -> bytes:
    """No object at all: the new table leads to bytes that were signed as the inside of a stream."""
    data = bench.office.sign(_with_hidden_object(draft()), bench.authority.official, field="ChuKy", box=SIGNATURE_BOX)
    number = numbers_of(data)["content"]
    at = data.index(b"%d 0 obj\n<< /Length %d" % (number, len(FORGED)))
    known = numbers_of(data)
    xref = len(data)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + table + end % (known["size"], known["root"], known["xref"], xref)


def _with_hidden_object(data: bytes) -> bytes:
    """Return a draft that carries a second definition of page 1 inside a stream nobody reads."""
    hidden = stream_object(numbers_of(data)["content"], FORGED)
    number = numbers_of(data)["size"]
    return increment(data, {number: stream_object(number, hidden)})


_INCREMENTAL = (
    ("complete increment", _appended("xref trailer startxref eof")),
    ("without %%EOF", _appended("xref trailer startxref")),
    ("without startxref", _appended("xref trailer")),
    ("without trailer", _appended("xref startxref eof")),
    ("without cross-references", _appended("trailer startxref eof")),
    ("objects alone", _appended("")),
    ("objects and trailer", _appended("trailer")),
    ("objects and table", _appended("xref")),
    ("signature copied into the increment", _with_copied_signature),
    ("/Prev skips the signature", _prev(_first_startxref)),
    ("/Prev leads nowhere", _prev(lambda data: len(data) + 10_000)),
    ("/Prev is zero", _prev(lambda _: 0)),
    ("/Prev leads to itself", _prev(lambda data: len(data) + 1)),
    ("a second end leads back", _two_ends),
    ("hidden objects before an increment", _hidden_between),
    ("table alone, leading into a signed stream", _xref_only),
)
