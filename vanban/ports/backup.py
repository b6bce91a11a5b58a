"""What a backup set is made of: the register as one stream, and the seal that closes it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol


class RegisterDump(Protocol):
    """The whole register in one file, as it was at one moment."""

    def write(self, into: BinaryIO) -> None:
        """Write the register as it is now, into a real file.

        Raises:
            ServiceUnavailableError: if the database does not answer.
        """

    def load(self, source: Path) -> None:
        """Replace an empty register by a written one, in one transaction, and bring its tables up to date.

        Raises:
            IntegrityError: if the file is not a whole register.
        """


class BackupSeal(Protocol):
    """Closes what is private in a set to a key that need not be on this machine."""

    def close(self, source: BinaryIO, into: BinaryIO) -> None:
        """Write ``source`` so that only the holder of the key can read it."""

    def open(self, source: BinaryIO, into: BinaryIO, *, key: str) -> None:
        """Write what was closed.

        Raises:
            RefusedError: if the key is not the one, or what was closed has been changed.
        """
