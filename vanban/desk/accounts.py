"""Local accounts at the desk: who works here, from the register, and whether a password is right."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence

from vanban.domain.people import DEFAULT_OFFICE, OVERSEERS, Account, RightsChange, Role
from vanban.passwords import hash_password, is_password_of
from vanban.ports import Register

__all__ = ["DEFAULT_OFFICE", "OVERSEERS", "Account", "Accounts", "Role"]


class Accounts:
    """The accounts that may work now; each question is put to the register, so that an answer is never stale."""

    def __init__(self, register: Register) -> None:
        self._register = register
        # Hashing takes 64 MiB each time: one after the other, so that many tries at once do not take the memory.
        self._one_at_a_time = threading.Lock()
        self._nobody = hash_password(uuid.uuid4().hex)

    def get(self, name: str) -> Account | None:
        """Return an account by its name, unless it is disabled."""
        with self._register.begin() as uow:
            account = uow.people.get(name)
        return account if account and not account.disabled else None

    def in_session(self, name: str, session: str) -> Account | None:
        """Return an account unless it is disabled, or the session (its digest) was ended; asked for each request."""
        with self._register.begin() as uow:
            account = None if uow.entrance.has_ended(session) else uow.people.get(name)
        return account if account and not account.disabled else None

    def everyone(self) -> Sequence[Account]:
        """Return every account that is not disabled, by name."""
        with self._register.begin() as uow:
            return [account for account in uow.people.list() if not account.disabled]

    def check(self, name: str, password: str) -> Account | None:
        """Return the account if the password is right; an unknown name takes as long as a wrong password."""
        account = self.get(name)
        with self._one_at_a_time:
            right = is_password_of(account.password_hash if account else self._nobody, password)
        return account if right else None

    def waiting_rights(self, account: Account) -> Sequence[RightsChange]:
        """Return the changes of rights that wait and that this person must know of: the own ones, an admin's all."""
        with self._register.begin() as uow:
            return uow.people.waiting(account="" if account.role is Role.ADMIN else account.name)
