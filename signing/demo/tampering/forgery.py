"""Signatures whose entries are missing or senseless (universal signature forgery, CCS 2019)."""

from __future__ import annotations

import re
from collections.abc import Callable

from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.raw_files import forged_content, increment, numbers_of, object_at


def cases() -> list[Case]:
    """Return the cases."""
    return bad("universal forgery", _forgeries())


def _forgeries() -> list[tuple[str, Callable[[Bench], bytes]]]:
    contents = rb"/Contents\s*<[0-9A-Fa-f]*>"
    byte_range = rb"/ByteRange\s*\[[^\]]*\]"
    changes = {
        "no Contents": (contents, b""),
        "Contents null": (contents, b"/Contents null"),
        "Contents empty": (contents, b"/Contents <>"),
        "Contents zero": (contents, b"/Contents <00>"),
        "Contents a string": (contents, b"/Contents (abc)"),
        "Contents a number": (contents, b"/Contents 0"),
        "no ByteRange": (byte_range, b""),
        "ByteRange null": (byte_range, b"/ByteRange null"),
        "ByteRange empty": (byte_range, b"/ByteRange []"),
        "ByteRange of zeros": (byte_range, b"/ByteRange [0 0 0 0]"),
        "ByteRange negative": (byte_range, b"/ByteRange [0 -1 -1 -1]"),
        "ByteRange of one pair": (byte_range, b"/ByteRange [0 1000]"),
        "ByteRange of three pairs": (byte_range, b"/ByteRange [0 100 200 100 300 100]"),
        "ByteRange of words": (byte_range, b"/ByteRange [/a /b /c /d]"),
        "ByteRange huge": (byte_range, b"/ByteRange [0 99999999999999999999 1 99999999999999999999]"),
        "no SubFilter": (rb"/SubFilter\s*/[\w.]+", b""),
        "SubFilter unknown": (rb"/SubFilter\s*/[\w.]+", b"/SubFilter /none"),
        "SubFilter of another kind": (rb"/SubFilter\s*/[\w.]+", b"/SubFilter /adbe.x509.rsa_sha1"),
        "no Filter": (rb"/Filter\s*/[\w.]+", b""),
        "Type of a time-stamp": (rb"/Type\s*/Sig\b", b"/Type /DocTimeStamp"),
    }
    found = []
    for name, (pattern, other) in changes.items():
        found.append((f"{name}, in place", _in_place(pattern, other)))
        found.append((f"{name}, in an increment", _in_increment(pattern, other)))
    return found


def _in_place(pattern: bytes, other: bytes) -> Callable[[Bench], bytes]:
    """Change the signature where it stands, with as many bytes as before where that is possible."""

    def build(bench: Bench) -> bytes:
        return re.sub(pattern, lambda match: other.ljust(len(match[0])), bench.signed)

    return build


def _in_increment(pattern: bytes, other: bytes) -> Callable[[Bench], bytes]:
    def build(bench: Bench) -> bytes:
        data = bench.signed
        number = numbers_of(data)["signature"]
        forged = re.sub(pattern, other, object_at(data, number))
        return increment(data, {number: forged, **forged_content(data)})

    return build
