"""What is done to an outgoing draft before anyone signs: numbering, and mending where it cannot take a signature."""

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


class DraftMender(Protocol):
    """Makes sure that a signature can be appended to an outgoing draft."""

    def signable(self, data: bytes) -> bytes:
        """Return ``data`` if a signature can be appended to it; else, if it was never signed, a mended copy.

        Raises:
            RefusedError: if it is signed and damaged, needs a password, or cannot be mended without changing its pages.
        """
