"""The book of second looks at suspects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vanban.domain.second_look import SecondLook


class SecondLooks(Protocol):
    """Requests to release a suspect, the newest of each digest; what happened before is in the events."""

    def ask(self, look: SecondLook) -> SecondLook:
        """Store a request; one that is open or was released stays, and is returned unchanged."""

    def get(self, sha256: str) -> SecondLook | None: ...
    def decide(self, decided: SecondLook) -> bool:
        """Store a decision; False if the request is not open any more.

        Raises:
            RefusedError: if it releases, and who asked is who decides.
        """

    def is_released(self, sha256: str) -> bool:
        """Return whether two people have released exactly these bytes."""

    def list(self, *, open_only: bool = False, limit: int = 1000) -> Sequence[SecondLook]:
        """Return requests, the newest first."""
