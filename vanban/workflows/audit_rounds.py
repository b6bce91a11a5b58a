"""Which packages an audit reads next: in rounds, each read once before any is read again, the longest unread first."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from vanban.domain.keeping import Custody, Holding

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def left_of_round(expected: Sequence[Holding], noted: Mapping[str, Custody]) -> tuple[int, list[Holding]]:
    """Return the number of the round, and what is left of it; when nothing is, the next round begins."""
    rounds = {one.prefix: noted[one.prefix].round if one.prefix in noted else 0 for one in expected}
    current = max(rounds.values(), default=0)
    left = [one for one in expected if rounds[one.prefix] < current]
    if not left:
        current, left = current + 1, list(expected)
    return current, sorted(left, key=lambda one: _read_at(one, noted))


def due_share(
    left: list[Holding], noted: Mapping[str, Custody], *, total: int, now: dt.datetime, within_days: int
) -> list[Holding]:
    """Return what is due today: an even share of all, and whatever would otherwise be read too late."""
    latest = now - dt.timedelta(days=max(within_days - 1, 0))
    due = sum(_read_at(one, noted) <= latest for one in left)
    return left[: max(math.ceil(total / max(within_days, 1)), due)]


def is_overdue(
    expected: Sequence[Holding], noted: Mapping[str, Custody], *, now: dt.datetime, within_days: int
) -> bool:
    """Return whether anything was not read for longer than it should have been."""
    latest = now - dt.timedelta(days=within_days)
    return any(max(_read_at(one, noted), one.since) < latest for one in expected)


def _read_at(holding: Holding, noted: Mapping[str, Custody]) -> dt.datetime:
    row = noted.get(holding.prefix)
    return row.read_at if row is not None and row.read_at is not None else _NEVER
