"""Signing with the official's own token, at the official's own PC: what goes there, what comes back, and which PCs may.

The key stays in the token. The desk hands out what is to be signed, one prepared document at a time; only signature
values come back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

APPROVAL = "vanban: duyệt ký lô văn bản"
"""First words of every approval, so that its digest is never one of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRequest:
    """One document of a granted batch, prepared for a token elsewhere, and the answer once it came."""

    batch_id: str
    document_id: str
    to_sign: str
    """SHA-256 that the token signs (of the CMS signed attributes), hex."""
    prepared_sha256: str
    """Digest, hex, of what was prepared; it is stored under it, so that nothing is prepared twice."""
    prepared_at: dt.datetime
    signature: bytes = b""
    """The token's value; empty until it came."""
    signed_at: dt.datetime | None = None
    """When it came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedPc:
    """A PC that may ask for what its account is to sign. It can sign nothing: that takes the token and its PIN."""

    id: str
    account: str
    label: str
    """How its owner recognises it, such as the host's name."""
    token_sha256: str
    """Digest of the access token, hex; the token itself is kept on the PC only."""
    paired_at: dt.datetime
    expires_at: dt.datetime
    ended_at: dt.datetime | None = None

    def may_ask(self, *, now: dt.datetime) -> bool:
        """Return whether the pairing still holds."""
        return self.ended_at is None and self.paired_at <= now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a person approves with the own token: signed by it before anything is granted."""

    batch_id: str
    manifest_sha256: str
    certificate_sha256: str
    challenge: str
    """From the desk, for this batch and some minutes only."""

    @property
    def text(self) -> str:
        """The statement, canonical."""
        said = {
            "approval": APPROVAL,
            "batch": self.batch_id,
            "manifest": self.manifest_sha256,
            "certificate": self.certificate_sha256,
            "challenge": self.challenge,
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def to_sign(self) -> bytes:
        """SHA-256 of the statement, 32 bytes."""
        return hashlib.sha256(self.text.encode()).digest()
