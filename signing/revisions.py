"""Reads signatures and file ends from the raw bytes, sharing no code with the PDF library that judges them.

A PDF reader follows cross-references; an attacker's bytes lie where the reader does not look. What is asked here:
does every byte range cover all but its own signature, and is the last revision that was parsed the end of the file?
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\x00\t\n\x0c\r ]*\Z")
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>\Z")
TAIL = 4096
"""Bytes at the end of a file in which its last ``startxref`` must stand."""


@dataclass(frozen=True, slots=True)
class RawSignature:
    """A signature as the bytes say it."""

    signed_to: int
    """Where its second range ends."""
    gap_start: int
    gap_end: int
    well_formed: bool
    """Starts at 0, and leaves out exactly one hexadecimal string."""

    def signed_bytes(self, data: bytes) -> bytes:
        """Return the bytes that the signature is over."""
        return data[: self.gap_start] + data[self.gap_end : self.signed_to]

    def contents(self, data: bytes) -> bytes:
        """Return the DER of the signature, without the padding. Raises ``ValueError``."""
        padded = bytes.fromhex(data[self.gap_start + 1 : self.gap_end - 1].decode("ascii"))
        return padded[: _der_length(padded)]


def raw_signatures(data: bytes) -> tuple[RawSignature, ...]:
    """Return every byte range that is written in the file, by where it ends."""
    found = {}
    for match in _BYTE_RANGE.finditer(data):
        start, first, second, rest = (int(number) for number in match.groups())
        gap = data[first:second]
        well_formed = start == 0 and first < second and second + rest <= len(data) and _HEX.match(gap) is not None
        found[first, second, rest] = RawSignature(second + rest, first, second, well_formed)
    return tuple(sorted(found.values(), key=lambda one: one.signed_to))


def ends_at(data: bytes) -> int | None:
    """Return the ``startxref`` that ends the file, with only white space after its ``%%EOF``; None if none does."""
    match = _END.search(data[-TAIL:])
    return int(match.group(1)) if match else None


def _der_length(data: bytes) -> int:
    """Return the whole length of the DER element at the start. Raises ``ValueError``."""
    if len(data) < 2 or data[0] != 0x30:
        raise ValueError("not a DER sequence")
    if data[1] < 0x80:
        return 2 + data[1]
    size = data[1] & 0x7F
    if not 1 <= size <= 4 or len(data) < 2 + size:
        raise ValueError("not a definite DER length")
    length = 2 + size + int.from_bytes(data[2 : 2 + size], "big")
    if length > len(data):
        raise ValueError("the signature is cut off")
    return length
