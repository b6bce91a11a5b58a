"""Electronic copies that the office makes of documents it holds (NĐ 30/2020, Điều 25 to 27; Phụ lục I, Phần II).

A copy is a document of its own, with a number in the series of copies, sealed by the organisation alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from vanban.domain.document import Direction, Document
from vanban.domain.errors import RefusedError
from vanban.domain.sealed_alone import SealedAlone, sealed_alone

COPY_SERIES = "sao"
"""The numbers of copies of every form run in one series of their own (Phụ lục I, Phần II, II.1.c)."""
CLAIM_OF_COPY = "copy:"
"""What the claim of a document begins with that nobody handed in: it was made here of another one."""
ABBREVIATIONS = {SealedAlone.CERTIFIED_COPY: "SY", SealedAlone.COPY_OF_COPY: "SL", SealedAlone.EXTRACT: "TrS"}
"""Phụ lục III, I."""
_MOST_PAGES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy, and what it was made of."""

    id: str
    """The copy's own document."""
    source_id: str
    form: SealedAlone
    pages: tuple[int, ...]
    """1-based pages of an extract; empty for a copy of the whole."""
    by: str
    at: dt.datetime
    request_id: str
    """The same one twice makes one copy: a form that was sent twice."""


def is_electronic(document: Document) -> bool:
    """Return whether a document is an electronic one, so that its file is what has legal value (Điều 5).

    That is what the organisation sealed here, and what came with a signature in it. A file without one is taken for a
    digitised paper: whether the office holds that paper, a person knows.
    """
    if document.direction is Direction.OUTGOING:
        return True
    return document.verdict is not None and document.verdict.get("verdict") != "unsigned"


def electronic_copies_of(document: Document) -> tuple[SealedAlone, ...]:
    """Return which electronic copies there are of a document (NĐ 30/2020, Điều 25).

    ==========  ====================  ======================
    copy        of paper              of an electronic one
    ==========  ====================  ======================
    SAO Y       25.1c                 to paper only (25.1b)
    SAO LỤC     25.2a                 to paper only (25.2a)
    TRÍCH SAO   25.3a                 25.3a
    ==========  ====================  ======================

    SAO LỤC is made of a SAO Y (25.2b), SAO Y of what is none.
    """
    kind = sealed_alone(document.entry.type_name)
    if kind is SealedAlone.ANNEX:
        return ()
    if is_electronic(document):
        return (SealedAlone.EXTRACT,)
    whole = SealedAlone.COPY_OF_COPY if kind is SealedAlone.CERTIFIED_COPY else SealedAlone.CERTIFIED_COPY
    return (whole, SealedAlone.EXTRACT)


def no_electronic_copy() -> RefusedError:
    """Return the refusal of SAO Y or SAO LỤC from electronic to electronic, with what to do in its place."""
    return RefusedError(
        "It is an electronic document: its signed file is the original, and article 25 knows no SAO Y or SAO LỤC of it "
        "that is electronic again.",
        vi="Đây là văn bản điện tử: tệp đã ký số là bản gốc. Điều 25 không có sao y, sao lục từ điện tử sang điện tử.",
        remedy="Send the signed file itself, make an extract, or print it and copy it on paper (form 3.1). / "
        "Hãy gửi chính tệp đã ký số, trích sao, hoặc in ra giấy rồi sao y trên giấy (Mẫu 3.1, Phụ lục III).",
    )


def pages_named(text: str, *, count: int) -> tuple[int, ...]:
    """Return the pages that ``1-3, 5`` names, ascending.

    Raises:
        RefusedError: if it names none, or one that is not there.
    """
    found: set[int] = set()
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    for part in parts:
        span = re.fullmatch(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", part)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not 1 <= first <= last <= min(count, _MOST_PAGES):
            raise RefusedError(
                f"The document has pages 1 to {count}; “{part[:20]}” names others.",
                vi=f"Văn bản có các trang 1 đến {count}; không có “{part[:20]}”.",
                remedy="Write them as 1-3, 5. / Hãy ghi như 1-3, 5.",
            )
        found.update(range(first, last + 1))
    if not found:
        raise RefusedError(
            "An extract names its pages.", vi="Trích sao phải ghi các trang.", remedy="Such as 1-3, 5. / Ví dụ 1-3, 5."
        )
    return tuple(sorted(found))
