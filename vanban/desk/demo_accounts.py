"""Demo accounts: five people, one per role, with random passwords that ``make run`` can print again."""

from __future__ import annotations

import json
import secrets as randomness
from dataclasses import dataclass
from pathlib import Path

import argon2

from vanban.desk.accounts import ACCOUNTS_FILE, Account, Role, write_accounts
from vanban.durable_files import write_once

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


def ensure_demo_accounts(secrets: Path) -> list[DemoAccount]:
    """Return the demo accounts, creating them the first time; empty where the office keeps accounts of its own.

    Safe to call from two processes at once: the first to write wins, and both return the same passwords.
    """
    kept = secrets / PASSWORDS_FILE
    if not kept.exists():
        if (secrets / ACCOUNTS_FILE).exists():
            return []
        secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = {name: randomness.token_urlsafe(9) for name in _PEOPLE}
        write_once(kept, json.dumps(made, indent=2) + "\n")
    passwords: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    people = [DemoAccount(name, *_PEOPLE[name], password=passwords[name]) for name in _PEOPLE if name in passwords]
    if not (secrets / ACCOUNTS_FILE).exists():
        hasher = argon2.PasswordHasher()
        write_accounts(secrets, [Account(p.name, p.role, hasher.hash(p.password)) for p in people])
    return people
