"""What is asked of a claimed file: whether it may come in, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from vanban.domain.reading import Examination, Reading

Released = Callable[[str], bool]
"""Says of a SHA-256 whether two people have released it (``vanban.domain.second_look``)."""


def none_released(sha256: str) -> bool:
    """Return that nothing was released: for whoever has no register."""
    del sha256
    return False


class Examiner(Protocol):
    """Safety checks and secrecy gate on a claimed file, run apart under time, memory and pixel limits."""

    def examine(self, path: Path, *, file_name: str, work: Path, is_released: Released = none_released) -> Examination:
        """Return what the file is. Never raises for bad input: that is an outcome with a reason.

        ``work`` is an existing private folder; the page-1 pass may be kept there for ``Reader`` and is wiped here when
        the outcome is suspect. ``file_name`` gives only the extension to check.

        Of bytes that are released the gate's verdict is overruled, and nothing else: every other check stands.
        """


class Reader(Protocol):
    """Reading of a clean file, run apart under time and memory limits."""

    def read(self, path: Path, *, work: Path, searchable: Path | None = None, overruled: bool = False) -> Reading:
        """Return the facts. ``work`` may hold the gate's page-1 pass.

        With ``searchable``, the searchable copy of a scan is written there, or ``Reading.searchable`` says why not.
        ``overruled`` tells that two people released these bytes: a mark of state secrecy counts no more.

        Raises:
            VanbanError: if the file cannot be read within its limits (not retryable).
        """
