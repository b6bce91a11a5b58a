"""What the fault run drops: quick letters, scans, drafts to sign, bad input and duplicates, the same for one seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vanban.domain.intake import Disposition
from vanban.samples import hostile
from vanban.samples.bombs import pixel_bomb_png
from vanban.samples.bulk import bulk, bulk_drafts

INCOMING, OUTGOING = "den", "di"


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file of the run."""

    name: str
    data: bytes
    stream: str
    """``den`` or ``di``."""
    expected: Disposition
    """Of the first file with these bytes; later ones with the bytes of an accepted file are duplicates."""
    truth: Mapping[str, Any]
    """What the clerk types; empty for what nobody can read."""

    @property
    def sha256(self) -> str:
        """Digest of the bytes, hex."""
        return hashlib.sha256(self.data).hexdigest()


def heap(files: int, seed: int, *, today: dt.date) -> list[Dropped]:
    """Return the files in the order in which they are dropped.

    Args:
        files: how many; of 100, about 10 are scans, 15 drafts, 8 bad input and 7 duplicates.
        seed: what contents and order are drawn from.
        today: day of the drafts.
    """
    rng = random.Random(f"{seed} heap")
    scans, drafts, bad, again = (max(1, files * share // 100) for share in (10, 15, 8, 7))
    letters = files - scans - drafts - bad - again
    found = [
        *_incoming(letters, seed, scans=False),
        *_incoming(scans, seed, scans=True),
        *(
            Dropped(one.name, one.data, OUTGOING, Disposition.ACCEPTED, one.truth)
            for one in bulk_drafts(drafts, seed, today=today)
        ),
    ]
    found += [_named_again(rng.choice(found[:letters]), n) for n in range(again)]
    found += _bad(bad, seed)
    rng.shuffle(found)
    return found


def _incoming(count: int, seed: int, *, scans: bool) -> Iterator[Dropped]:
    for one in bulk(count, seed, scans=scans):
        yield Dropped(one.name, one.data, INCOMING, Disposition.ACCEPTED, one.truth)


def _named_again(one: Dropped, number: int) -> Dropped:
    return Dropped(f"lai-{number}-{one.name}", one.data, one.stream, one.expected, one.truth)


def _bad(count: int, seed: int) -> Iterator[Dropped]:
    # Contents of their own, so that none has the bytes of a good file.
    for number, letter in enumerate(bulk(count, seed + 500_000, scans=False)):
        name, data = (
            ("cat-cut", hostile.truncated(letter.data)),
            ("mat-khau", hostile.password_protected(letter.data)),
            ("sai-duoi", pixel_bomb_png(64 + number)),
            ("nhieu", hostile.random_tail(letter.data)),
            ("rong", b""),
        )[number % 5]
        yield Dropped(f"{name}-{number}.pdf", data, INCOMING, Disposition.QUARANTINED, {})
