"""Local accounts: who works at the desk, in what role, with argon2 hashes in one file of mode 0600."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import argon2

from vanban.domain.errors import RefusedError
from vanban.durable_files import write_once

ACCOUNTS_FILE = "desk-accounts.json"
DEFAULT_OFFICE = "van-phong"


class Role(StrEnum):
    """What a person does in the office; the desk allows nothing else."""

    CLERK = "clerk"
    """Văn thư: hands in, registers, returns, seals."""
    OFFICIAL = "official"
    """Lãnh đạo: looks and approves."""
    ARCHIVIST = "archivist"
    """Lưu trữ: looks, and proves that nothing is missing."""
    ADMIN = "admin"
    """Quản trị: sees counts and events by id; never a document, and never signs."""
    AUDITOR = "auditor"
    """Kiểm tra: looks at registers, documents, events and findings of every office, and changes nothing."""


OVERSEERS = frozenset({Role.ARCHIVIST, Role.AUDITOR})
"""Who looks across offices: the archive is one, and so is who inspects."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account."""

    name: str
    """Also the account of the signing identity (``vanban.ports.SigningIdentity.account``)."""
    role: Role
    password_hash: str
    """argon2id, encoded with its parameters."""
    office: str = DEFAULT_OFFICE


class Accounts:
    """The accounts of an installation, read once."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._by_name: Mapping[str, Account] = {account.name: account for account in accounts}
        self._hasher = argon2.PasswordHasher()
        # Hashing takes 64 MiB each time: one after the other, so that many tries at once do not take the memory.
        self._one_at_a_time = threading.Lock()
        self._nobody = self._hasher.hash(uuid.uuid4().hex)

    def get(self, name: str) -> Account | None:
        """Return an account by its name."""
        return self._by_name.get(name)

    def everyone(self) -> Sequence[Account]:
        """Return every account, by name."""
        return sorted(self._by_name.values(), key=lambda account: account.name)

    def check(self, name: str, password: str) -> Account | None:
        """Return the account if the password is right; an unknown name takes as long as a wrong password."""
        account = self._by_name.get(name)
        with self._one_at_a_time:
            try:
                self._hasher.verify(account.password_hash if account else self._nobody, password)
            except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
                return None
        return account


def load_accounts(secrets: Path) -> Accounts:
    """Read the accounts under the secrets folder.

    Raises:
        RefusedError: if the file is missing or damaged.
    """
    path = secrets / ACCOUNTS_FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Accounts(Account(**{**one, "role": Role(one["role"])}) for one in kept)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RefusedError(
            f"{path} is missing or damaged.",
            vi=f"Tệp {path} không có hoặc bị hỏng.",
            remedy="Restore it from a backup, or remove it to start with the demo accounts again.",
        ) from error


def write_accounts(secrets: Path, accounts: Iterable[Account]) -> None:
    """Write the accounts, unless the file is there already: two processes may start at once."""
    write_once(secrets / ACCOUNTS_FILE, json.dumps([asdict(one) for one in accounts], indent=2) + "\n")
