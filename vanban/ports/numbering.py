"""Numbering of outgoing drafts."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class DraftNumberer(Protocol):
    """Writes the reserved number and date into an unsigned outgoing draft."""

    def write_number(self, data: bytes, *, number: str, issued_on: dt.date) -> bytes:
        """Return new bytes with number and date in their places; ``data`` unchanged if they are already printed.

        Raises:
            RefusedError: if the draft is signed, or its places for number and date cannot be found.
        """
