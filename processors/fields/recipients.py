"""Box 9b: where the document goes, under ``Nơi nhận`` (NĐ 30/2020, Phụ lục I, II.9)."""

from __future__ import annotations

from processors.evidence import NOT_FOUND, PRINTED, SURE, found
from processors.letter_widths import mend_widths
from processors.listing import items
from processors.pages import mean_confidence
from processors.signature_zone import SignatureZone, is_file_copy
from processors.slips import mend_item, without_dust
from vanban.domain.reading import Fact


def read(zone: SignatureZone | None) -> Fact:
    """Return the recipients as a list of names, ``Lưu: …`` last."""
    if zone is None or not zone.recipients:
        return NOT_FOUND
    scanned = zone.page.source != "text"
    rows = without_dust(mend_widths(zone.recipients)) if scanned else zone.recipients
    value = items([line.text for line in rows])
    if scanned:
        value = [mend_item(item) for item in value]
    if not value:
        return NOT_FOUND
    words = [word for line in rows for word in line.words]
    if not scanned:
        # A list that ends with the file copy is whole.
        confidence = SURE if any(is_file_copy(line) for line in zone.recipients) else PRINTED
    else:
        confidence = min(PRINTED, mean_confidence(words) * 0.9)
    return found(value, words, zone.page, confidence=confidence, how="zone-9b")
