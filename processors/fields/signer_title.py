"""Box 7a: the signer's own office (NĐ 30/2020, Phụ lục I, II.7c)."""

from __future__ import annotations

from processors.capacity import capacity
from processors.evidence import NOT_FOUND, PRINTED, found, graded
from processors.signature_zone import SignatureZone
from vanban.domain.reading import Fact


def read(zone: SignatureZone | None) -> Fact:
    """Return the title as printed, in capitals; None if only the title of the person signed for can be read."""
    if zone is None:
        return NOT_FOUND
    signed = capacity(zone)
    if signed.title is None:
        return NOT_FOUND
    # A head's title alone on a scan may hide a handwritten KT. and a deputy's red stamp.
    ceiling = 1.0 if signed.deputy or zone.page.source == "text" else PRINTED
    confidence = graded(signed.title.words, zone.page, known=signed.known, ceiling=ceiling)
    return found(signed.title_text, signed.title.words, zone.page, confidence=confidence, how="zone-7a")
