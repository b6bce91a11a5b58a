"""What became of each dropped file: the terms of the accounting identity.

``seen = waiting + suspect + quarantined + duplicate + in progress + archived + returned``, where what was archived and
has been disposed of since keeps its place by its tombstone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vanban.domain.document import Direction

HANDED_IN = "file.handed-in"
"""Event about the digest of a file, by the person who handed it in at the desk."""


class Disposition(StrEnum):
    """The outcome of receiving one claimed file."""

    ACCEPTED = "accepted"
    """It became a document; the document's state tells the rest."""
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Claim:
    """A file moved out of the intake folder into the spool, on the same file system, in one rename."""

    id: str
    """UUID, lower case; also the name of the spool folder."""
    office: str
    direction: Direction
    file_name: str
    """Name as dropped: NFC, control characters replaced; for display only."""
    size: int
    claimed_at: dt.datetime
    received_by: str


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """The register's row for one claim. A suspect keeps no name, office or direction."""

    claim_id: str
    disposition: Disposition
    sha256: str
    size: int
    received_at: dt.datetime
    received_by: str
    office: str = ""
    direction: Direction | None = None
    file_name: str = ""
    reason: str = ""
    """Code of ``vanban.domain.reasons``; empty when accepted."""
    document_id: str = ""
    """The document it became, or that it duplicates."""
    again: bool = False
    """True once a person asked that a refused file be received again; the next pass does, and the row is made anew."""


@dataclass(frozen=True, slots=True)
class Account:
    """The terms of the accounting identity, counted at one moment, and what contradicts them."""

    waiting: int
    suspect: int
    quarantined: int
    duplicate: int
    in_progress: int
    archived: int
    returned: int
    disposed: int = 0
    """Of the archived: those of which a tombstone is left."""
    problems: tuple[str, ...] = ()
    """One sentence per contradiction between disk, register and object store; empty when the account balances."""

    @property
    def seen(self) -> int:
        """The sum of all terms."""
        return (
            self.waiting
            + self.suspect
            + self.quarantined
            + self.duplicate
            + self.in_progress
            + self.archived
            + self.returned
        )

    @property
    def balanced(self) -> bool:
        """Whether nothing contradicts the count."""
        return not self.problems

    def as_json(self) -> Mapping[str, object]:
        """Return the account as the command line prints it."""
        return {
            "seen": self.seen,
            "waiting": self.waiting,
            "suspect": self.suspect,
            "quarantined": self.quarantined,
            "duplicate": self.duplicate,
            "in_progress": self.in_progress,
            "archived": self.archived,
            "disposed": self.disposed,
            "returned": self.returned,
            "balanced": self.balanced,
            "problems": list(self.problems),
        }
