"""Until when time-stamps can be checked, and renewed time-stamps over a root of the event log (after RFC 4998)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

RENEWED = "log.root-renewed"
"""Name of the event that says that the time-stamp of a published root was renewed."""


@dataclass(frozen=True, slots=True)
class StampEnd:
    """When a time-stamp can no longer be checked."""

    until: dt.datetime
    why: str
    """``certificate``, or the name of the algorithm that ends first."""


@dataclass(frozen=True, slots=True)
class RenewedStamp:
    """A time-stamp over an older one (RFC 4998, 5.2: time-stamp renewal), with what proves the older one's certificate.

    What is stamped is the digest of ``canonical()``: the older file by its SHA-256, and the evidence, so that both are
    known to have existed while the older time-stamp could still be checked.
    """

    over: str
    """Name of the older file: ``root.json``, or the renewal before."""
    over_sha256: str
    certificates: tuple[str, ...]
    """DER, hex: of the older time-stamp's service and those above it."""
    crls: tuple[str, ...]
    ocsps: tuple[str, ...]
    timestamp: str = ""
    """Time-stamp token (RFC 3161), DER, hex."""

    def canonical(self) -> bytes:
        """Return the bytes that are stamped: JSON with sorted keys and no spaces, UTF-8."""
        return json.dumps(self._said(), sort_keys=True, separators=(",", ":")).encode()

    def as_bytes(self) -> bytes:
        """Return it as the JSON file that is kept."""
        return (json.dumps({**self._said(), "timestamp": self.timestamp}, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> RenewedStamp:
        """Return what ``as_bytes`` wrote.

        Raises:
            ValueError: if it is not one.
        """
        kept = json.loads(data)
        try:
            lists = {name: tuple(kept[name]) for name in ("certificates", "crls", "ocsps")}
            return cls(over=kept["over"], over_sha256=kept["over_sha256"], timestamp=kept["timestamp"], **lists)
        except (KeyError, TypeError) as error:
            raise ValueError("not a renewed time-stamp") from error

    def _said(self) -> dict[str, Any]:
        return {
            "over": self.over,
            "over_sha256": self.over_sha256,
            "certificates": list(self.certificates),
            "crls": list(self.crls),
            "ocsps": list(self.ocsps),
        }


def renewal_name(number: int) -> str:
    """Return the name of the n-th renewal of a root's time-stamp, from 1."""
    return f"renewed-{number}.json"
