"""The key of the event log (Ed25519): it signs roots of the log and nothing else, without anybody's PIN.

That is no signature in the sense of the law: it ties a root to this installation. Time and existence are the
time-stamp's to prove.
"""

from __future__ import annotations

from pathlib import Path

from nacl.signing import SigningKey

from vanban.durable_files import write_once

PRIVATE = "event-log.key"


class Ed25519LogKey:
    """Implements ``vanban.ports.LogKey``."""

    def __init__(self, secrets: Path) -> None:
        self._secrets = secrets

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return bytes(self._key().verify_key)

    def sign(self, data: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return bytes(self._key().sign(data).signature)

    def _key(self) -> SigningKey:
        """Return the key, made at its first use, with mode 0600."""
        path = self._secrets / PRIVATE
        if not path.exists():
            self._secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_once(path, bytes(SigningKey.generate()))
        return SigningKey(path.read_bytes())
