"""The signers whom clerks have confirmed, for the reading: looked up now and then, not for every document."""

from __future__ import annotations

import time
from collections.abc import Sequence

from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.reading import KnownSigner
from vanban.ports import Register

FRESH_SECONDS = 600.0


class KnownSigners:
    """Hands known signers to the reading; the last known ones while the database is away."""

    def __init__(self, register: Register, *, fresh_seconds: float = FRESH_SECONDS) -> None:
        self._register = register
        self._fresh_seconds = fresh_seconds
        self._known: Sequence[KnownSigner] = ()
        self._until = 0.0

    def __call__(self) -> Sequence[KnownSigner]:
        """Return the known signers, most frequent first."""
        if time.monotonic() >= self._until:
            try:
                with self._register.begin() as uow:
                    self._known = uow.documents.known_signers()
            except ServiceUnavailableError:
                # A help, not a need: the document is read without it.
                pass
            self._until = time.monotonic() + self._fresh_seconds
        return self._known
