"""Accounts, changes of rights, and what is remembered of logging in, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.people import Account, ChangeState, RightsChange, Role
from vanban.register.people_rules import name_taken, no_account, no_change
from vanban.register.people_tables import accounts, ended_sessions, login_failures, rights_changes
from vanban.register.transaction import Transaction

_ACCOUNT = [accounts.c[field.name] for field in dataclasses.fields(Account)]
_CHANGE = [rights_changes.c[field.name] for field in dataclasses.fields(RightsChange)]


class PostgresPeople:
    """``vanban.ports.People``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, account: Account) -> None:
        """Store an account. Raises ``RefusedError`` if the name is taken."""
        row = dataclasses.asdict(account) | {"role": account.role.value}
        statement = insert(accounts).values(**row).on_conflict_do_nothing().returning(accounts.c.name)
        if self._transaction.write(statement).first() is None:
            raise name_taken(account.name)

    def get(self, name: str) -> Account | None:
        """Return an account, if there is one."""
        if "\x00" in name:
            return None
        row = self._transaction.read(sa.select(*_ACCOUNT).where(accounts.c.name == name)).mappings().first()
        return _account(row) if row else None

    def list(self) -> Sequence[Account]:
        """Return every account, by name."""
        rows = self._transaction.read(sa.select(*_ACCOUNT)).mappings()
        return sorted((_account(row) for row in rows), key=lambda account: account.name)

    def change(self, name: str, **fields: Any) -> Account:
        """Change fields, end the account's sessions, and return the new value."""
        values = {key: value.value if isinstance(value, Role) else value for key, value in fields.items()}
        change = sa.update(accounts).where(accounts.c.name == name)
        statement = change.values(**values, generation=accounts.c.generation + 1).returning(*_ACCOUNT)
        row = self._transaction.write(statement).mappings().first()
        if row is None:
            raise no_account(name)
        return _account(row)

    def ask(self, change: RightsChange) -> None:
        """Store a change of rights that waits."""
        if self.get(change.account) is None:
            raise no_account(change.account)
        row = dataclasses.asdict(change) | {"role": change.role.value, "state": change.state.value}
        self._transaction.write(insert(rights_changes).values(**row))

    def asked(self, change_id: str) -> RightsChange:
        """Return a change of rights. Raises ``NotFoundError``."""
        found = self._changes(rights_changes.c.id == change_id)
        if not found:
            raise no_change(change_id)
        return found[0]

    def waiting(self, *, account: str = "") -> Sequence[RightsChange]:
        """Return the changes that wait, of one account if it is named, the oldest first."""
        which = [rights_changes.c.state == ChangeState.WAITING.value]
        return self._changes(*which, *([rights_changes.c.account == account] if account else []))

    def decide(self, change_id: str, state: ChangeState, *, by: str, at: dt.datetime) -> bool:
        """Settle a change that waits; False if that was done before."""
        self.asked(change_id)
        waits = (rights_changes.c.id == change_id, rights_changes.c.state == ChangeState.WAITING.value)
        change = sa.update(rights_changes).where(*waits)
        values = {"state": state.value, "decided_by": by, "decided_at": at}
        return self._transaction.write(change.values(**values).returning(rights_changes.c.id)).first() is not None

    def _changes(self, *which: sa.ColumnElement[bool]) -> Sequence[RightsChange]:
        query = sa.select(*_CHANGE).where(*which).order_by(rights_changes.c.added)
        return [_change(row) for row in self._transaction.read(query).mappings()]


class PostgresEntrance:
    """``vanban.ports.Entrance``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def end_session(self, key: str, *, until: dt.datetime, now: dt.datetime) -> None:
        """Note a session as ended; forget those whose cookies have expired."""
        self._transaction.write(sa.delete(ended_sessions).where(ended_sessions.c.until <= now))
        self._transaction.write(insert(ended_sessions).values(key=key, until=until).on_conflict_do_nothing())

    def has_ended(self, key: str) -> bool:
        """Return whether a session was ended."""
        query = sa.select(ended_sessions.c.key).where(ended_sessions.c.key == key)
        return self._transaction.read(query).first() is not None

    def failures(self, key: str) -> tuple[int, dt.datetime] | None:
        """Return how many guesses there were, and until when the next one must wait."""
        query = sa.select(login_failures.c.count, login_failures.c.until).where(login_failures.c.key == key)
        row = self._transaction.read(query).first()
        return (row[0], row[1].astimezone(dt.UTC)) if row else None

    def note_failure(self, key: str, *, count: int, until: dt.datetime, forget_before: dt.datetime) -> None:
        """Store a count, and drop those that are over."""
        self._transaction.write(sa.delete(login_failures).where(login_failures.c.until < forget_before))
        values = {"count": count, "until": until}
        row = insert(login_failures).values(key=key, **values)
        self._transaction.write(row.on_conflict_do_update(index_elements=["key"], set_=values))

    def forget_failures(self, key: str) -> None:
        """Forget the failures of who got in."""
        self._transaction.write(sa.delete(login_failures).where(login_failures.c.key == key))


def _account(row: Mapping[Any, Any]) -> Account:
    return Account(**{**row, "role": Role(row["role"])})


def _change(row: Mapping[Any, Any]) -> RightsChange:
    decided = row["decided_at"].astimezone(dt.UTC) if row["decided_at"] else None
    fixed = {"role": Role(row["role"]), "state": ChangeState(row["state"]), "decided_at": decided}
    return RightsChange(**{**row, **fixed, "asked_at": row["asked_at"].astimezone(dt.UTC)})
