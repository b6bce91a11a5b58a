"""Roots of the event log's Merkle tree, as they are published: what a stranger needs to hold us to what we said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from vanban.domain.evidence import Event
from vanban.domain.merkle import leaf_digest

PREFIX = "log/"
"""Of the keys of published roots in the archive bucket."""
ROOT, PAGE = "root.json", "root.pdf"
"""What is published of a root, below its key: the root itself, and a page to print."""
PUBLISHED = "log.root"
"""Name of the event that says that a root was published."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The state of the log at one moment (a signed tree head, RFC 6962, 3.5)."""

    log: str
    """Identifier of the organisation whose log it is."""
    size: int
    """Number of events in it: the first so many."""
    root: str
    """Digest of the tree, hex."""
    at: str
    """When it was made: ISO 8601, UTC, to the second."""
    previous_size: int = 0
    """Size of the root published before; 0 for the first."""
    previous_root: str = ""
    consistency: tuple[str, ...] = ()
    """Proof that the log before is the beginning of this one (RFC 6962, 2.1.2), hex."""

    @property
    def key(self) -> str:
        """Key prefix of what is published of it; ASCII, in the order of sizes."""
        return f"{PREFIX}{self.size:012d}/"

    def canonical(self) -> bytes:
        """Return the bytes that are signed and stamped: JSON with sorted keys and no spaces, UTF-8."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "log": self.log,
            "size": self.size,
            "root": self.root,
            "at": self.at,
            "previous_size": self.previous_size,
            "previous_root": self.previous_root,
            "consistency": list(self.consistency),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> TreeHead:
        """Return the head that ``as_json`` described.

        Raises:
            ValueError: if it is not one.
        """
        try:
            return cls(**{**kept, "consistency": tuple(kept["consistency"])})
        except (KeyError, TypeError) as error:
            raise ValueError("not a tree head") from error


@dataclass(frozen=True, slots=True)
class PublishedRoot:
    """A root with its signature and time-stamp, as it lies in the archive."""

    head: TreeHead
    signature: str
    """Ed25519 over ``head.canonical()``, hex."""
    public_key: str
    timestamp: str
    """Time-stamp token (RFC 3161) over the SHA-256 of ``head.canonical()``, DER, hex."""

    def as_bytes(self) -> bytes:
        """Return it as the JSON file that is published."""
        kept = {
            "head": self.head.as_json(),
            "signature": self.signature,
            "public_key": self.public_key,
            "timestamp": self.timestamp,
        }
        return (json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> PublishedRoot:
        """Return the root that ``as_bytes`` wrote.

        Raises:
            ValueError: if it is not one.
        """
        kept = json.loads(data)
        try:
            return cls(**{**kept, "head": TreeHead.from_json(kept["head"])})
        except (KeyError, TypeError) as error:
            raise ValueError("not a published root") from error


def event_leaf(event: Event) -> bytes:
    """Return the leaf of an event: its own digest, 32 bytes, so that the tree outlives what the event says."""
    return leaf_digest(bytes.fromhex(event.digest))
