"""A signature between two steps: the file with room for it, and what a device must sign.

Prepare, sign and complete may run on different machines, days apart: what lies between them is this value, which can be
stored. Nothing in it is secret.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedSignature:
    """A file that lacks only its signature's value."""

    output: bytes
    """The whole file, with zeros where the signature goes."""
    original_size: int
    """Bytes at its beginning that are the file as it was before."""
    gap_start: int
    """Offset of the ``<`` before the zeros; what lies outside the gap is signed."""
    gap_end: int
    """Offset after the ``>``."""
    document_digest: bytes
    """SHA-256 of the output without the gap."""
    signed_attributes: bytes
    """DER of the CMS signed attributes, with the document's digest in them."""
    certificates: tuple[bytes, ...]
    """DER of the signer's certificate and those above it."""

    @property
    def original(self) -> bytes:
        """The file as it was before."""
        return self.output[: self.original_size]

    @property
    def to_sign(self) -> bytes:
        """What the device signs: the SHA-256 of the signed attributes, 32 bytes."""
        return hashlib.sha256(self.signed_attributes).digest()

    def to_bytes(self) -> bytes:
        """Return it as bytes to be stored: a line of JSON, then the file."""
        head = {
            "version": VERSION,
            "original": self.original_size,
            "gap": [self.gap_start, self.gap_end],
            "digest": self.document_digest.hex(),
            "attributes": base64.b64encode(self.signed_attributes).decode(),
            "certificates": [base64.b64encode(one).decode() for one in self.certificates],
        }
        return json.dumps(head).encode() + b"\n" + self.output

    @classmethod
    def from_bytes(cls, stored: bytes) -> PreparedSignature:
        """Return what ``to_bytes`` stored. Raises ``ValueError`` if it is damaged."""
        line, _, output = stored.partition(b"\n")
        try:
            head = json.loads(line)
            if head["version"] != VERSION:
                raise ValueError("a prepared signature of another version")
            start, end = head["gap"]
            found = cls(
                output=output,
                original_size=int(head["original"]),
                gap_start=start,
                gap_end=end,
                document_digest=bytes.fromhex(head["digest"]),
                signed_attributes=base64.b64decode(head["attributes"]),
                certificates=tuple(base64.b64decode(one) for one in head["certificates"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("no prepared signature") from error
        if digest_around(output, start, end) != found.document_digest:
            raise ValueError("the prepared file was changed")
        return found


def digest_around(data: bytes, start: int, end: int) -> bytes:
    """Return the SHA-256 of bytes without those from ``start`` to ``end``."""
    digest = hashlib.sha256(memoryview(data)[:start])
    digest.update(memoryview(data)[end:])
    return digest.digest()
