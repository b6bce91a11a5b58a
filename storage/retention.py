"""How long a package is locked: the term of its kind, from a dated table, but never further than a rolling lock.

A COMPLIANCE lock cannot be taken back after a wrong classification, and S3 knows no "vĩnh viễn": so the lock ends at
the earlier of the term's end and a number of days from now, and what is still due is extended before that.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vanban.clock import HANOI

TABLE = Path(__file__).with_name("retention.csv")
ANY_KIND = "*"


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the schedule."""

    kind: str
    """Lower-case Vietnamese name, or ``*`` for any."""
    years: int | None
    """Years after the year in which the work ended; None for permanent."""
    valid_from: dt.date
    basis: str


@cache
def schedule(path: Path = TABLE) -> Sequence[Term]:
    """Return the rows of the schedule."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                kind=row["kind"],
                years=None if row["years"] == "permanent" else int(row["years"]),
                valid_from=dt.date.fromisoformat(row["valid_from"]),
                basis=row["basis"],
            )
            for row in csv.DictReader(file)
        )


def term_for(kind: str, ended: dt.date, terms: Sequence[Term] | None = None) -> Term:
    """Return the newest row in force for a kind on the day its work ended, else the row for any kind."""
    rows = [t for t in (terms or schedule()) if t.valid_from <= ended and t.kind in {kind, ANY_KIND}]
    exact = [t for t in rows if t.kind != ANY_KIND]
    found = max(exact or rows, key=lambda term: term.valid_from, default=None)
    return found or Term(kind=ANY_KIND, years=None, valid_from=ended, basis="")


def lock_end(kind: str, *, ended: dt.date, now: dt.datetime, lock_days: int) -> dt.datetime:
    """Return the end of the lock, UTC: the end of a day in Hà Nội, so that a repeated run on one day says the same.

    Args:
        kind: lower-case Vietnamese name of the kind.
        ended: the day the work ended; its term runs from the end of that year.
        now: the current time.
        lock_days: length of the rolling lock.
    """
    rolling = now.astimezone(HANOI).date() + dt.timedelta(days=max(lock_days, 1))
    years = term_for(kind, ended).years
    last_day = rolling if years is None else min(rolling, dt.date(ended.year + years, 12, 31))
    last_day = max(last_day, now.astimezone(HANOI).date() + dt.timedelta(days=1))  # S3 refuses an end in the past
    return dt.datetime.combine(last_day, dt.time(23, 59, 59), tzinfo=HANOI).astimezone(dt.UTC)
