"""Verdicts on signed files."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from vanban.domain.evidence import FileVerdict


class Verifier(Protocol):
    """Verdicts on signed files, by code that did not make the signatures."""

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        """Return the verdict; never raises: an exception inside a parser is ``indeterminate`` with a reason."""
