"""What stands in a register of a year: one line for each number that was ever given (NĐ 30/2020, Điều 15 and 22)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from vanban.domain.document import Direction, RegisterEntry, State


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One number with the document that took it, as the register's pages show it."""

    number: int
    document_id: str
    void_reason: str = ""
    """Empty for a number that counts."""
    state: State
    received_at: dt.datetime
    registered_at: dt.datetime | None = None
    """When the number was taken."""
    sealed_at: dt.datetime | None = None
    """When the organisation's signature was put on it, which finishes an outgoing document; None before."""
    entry: RegisterEntry = field(default_factory=RegisterEntry)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookClosing:
    """Khóa sổ: a year's book as it was closed. No number of it is given, voided or changed any more."""

    office: str
    direction: Direction
    year: int
    series: str = ""
    """As in the book: empty, or that of copies."""
    closed_by: str
    closed_at: dt.datetime
    last: int
    """The last number."""
    voided: int
    """How many of them are void."""
    missing: int
    """How many numbers up to the last one have no line: none, or something got past the register."""
    pdf_sha256: str
    """Digest of the book as it was printed when it was closed; its bytes are kept among the records."""
