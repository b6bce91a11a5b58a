"""Signature levels by purpose (ETSI EN 319 142-1)."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.domain.batch import Purpose


@dataclass(frozen=True, slots=True)
class Profile:
    """What a signature carries besides itself."""

    field_prefix: str
    with_revocation: bool
    """Put certificates, OCSP answers and CRLs of all signatures into the file (B-LT)."""
    with_archive_timestamp: bool
    """Close the file with a document time-stamp over all that (B-LTA)."""
    level: str


_PROFILES = {
    # The official's signature is followed by the seal, which carries the revocation data of both: gathered then, it is
    # later than the signature, as long-term validation wants it, and is written once.
    Purpose.SIGN: Profile("ChuKy", with_revocation=False, with_archive_timestamp=False, level="B-T"),
    Purpose.SEAL: Profile("CoQuan", with_revocation=True, with_archive_timestamp=True, level="B-LTA"),
}


def profile_for(purpose: Purpose) -> Profile:
    """Return the profile of a purpose: B-T for the official, B-LTA for the organisation, which closes the file."""
    return _PROFILES[purpose]
