"""Reads signatures and file ends from the raw bytes, sharing no code with the PDF library that judges them.

A PDF reader follows cross-references; an attacker's bytes lie where the reader does not look. What is asked here:
does every byte range cover all but its own signature, and is the last revision that was parsed the end of the file?
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from asn1crypto import parser

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\x00\t\n\x0c\r ]*\Z")
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>\Z")
_KEY = re.compile(rb"/Contents[\x00\t\n\x0c\r ]*\Z")
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
    """Starts at 0, leaves out exactly the one hexadecimal string of ``/Contents``, and is written once, inside."""

    def signed_bytes(self, data: bytes) -> bytes:
        """Return the bytes that the signature is over."""
        return data[: self.gap_start] + data[self.gap_end : self.signed_to]

    def contents(self, data: bytes) -> bytes:
        """Return the DER of the signature, without the padding. Raises ``ValueError``."""
        padded = self.padded(data)
        return padded[: parser.peek(padded)]

    def is_padded_with_zeros(self, data: bytes) -> bool:
        """Return whether nothing but zeros follows the DER: what else stands there is signed by nobody."""
        padded = self.padded(data)
        return not padded[parser.peek(padded) :].strip(b"\x00")

    def padded(self, data: bytes) -> bytes:
        """Return all that the gap holds. Raises ``ValueError``."""
        return bytes.fromhex(data[self.gap_start + 1 : self.gap_end - 1].decode("ascii"))


def raw_signatures(data: bytes) -> tuple[RawSignature, ...]:
    """Return every byte range that is written in the file, by where it ends."""
    matches = list(_BYTE_RANGE.finditer(data))
    times = Counter(match.groups() for match in matches)
    found = {}
    for match in matches:
        start, first, second, rest = (int(number) for number in match.groups())
        well_formed = (
            start == 0
            and first < second
            and second + rest <= len(data)
            and match.end() <= second + rest
            and not first <= match.start() < second
            and times[match.groups()] == 1
            and _HEX.match(data[first:second]) is not None
            and _KEY.search(data[max(0, first - 64) : first]) is not None
        )
        found[first, second, rest] = RawSignature(second + rest, first, second, well_formed)
    return tuple(sorted(found.values(), key=lambda one: one.signed_to))


def follow_each_other(signatures: tuple[RawSignature, ...]) -> bool:
    """Return whether each signature lies wholly behind what the one before it is over."""
    pairs = itertools.pairwise(signatures)
    return all(later.gap_start >= earlier.signed_to for earlier, later in pairs)


def ends_at(data: bytes) -> int | None:
    """Return the ``startxref`` that ends the bytes, with only white space after its ``%%EOF``; None if none does."""
    match = _END.search(data[-TAIL:])
    return int(match.group(1)) if match else None
