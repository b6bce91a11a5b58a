"""Keeping time-stamps checkable: when they end, and new ones over the old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from vanban.domain.stamps import RenewedStamp, StampEnd


class StampKeeper(Protocol):
    """Knows when archive time-stamps end, and renews them before they do."""

    def end_of(self, data: bytes) -> StampEnd | None:
        """Return when the newest document time-stamp of a PDF ends; None if it has none, or cannot be read."""

    def renewed(self, data: bytes, *, at: dt.datetime) -> bytes:
        """Return a PDF with the evidence for its newest time-stamp and a new time-stamp over everything, appended.

        Raises:
            ServiceUnavailableError: if no service gives a time-stamp, or revocation cannot be learnt now.
            RefusedError: if the file takes none.
        """

    def end_of_token(self, token: bytes) -> StampEnd:
        """Return when a time-stamp token ends. Raises ``IntegrityError`` if it cannot be read."""

    def renewed_over(self, name: str, data: bytes, token: bytes, *, at: dt.datetime) -> RenewedStamp:
        """Return a new time-stamp over a file that holds an older token.

        Raises:
            ServiceUnavailableError: if no service gives a time-stamp, or revocation cannot be learnt now.
        """


class StampEnds(Protocol):
    """When the newest time-stamp of each package or root ends, as it was read from there."""

    def note(self, prefix: str, end: StampEnd | None) -> None:
        """Note an end, or that there is no time-stamp; the last note counts."""

    def list(self) -> Mapping[str, StampEnd | None]:
        """Return every note, by key prefix."""
