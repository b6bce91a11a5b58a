"""The bounds on one file as a plain value: a child process takes them without importing the settings."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vanban.settings import Limits

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What ``vanban.settings.Limits`` says of one file; see there for each field."""

    file_bytes: int = 100 * MIB
    pages: int = 1000
    page_pixels: int = 40_000_000
    stream_bytes: int = 256 * MIB
    parts: int = 100
    depth: int = 3
    unpacked_bytes: int = 256 * MIB

    @classmethod
    def of(cls, limits: Limits) -> Bounds:
        """Return the bounds that the settings name."""
        return cls(**{field.name: getattr(limits, field.name) for field in dataclasses.fields(cls)})

    def as_arguments(self) -> dict[str, Any]:
        """Return the bounds as a child process takes them: ``Bounds(**arguments["bounds"])``."""
        return dataclasses.asdict(self)
