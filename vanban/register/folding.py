"""Comparing Vietnamese texts regardless of accents, case and spacing."""

from __future__ import annotations

import unicodedata
from typing import Any

from vanban.domain.document import Document


def fold(text: str) -> str:
    """Return a text in lower case, without accents (``đ`` as ``d``), with single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("đ", "d").split())


def identity_key(*, number: str, symbol: str, issuer: str) -> str:
    """Return number, symbol and issuer, folded, as one key; empty if number or symbol is missing.

    A leading zero does not count: ``05`` and ``5`` are the same number (NĐ 30/2020, Phụ lục I, II.3.a).
    """
    parts = (fold(number).lstrip("0"), "".join(fold(symbol).split()), fold(issuer))
    return "\n".join(parts) if parts[0] and parts[1] else ""


def identity_of(document: Document) -> tuple[str, int]:
    """Return a document's identity key and the year it counts in: of its date, else of its arrival."""
    entry = document.entry
    key = identity_key(number=entry.code_number, symbol=entry.code_notation, issuer=entry.organ_name)
    return key, (entry.issued_date or document.received_at).year


def storable(value: Any) -> Any:
    """Return a text, or JSON with texts in it, without what no PostgreSQL text can hold: NUL and lone surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value
