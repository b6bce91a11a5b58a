"""Accounts, changes of rights, and what is remembered of logging in, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from vanban.domain.people import Account, ChangeState, RightsChange
from vanban.register.memory_state import Drafting
from vanban.register.people_rules import name_taken, no_account, no_change


class MemoryPeople:
    """``vanban.ports.People``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, account: Account) -> None:
        """Store an account. Raises ``RefusedError`` if the name is taken."""
        draft = self._transaction.draft()
        if account.name in draft.people:
            raise name_taken(account.name)
        draft.people[account.name] = account

    def get(self, name: str) -> Account | None:
        """Return an account, if there is one."""
        return self._transaction.state.people.get(name)

    def list(self) -> Sequence[Account]:
        """Return every account, by name."""
        return sorted(self._transaction.state.people.values(), key=lambda account: account.name)

    def change(self, name: str, **fields: Any) -> Account:
        """Change fields, end the account's sessions, and return the new value."""
        draft = self._transaction.draft()
        known = draft.people.get(name)
        if known is None:
            raise no_account(name)
        draft.people[name] = changed = dataclasses.replace(known, **fields, generation=known.generation + 1)
        return changed

    def ask(self, change: RightsChange) -> None:
        """Store a change of rights that waits."""
        draft = self._transaction.draft()
        if change.account not in draft.people:
            raise no_account(change.account)
        draft.rights_changes[change.id] = change

    def asked(self, change_id: str) -> RightsChange:
        """Return a change of rights. Raises ``NotFoundError``."""
        found = self._transaction.state.rights_changes.get(change_id)
        if found is None:
            raise no_change(change_id)
        return found

    def waiting(self, *, account: str = "") -> Sequence[RightsChange]:
        """Return the changes that wait, of one account if it is named, the oldest first."""
        found = self._transaction.state.rights_changes.values()
        return [one for one in found if one.state is ChangeState.WAITING and account in ("", one.account)]

    def decide(self, change_id: str, state: ChangeState, *, by: str, at: dt.datetime) -> bool:
        """Settle a change that waits; False if that was done before."""
        draft, known = self._transaction.draft(), self.asked(change_id)
        if known.state is not ChangeState.WAITING:
            return False
        draft.rights_changes[change_id] = dataclasses.replace(known, state=state, decided_by=by, decided_at=at)
        return True


class MemoryEntrance:
    """``vanban.ports.Entrance``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def end_session(self, key: str, *, until: dt.datetime, now: dt.datetime) -> None:
        """Note a session as ended; forget those whose cookies have expired."""
        draft = self._transaction.draft()
        draft.ended_sessions = {name: end for name, end in draft.ended_sessions.items() if end > now}
        draft.ended_sessions[key] = until

    def has_ended(self, key: str) -> bool:
        """Return whether a session was ended."""
        return key in self._transaction.state.ended_sessions

    def failures(self, key: str) -> tuple[int, dt.datetime] | None:
        """Return how many guesses there were, and until when the next one must wait."""
        return self._transaction.state.login_failures.get(key)

    def note_failure(self, key: str, *, count: int, until: dt.datetime, forget_before: dt.datetime) -> None:
        """Store a count, and drop those that are over."""
        draft = self._transaction.draft()
        kept = {name: one for name, one in draft.login_failures.items() if one[1] >= forget_before}
        draft.login_failures = kept | {key: (count, until)}

    def forget_failures(self, key: str) -> None:
        """Forget the failures of who got in."""
        self._transaction.draft().login_failures.pop(key, None)
