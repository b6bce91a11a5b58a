"""What the desk offers while a clerk types: names of the directory of offices, and what stands in the registers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from processors.directory import Directory, own_rows, with_own
from processors.vietnamese import fold
from vanban.domain.reading import KnownSigner

MOST = 12


def issuers(typed: str, *, known: Iterable[KnownSigner], offices: Path) -> list[str]:
    """Return issuing offices that a typed beginning, part or abbreviation may mean, those seen before first."""
    before = [one.office for one in known if fold(typed) in fold(one.office)]
    # As printed in box 2: in capitals (NĐ 30/2020, Phụ lục I, II.2).
    listed = (one for one in directory(offices).find_all(typed) if one.level != "place" and not one.valid_to)
    return _first([*before, *(one.name.upper() for one in listed)])


def signers(typed: str, *, known: Iterable[KnownSigner], office: str) -> list[str]:
    """Return people whose signature stands on registered documents, those of the office first."""
    named = [one for one in known if fold(typed) in fold(one.name)]
    return _first(one.name for one in sorted(named, key=lambda one: fold(one.office) != fold(office)))


def titles(typed: str, *, known: Iterable[KnownSigner], signer: str) -> list[str]:
    """Return titles of signers on registered documents, those of this signer first."""
    titled = [one for one in known if one.title and fold(typed) in fold(one.title)]
    return _first(one.title for one in sorted(titled, key=lambda one: fold(one.name) != fold(signer)))


def directory(offices: Path) -> Directory:
    """Return the directory with the office's own file, read anew when that has changed."""
    changed = offices.stat().st_mtime_ns if offices.exists() else 0
    return _directory(offices, changed)


@lru_cache(maxsize=2)
def _directory(offices: Path, changed: int) -> Directory:
    del changed
    return with_own(own_rows(offices))


def _first(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))[:MOST]
