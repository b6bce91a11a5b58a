"""The seal of backup sets: age (age-encryption.org), so that in twenty years any program of that format opens them.

Closing needs the public key only. The private one is made with it, once, and belongs in a safe: whoever takes over this
machine can then read no set, and whoever has a set and the key needs nothing else of ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pyrage

from vanban.domain.errors import RefusedError
from vanban.durable_files import write_once

PUBLIC, PRIVATE = "backup-recipient.txt", "backup-key.txt"


class AgeSeal:
    """Implements ``vanban.ports.BackupSeal``."""

    def __init__(self, secrets: Path) -> None:
        self._secrets = secrets

    @property
    def private_key(self) -> Path:
        """Where the private key was put; it should not stay there."""
        return self._secrets / PRIVATE

    def close(self, source: BinaryIO, into: BinaryIO) -> None:
        """Write ``source`` so that only the holder of the key can read it; see the port."""
        pyrage.encrypt_io(source, into, [pyrage.x25519.Recipient.from_str(self._public())])

    def open(self, source: BinaryIO, into: BinaryIO, *, key: str) -> None:
        """Write what was closed; see the port."""
        try:
            pyrage.decrypt_io(source, into, [pyrage.x25519.Identity.from_str(_line(key))])
        except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:  # it says OSError of a changed stream
            raise RefusedError(
                "The backup set cannot be opened with this key, or was changed.",
                vi="Không mở được bộ sao lưu bằng khóa này, hoặc bộ sao lưu đã bị sửa.",
                remedy=(
                    "Name the file of the key that belongs to it (AGE-SECRET-KEY-…), or take another set."
                    " / Hãy chỉ ra tệp khóa tương ứng (AGE-SECRET-KEY-…), hoặc dùng bộ sao lưu khác."
                ),
            ) from error

    def _public(self) -> str:
        """Return the public key; both keys are made at the first use."""
        path = self._secrets / PUBLIC
        if not path.exists():
            made = pyrage.x25519.Identity.generate()
            self._secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
            # The private one first: a public key without it would close sets that nobody can open.
            write_once(self._secrets / PRIVATE, f"{made}\n")
            kept = pyrage.x25519.Identity.from_str(_line(self.private_key.read_text()))
            write_once(path, f"{kept.to_public()}\n")
        return path.read_text().strip()


def _line(text: str) -> str:
    """Return the line that holds the key: such files may have comments above it."""
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")
