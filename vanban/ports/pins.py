"""PINs on their way from a person to the signing worker, which alone can open them."""

from __future__ import annotations

from typing import Protocol


class PinSeal(Protocol):
    """Seals a PIN so that only the signing worker can open it."""

    def seal(self, pin: str) -> bytes:
        """Return the sealed PIN."""


class PinOpener(Protocol):
    """The signing worker's half of ``PinSeal``."""

    def open(self, sealed: bytes) -> str:
        """Return the PIN. Raises ``RefusedError`` if it was not sealed to this worker."""
