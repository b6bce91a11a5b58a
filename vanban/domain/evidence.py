"""Signature verdicts, archive receipts and the event chain: what proves a record later."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""The digest that the first event of the chain points to."""

VERIFICATION_REPORT = "verification-report"
"""Role of the bytes that say what verification found when a document came in."""


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What verification says of one signature; names and values as the command-line contract prints them."""

    field: str
    signer: str
    signed_at: str | None
    timestamp: str | None
    level: str
    """``B-B``, ``B-T``, ``B-LT``, ``B-LTA`` or ``other``."""
    integrity: bool
    trust: str
    """``trusted``, ``untrusted`` or ``unknown``."""
    revocation: str
    """``good``, ``revoked`` or ``unknown``."""
    coverage: str
    """``file``, ``revision`` or ``unclear``."""
    modified_after: bool
    verdict: str
    """``valid``, ``invalid`` or ``indeterminate``."""
    reasons: tuple[str, ...] = ()
    proven_at: str | None = None
    """The earliest moment at which a trusted time-stamp proves the signature; None if none does."""
    proven_by: str = ""
    """The time-stamp service that proves it."""
    anchor: str = ""
    """The trust anchor that the certificate leads to."""
    purposes: tuple[str, ...] = ()
    """What the anchor is trusted for, if the trust folder says."""
    holder: str = ""
    """Whose the certificate says it is: ``person``, ``organisation`` (a seal), or empty where it does not tell."""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What verification says of a whole file."""

    sha256: str
    verdict: str
    """``valid``, ``invalid``, ``indeterminate`` or ``unsigned``."""
    signatures: tuple[SignatureVerdict, ...] = ()
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the contract's JSON, without the file name."""
        from dataclasses import asdict

        return {
            "sha256": self.sha256,
            "verdict": self.verdict,
            "signatures": [
                {**asdict(s), "reasons": list(s.reasons), "purposes": list(s.purposes)} for s in self.signatures
            ],
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class ArchiveReceipt:
    """Proof that a package was written, read back and found locked."""

    document_id: str
    package: str
    """Key prefix of the package in the archive bucket."""
    manifest_sha256: str
    retain_until: dt.datetime
    archived_at: dt.datetime
    objects: Mapping[str, str]
    """Key to SHA-256 of every object of the package."""


@dataclass(frozen=True, slots=True)
class Event:
    """One link of the append-only, hash-chained audit trail. Data hold ids, digests and codes, never document text."""

    sequence: int
    """1-based, gapless."""
    at: dt.datetime
    actor: str
    name: str
    """Static, in English: ``document.received``."""
    subject: str
    """The document, batch or claim it is about."""
    data: Mapping[str, Any]
    previous: str
    """Digest of the event before, hex."""
    digest: str
    """SHA-256 over everything above, hex."""


def event_digest(
    *, sequence: int, at: dt.datetime, actor: str, name: str, subject: str, data: Mapping[str, Any], previous: str
) -> str:
    """Return the digest of an event: SHA-256, hex, of its canonical JSON with ``at`` in UTC to the microsecond."""
    body = {
        "sequence": sequence,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "name": name,
        "subject": subject,
        "data": dict(data),
        "previous": previous,
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
