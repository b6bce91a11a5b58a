"""The Merkle tree over the register's events, and what a published root of it needs from the outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from vanban.domain.event_log import TreeHead
from vanban.domain.merkle import Node


class EventTree(Protocol):
    """The tree as its complete subtrees; leaf ``n`` is event ``n + 1``."""

    def size(self) -> int:
        """Return the number of events in it."""

    def grow(self, *, limit: int) -> int:
        """Add the events that are not in it yet, so many at most; return how many were added."""

    def nodes(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        """Return the digests of complete subtrees.

        Raises:
            IntegrityError: if one is not there.
        """


class LogKey(Protocol):
    """The key that signs roots of the event log, and nothing else: no person's and no organisation's signature."""

    @property
    def public(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature, 64 bytes."""


class TimeStamps(Protocol):
    """A time-stamp service (RFC 3161)."""

    def token(self, sha256: bytes) -> bytes:
        """Return the DER of a time-stamp token over a digest.

        Raises:
            ServiceUnavailableError: if no service gives one now.
        """


class RootPage(Protocol):
    """Draws the page to print or to send away."""

    def draw(self, head: TreeHead, *, stamped: str) -> bytes:
        """Return one page of PDF; ``stamped`` is the digest of the time-stamp token. Same input, same bytes."""
