"""The bells that wake the orchestrator."""

from __future__ import annotations

from typing import Protocol


class Notifier(Protocol):
    """Hints the orchestrator that there is work. Losing a hint only costs time: the sweeps find everything."""

    def ring(self, phase: str) -> None:
        """Ring the bell of a phase: ``intake``, ``sign`` or ``archive``."""
