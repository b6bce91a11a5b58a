"""A backup set: register, files and root of the log, made at one point beside the copied archive."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

PREFIX = "backup/"
MANIFEST = "set.json"
"""Written last: without it a set is not whole."""
REGISTER, FILES, OBJECTS = "register.dump.age", "files.tar.age", "objects.jsonl.gz"
SITE, RESTORED = "site", "site.restored"
"""Subject and name of the event that says that this installation was restored from a set."""
PART_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One stored piece of a file of a set; the pieces of a file follow one another."""

    file: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupSet:
    """What a set says of itself."""

    name: str
    """Moment it was begun, UTC: ``20261127T023000Z``."""
    organ_id: str
    root_size: int
    """Events under the root that was published as the set was begun; 0 if there were none."""
    root: str
    """SHA-256 of the event log's tree at that size, hex."""
    objects: int
    """Archived objects and records that belong to it, in the same store."""
    parts: Sequence[Part]

    @property
    def prefix(self) -> str:
        """Key prefix of its objects."""
        return f"{PREFIX}{self.name}/"

    def parts_of(self, file: str) -> Sequence[Part]:
        """Return the pieces of one file, in order."""
        return [part for part in self.parts if part.file == file]

    def as_bytes(self) -> bytes:
        """Return it as JSON."""
        return (json.dumps({"format": 1, **asdict(self)}, indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> BackupSet:
        """Read it back.

        Raises:
            ValueError: if it is not one.
        """
        try:
            said: Mapping[str, Any] = json.loads(data)
            parts = tuple(Part(str(p["file"]), str(p["name"]), int(p["size"]), str(p["sha256"])) for p in said["parts"])
            return cls(
                name=str(said["name"]),
                organ_id=str(said["organ_id"]),
                root_size=int(said["root_size"]),
                root=str(said["root"]),
                objects=int(said["objects"]),
                parts=parts,
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not a backup set") from error


def set_name(at: dt.datetime) -> str:
    """Return the name of a set that is begun at a moment."""
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
