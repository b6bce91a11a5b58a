"""The check of a draft's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from vanban.domain.format_check import FormatReport


class FormatChecker(Protocol):
    """Compares the form of a draft with NĐ 30/2020, Phụ lục I; alters nothing."""

    def check(self, data: bytes, *, facts: Mapping[str, Any]) -> FormatReport:
        """Return what differs from the rules.

        Args:
            data: the file, examined before.
            facts: those of its reading as JSON (``Fact.as_json``); of a scan nothing else is known. Without them, those
                of a born-digital PDF are read on the way.

        Raises:
            UnreadableError: if it cannot be opened within the limits.
        """
