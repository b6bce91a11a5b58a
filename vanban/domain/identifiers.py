"""Identifiers and the number grammar of NĐ 30/2020, Phụ lục I, II.3."""

from __future__ import annotations

import datetime as dt
import uuid


def new_id() -> str:
    """Return a new random identifier: UUID4, lower case, for documents, claims, batches and grants."""
    return str(uuid.uuid4())


def written_number(number: int) -> str:
    """Return a number as it is written: below 10 with a leading zero (NĐ 30/2020, Phụ lục I, II.3.a)."""
    return f"{number:02d}"


def written_day(day: dt.date) -> str:
    """Return the day of the month as it is written: below 10 with a zero (NĐ 30/2020, Phụ lục I, II.4.b)."""
    return f"{day.day:02d}"


def written_month(day: dt.date) -> str:
    """Return the month as it is written: a zero only before 1 and 2 (NĐ 30/2020, Phụ lục I, II.4.b)."""
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def original_key(sha256: str) -> str:
    """Return the key of original or derived bytes in the records bucket: content-addressed, ASCII."""
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"
