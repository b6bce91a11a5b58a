"""What stands in a register of a year: one line for each number that was ever given (NĐ 30/2020, Điều 15 and 22)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from vanban.domain.document import RegisterEntry, State


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
