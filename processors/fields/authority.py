"""Box 7a: in what capacity the person signs (NĐ 30/2020, Phụ lục I, II.7b)."""

from __future__ import annotations

from processors.capacity import Capacity, capacity
from processors.evidence import NOT_FOUND, PRINTED, found, graded
from processors.signature_zone import SignatureZone
from vanban.domain.reading import Fact


def read(zone: SignatureZone | None) -> Fact:
    """Return ``TM``, ``KT``, ``TL``, ``TUQ`` or ``Q``, joined by ``/`` where two are printed; None for none."""
    if zone is None:
        return NOT_FOUND
    signed = capacity(zone)
    if signed.marks:
        marks = tuple(dict.fromkeys(signed.marks))  # one line, read twice under a seal
        words = [word for line in signed.mark_lines for word in line.words]
        sure = graded(words, zone.page, known=True)
        if zone.page.source == "ocr" and (marks != signed.marks or _lacks_deputising(signed)):
            sure = min(sure, PRINTED)
        return found("/".join(marks), words, zone.page, confidence=sure, how="zone-7a")
    if signed.deputy and signed.head is not None and signed.title is not None:
        # The clerk writes KT. by hand: a deputy under the head's title signs for the head, and in no other way.
        words = [*signed.head.words, *signed.title.words]
        return found("KT", words, zone.page, confidence=PRINTED, how="deputy under head")
    return NOT_FOUND


def _lacks_deputising(signed: Capacity) -> bool:
    """Return whether a deputy seems to sign for the body alone: state offices print ``KT.`` below it (II.7b)."""
    return signed.deputy and signed.marks == ("TM",)
