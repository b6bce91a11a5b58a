"""Bells: files whose change tells a watcher that a phase has work. Losing one costs a minute, never a document."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

PHASES = ("intake", "urgent", "sign", "archive")


class FileBells:
    """Rings by rewriting one small file per phase under ``bells/<phase>/``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ring(self, phase: str) -> None:
        """Ring the bell of a phase; a full disk or a missing folder is no reason to fail the work behind it."""
        if phase not in PHASES:
            raise ValueError(phase)
        with contextlib.suppress(OSError):
            (self._folder / phase).mkdir(parents=True, exist_ok=True)
            (self._folder / phase / "bell").write_text(f"{time.time_ns()}\n", encoding="ascii")
