"""How long a document waits: alone on an idle system, and when it is urgent behind two hundred others."""

from __future__ import annotations

import datetime as dt
import functools
import statistics
import time

from benchmarks.pipeline_system import READ, Measured
from benchmarks.pipeline_table import Row, at_most
from vanban.samples.bulk import bulk

_ALONE_SECONDS = 180
_AT_WORK = 5
"""Documents that are read before the urgent one comes, so that the system is in the midst of the heap."""
_OVERTAKE_SECONDS = 1200


def alone(system: Measured, *, count: int, seed: int = 40) -> list[Row]:
    """Return the rows on a one-page born-digital file, dropped into an idle system."""
    took: list[float] = []
    for turn, file in enumerate(bulk(count, seed, scans=False)):
        after = system.last_event()
        dropped = system.drop(file.name, file.data)
        events = system.wait(lambda new: any(e.name == READ for e in new), after=after, seconds=_ALONE_SECONDS)
        took.append(next(_seconds(dropped, event.at) for event in events if event.name == READ))
        # Not in step with the sweep of every minute.
        time.sleep(6 + turn * 7 % 11)
    ninth = statistics.quantiles(took, n=10)[-1] if len(took) > 1 else took[0]
    what = f"idle system: drop to READ, born-digital ({count} files)"
    return [
        at_most(f"{what}, median", statistics.median(took), 20, "s", digits=1),
        Row(f"{what}, p90", f"{ninth:.1f} s"),
    ]


def overtaking(system: Measured, *, count: int, scans: bool, seed: int = 60) -> list[Row]:
    """Return the rows on one HỎA TỐC file, marked so on its page only, that comes when ``count`` files wait."""
    after = system.last_event()
    for file in bulk(count, seed, scans=scans):
        system.drop(file.name, file.data)
    system.wait(lambda new: sum(e.name == READ for e in new) >= _AT_WORK, after=after, seconds=_OVERTAKE_SECONDS)
    [urgent] = bulk(1, seed + 1, scans=scans, urgent=True)
    before, name_of = system.last_event(), functools.cache(system.name_of)
    dropped = system.drop(urgent.name, urgent.data)
    new = system.wait(
        lambda new: any(e.name == READ and name_of(e.subject) == urgent.name for e in new),
        after=before,
        seconds=_OVERTAKE_SECONDS,
    )
    mine = next(e for e in new if e.name == READ and name_of(e.subject) == urgent.name)
    read = [event for event in system.events(after=after) if event.name == READ]
    rank = 1 + sum(event.sequence < mine.sequence for event in read)
    earlier = sum(event.at < dropped for event in read)
    kind = "scanned" if scans else "born-digital"
    return [
        Row(f"HỎA TỐC behind {count} waiting {kind} files: drop to READ", f"{_seconds(dropped, mine.at):.1f} s"),
        Row(
            f"its rank among the {count + 1} by READ time",
            f"{rank} ({earlier} were read before it came)",
            "overtakes",
            rank <= earlier + count // 10,
        ),
    ]


def _seconds(begin: dt.datetime, end: dt.datetime) -> float:
    return (end - begin).total_seconds()
