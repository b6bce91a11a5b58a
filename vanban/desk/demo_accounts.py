"""The accounts that an installation begins with: its own from before, or five people of the demonstration."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.people import Account, Role
from vanban.durable_files import write_once
from vanban.passwords import hash_password, made_password
from vanban.ports import Register

FORMER_FILE = "desk-accounts.json"
"""Where accounts were kept before the register had them; taken over once, then removed."""
PASSWORDS_FILE = "desk-demo-passwords.json"
"""Readable on purpose, mode 0600: these accounts are for trying out; a real installation removes the file."""
_PEOPLE = {
    "vanthu": (Role.CLERK, "Văn thư"),
    "lanhdao": (Role.OFFICIAL, "Lãnh đạo"),
    "luutru": (Role.ARCHIVIST, "Lưu trữ"),
    "quantri": (Role.ADMIN, "Quản trị"),
    "kiemtra": (Role.AUDITOR, "Kiểm tra"),
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One demo account, with its password for the screen."""

    name: str
    role: Role
    label: str
    """The role in Vietnamese."""
    password: str


def ensure_accounts(secrets: Path, register: Register) -> None:
    """Fill a register that has no accounts: from the file of before, else with the demonstration's. Repeatable."""
    former = secrets / FORMER_FILE
    with register.begin() as uow:
        if not uow.people.list():
            for account in _former(former) or [_hashed(one) for one in demo_accounts(secrets)]:
                uow.people.add(account)
            uow.commit()
    former.unlink(missing_ok=True)


def demo_accounts(secrets: Path) -> list[DemoAccount]:
    """Return the demo accounts with their passwords, which are made the first time."""
    kept = secrets / PASSWORDS_FILE
    if not kept.exists():
        secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_once(kept, json.dumps({name: made_password() for name in _PEOPLE}, indent=2) + "\n")
    passwords: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return [DemoAccount(name, *_PEOPLE[name], password=passwords[name]) for name in _PEOPLE if name in passwords]


def _hashed(one: DemoAccount) -> Account:
    return Account(one.name, one.role, hash_password(one.password))


def _former(path: Path) -> list[Account]:
    if not path.exists():
        return []
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [Account(**{**one, "role": Role(one["role"])}) for one in kept]
