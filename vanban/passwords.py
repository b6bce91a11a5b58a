"""Passwords: argon2id, and ones that are made for the first login."""

from __future__ import annotations

import secrets

import argon2

_HASHER = argon2.PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash, encoded with its parameters; takes 64 MiB while it runs."""
    return _HASHER.hash(password)


def is_password_of(password_hash: str, password: str) -> bool:
    """Return whether the password is the one that was hashed; never for a hash that cannot be read."""
    try:
        return _HASHER.verify(password_hash, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def made_password() -> str:
    """Return a password to be handed over and changed at the first login."""
    return secrets.token_urlsafe(12)
