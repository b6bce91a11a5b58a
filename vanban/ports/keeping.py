"""The books about keeping: terms that people decided, holds, and what lies in which store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from vanban.domain.keeping import Custody, Hold, TermDecision


class Terms(Protocol):
    """What people decided on the terms of records. Rows are added, never changed or removed; the newest counts."""

    def add(self, decision: TermDecision) -> None: ...
    def get(self, subject: str) -> TermDecision | None:
        """Return the newest decision on a document or case file, if there is one."""

    def newest(self) -> Mapping[str, TermDecision]:
        """Return the newest decision on each subject that has one."""


class Holds(Protocol):
    """Bans on disposal. Rows are added and released once, never changed or removed."""

    def add(self, hold: Hold) -> None: ...
    def get(self, hold_id: str) -> Hold:
        """Return a hold. Raises ``NotFoundError``."""

    def list(self, *, subject: str = "", open_only: bool = True) -> Sequence[Hold]:
        """Return holds in the order they were placed."""

    def release(self, hold_id: str, *, at: dt.datetime, by: str, why: str) -> bool:
        """Release a hold; False if it was released before, which stays. Raises ``NotFoundError``."""


class CustodyBook(Protocol):
    """What was last seen and done of each package in each store; one row each."""

    def get(self, store: str, prefix: str) -> Custody | None: ...
    def list(self, store: str) -> Mapping[str, Custody]:
        """Return the rows of a store, by prefix."""

    def locked(self, store: str, prefix: str, *, until: dt.datetime, held: bool) -> None:
        """Note until when a package is locked, and whether it is under legal hold, as read back."""

    def read(self, store: str, prefixes: Sequence[str], *, at: dt.datetime | None, of_round: int) -> None:
        """Note that packages were read and compared, by which round of the audit; without ``at`` they count as unread.

        So a package can be passed over in this round and still be the first of the next run.
        """

    def forget(self, prefix: str) -> None:
        """Remove the rows of a package that was disposed of, in every store."""
