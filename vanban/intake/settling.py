"""Which entries have settled: same size and time on two looks, no writer, structure complete for the type."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from vanban.intake.looking import Entry, Writers, look_at, writers_of

Completeness = Callable[[Path], str]
"""Returns ``complete``, ``incomplete`` or ``unknown`` for a regular file, by its structure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long an entry must have been quiet, in seconds."""

    settle: float
    """Between the two looks, where the kernel can tell of writers."""
    without_lease: float
    """Since the last change, where it cannot."""
    incomplete: float
    """Since the last change, before an incomplete file is taken as it is (and quarantined as truncated)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The entries that may be claimed, and why each other one still waits (code of ``vanban.domain.reasons``)."""

    ready: tuple[Entry, ...]
    waiting: tuple[tuple[Entry, str], ...]


def settle(
    seen: Iterable[Entry],
    *,
    patience: Patience,
    completeness: Completeness,
    sleep: Callable[[float], None] = time.sleep,
    now_ns: Callable[[], int] = time.time_ns,
) -> Settled:
    """Take the second look after ``patience.settle`` seconds and tell what has settled."""
    entries = tuple(seen)
    if any(not entry.held_back for entry in entries):
        sleep(patience.settle)
    ready: list[Entry] = []
    waiting: list[tuple[Entry, str]] = []
    for entry in entries:
        why = _why_not_yet(entry, patience=patience, completeness=completeness, now_ns=now_ns())
        if why:
            waiting.append((entry, why))
        else:
            ready.append(entry)
    return Settled(tuple(ready), tuple(waiting))


def _why_not_yet(entry: Entry, *, patience: Patience, completeness: Completeness, now_ns: int) -> str:
    if entry.held_back:
        return entry.held_back
    if look_at(entry.path) != entry.look:
        return "writing"
    if not entry.is_regular:
        return ""
    # ctime, not mtime: a copy that keeps the original's times is still new here.
    quiet_seconds = (now_ns - entry.look.ctime_ns) / 1e9
    writers = writers_of(entry.path)
    if writers is Writers.SOME:
        return "writing"
    if writers is Writers.UNKNOWN and quiet_seconds < patience.without_lease:
        return "writing"
    if quiet_seconds < patience.incomplete and _is_incomplete(entry, completeness):
        return "incomplete"
    return ""


def _is_incomplete(entry: Entry, completeness: Completeness) -> bool:
    # An empty file may be one whose writer has not begun: it gets the same patience.
    return entry.look.size == 0 or completeness(entry.path) == "incomplete"
