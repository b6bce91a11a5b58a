"""A supervised process, as data: the supervisor's configuration is made from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One long-running process of the installation."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    user: str = ""
    """System account to run as when we are root; empty for our own."""
    cwd: Path | None = None
    stop_signal: str = "TERM"
    stop_seconds: int = 15
    start_order: int = 100
    """Lower starts first and stops last."""
