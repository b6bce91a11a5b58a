"""The form of a CMS signature: what the standards ask beyond a right digest, and what nobody has signed in it."""

from __future__ import annotations

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

TIMESTAMP_TOKEN = "signature_time_stamp_token"  # noqa: S105 - an attribute's name
UNSIGNED = frozenset(
    {
        TIMESTAMP_TOKEN,
        "1.2.840.113549.1.9.16.2.21", "complete_certificate_references",
        "1.2.840.113549.1.9.16.2.22", "complete_revocation_references",
        "1.2.840.113549.1.9.16.2.23", "certificate_values",
        "1.2.840.113549.1.9.16.2.24", "revocation_values",
        "1.2.840.113549.1.9.16.2.25", "1.2.840.113549.1.9.16.2.26",
        "1.2.840.113549.1.9.16.2.27", "1.2.840.113549.1.9.16.2.48", "0.4.0.1733.2.4", "0.4.0.1733.2.5",
        "1.2.840.113583.1.1.8", "adobe_revocation_info_archival",
    }
)  # fmt: skip
"""Unsigned attributes that long-term signatures carry (ETSI EN 319 122-1); others are put there by nobody known."""
LEAST_CURVE_BITS = 256
RSA_BITS = 2048


def form_faults(embedded: EmbeddedPdfSignature) -> list[str]:
    """Return what is wrong, as codes of ``signing.sentences``. Document time-stamps are not judged here."""
    faults = []
    if embedded.signed_data["encap_content_info"]["content"].native is not None:
        faults.append("attached")
    if _is_weak(embedded):
        faults.append("weak-key")
    attributes = embedded.signer_info["unsigned_attrs"]
    kinds = [str(one["type"].native) for one in (attributes if attributes.native else ())]
    if not set(kinds) <= UNSIGNED or kinds.count(TIMESTAMP_TOKEN) > 1:
        faults.append("unsigned-attributes")
    return faults


def has_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    """Return whether the signature carries a time-stamp of its own, good or bad."""
    attributes = embedded.signer_info["unsigned_attrs"]
    return any(one["type"].native == TIMESTAMP_TOKEN for one in (attributes if attributes.native else ()))


def _is_weak(embedded: EmbeddedPdfSignature) -> bool:
    key = embedded.signer_cert.public_key
    least = LEAST_CURVE_BITS if key.algorithm in {"ec", "ed25519", "ed448"} else RSA_BITS
    return key.algorithm not in {"ed25519", "ed448"} and int(key.bit_size) < least
