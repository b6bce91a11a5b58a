"""Documents that only the organisation signs: electronic copies, and annexes in a file of their own.

No person's signature goes before, and the seal's picture is not shown: lines of text stand at the top right of page 1
(NĐ 30/2020, Phụ lục I, Phần I, II.8.b and III.1.d; Phần II, I.3).
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum


class SealedAlone(StrEnum):
    """What such a document is, as the register names its kind (Phụ lục III, I)."""

    CERTIFIED_COPY = "bản sao y"
    COPY_OF_COPY = "bản sao lục"
    EXTRACT = "bản trích sao"
    ANNEX = "văn bản kèm theo"

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy (NĐ 30/2020, Điều 25)."""
        return self is not SealedAlone.ANNEX

    @property
    def shown(self) -> str:
        """The form of the copy as the signature shows it, in lower case as the decree asks; empty for an annex."""
        return self.value.removeprefix("bản ").capitalize() if self.is_copy else ""


def sealed_alone(kind: str) -> SealedAlone | None:
    """Return what a document of this kind is, None if a person signs it first."""
    folded = " ".join(unicodedata.normalize("NFC", kind).casefold().split())
    for form in SealedAlone:
        if folded in (form.value, form.value.removeprefix("bản ")):
            return form
    return None
