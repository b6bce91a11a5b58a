"""Box 9b: where the document goes, under ``Nơi nhận`` (NĐ 30/2020, Phụ lục I, II.9)."""

from __future__ import annotations

from processors.evidence import NOT_FOUND, PRINTED, SURE, found
from processors.listing import items
from processors.pages import mean_confidence
from processors.signature_zone import SignatureZone, is_file_copy
from vanban.domain.reading import Fact


def read(zone: SignatureZone | None) -> Fact:
    """Return the recipients as a list of names, ``Lưu: …`` last."""
    if zone is None or not zone.recipients:
        return NOT_FOUND
    value = items([line.text for line in zone.recipients])
    if not value:
        return NOT_FOUND
    words = [word for line in zone.recipients for word in line.words]
    if zone.page.source == "text":
        # A list that ends with the file copy is whole.
        confidence = SURE if any(is_file_copy(line) for line in zone.recipients) else PRINTED
    else:
        confidence = min(PRINTED, mean_confidence(words) * 0.9)
    return found(value, words, zone.page, confidence=confidence, how="zone-9b")
