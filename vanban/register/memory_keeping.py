"""Terms, holds and custody, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from vanban.domain.errors import RefusedError
from vanban.domain.keeping import Custody, Hold, TermDecision
from vanban.domain.stamps import StampEnd
from vanban.register.memory_state import Drafting
from vanban.register.rules import no_hold


class MemoryTerms:
    """``vanban.ports.Terms``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, decision: TermDecision) -> None:
        """Store a decision."""
        self._transaction.draft().term_decisions.append(decision)

    def get(self, subject: str) -> TermDecision | None:
        """Return the newest decision on a document or case file, if there is one."""
        return self.newest().get(subject)

    def newest(self) -> Mapping[str, TermDecision]:
        """Return the newest decision on each subject that has one."""
        return {one.subject: one for one in self._transaction.state.term_decisions}


class MemoryHolds:
    """``vanban.ports.Holds``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, hold: Hold) -> None:
        """Store a hold."""
        self._transaction.draft().holds[hold.id] = hold

    def get(self, hold_id: str) -> Hold:
        """Return a hold. Raises ``NotFoundError``."""
        hold = self._transaction.state.holds.get(hold_id)
        if hold is None:
            raise no_hold(hold_id)
        return hold

    def list(self, *, subject: str = "", open_only: bool = True) -> Sequence[Hold]:
        """Return holds in the order they were placed."""
        found = (one for one in self._transaction.state.holds.values() if subject in ("", one.subject))
        return [one for one in found if one.released_at is None or not open_only]

    def release(self, hold_id: str, *, at: dt.datetime, by: str, why: str) -> bool:
        """Release a hold; False if it was released before, which stays. Raises ``NotFoundError``."""
        draft = self._transaction.draft()
        hold = self.get(hold_id)
        if hold.released_at is not None:
            return False
        if hold.placed_by == by:
            raise RefusedError("The register refused the change: a second person releases a hold.")
        draft.holds[hold_id] = dataclasses.replace(hold, released_at=at, released_by=by, release_why=why)
        return True


class MemoryStampEnds:
    """``vanban.ports.StampEnds``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def note(self, prefix: str, end: StampEnd | None) -> None:
        """Note an end, or that there is no time-stamp; the last note counts."""
        self._transaction.draft().stamp_ends[prefix] = end

    def list(self) -> Mapping[str, StampEnd | None]:
        """Return every note, by key prefix."""
        return dict(self._transaction.state.stamp_ends)


class MemoryCustody:
    """``vanban.ports.CustodyBook``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def get(self, store: str, prefix: str) -> Custody | None:
        """Return what is noted of a package in a store."""
        return self._transaction.state.custody.get((store, prefix))

    def list(self, store: str) -> Mapping[str, Custody]:
        """Return the rows of a store, by prefix."""
        return {prefix: row for (name, prefix), row in self._transaction.state.custody.items() if name == store}

    def locked(self, store: str, prefix: str, *, until: dt.datetime, held: bool) -> None:
        """Note until when a package is locked, and whether it is under legal hold, as read back."""
        draft, old = self._transaction.draft(), self.get(store, prefix) or Custody(store, prefix)
        draft.custody[store, prefix] = dataclasses.replace(old, locked_until=until, held=held)

    def read(self, store: str, prefixes: Sequence[str], *, at: dt.datetime | None, of_round: int) -> None:
        """Note that packages were read and compared, by which round of the audit."""
        draft = self._transaction.draft()
        for prefix in prefixes:
            old = self.get(store, prefix) or Custody(store, prefix)
            draft.custody[store, prefix] = dataclasses.replace(old, read_at=at, round=of_round)

    def forget(self, prefix: str) -> None:
        """Remove the rows of a package that was disposed of, in every store."""
        draft = self._transaction.draft()
        draft.custody = {key: row for key, row in draft.custody.items() if key[1] != prefix}
