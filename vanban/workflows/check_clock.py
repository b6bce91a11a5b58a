"""Whether the clock was set back: retention ends by the store's clock, and what is dated earlier looks older."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vanban.domain.evidence import Event
from vanban.domain.findings import Finding
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.audit_listing import SUBJECT

KIND = "clock-back"
TOLERANCE = dt.timedelta(minutes=15)
"""So much may lie between an event's time and its place in the log: a step notes when it began."""
COMPLETED = "audit.completed"
_DATED_BY_ARRIVAL = ("intake.", "document.received", "batch.withdrawn")
"""Events that carry an earlier time on purpose."""
_PAGE = 1000


def check_clock(*, register: Register, clock: Clock) -> Iterator[Finding]:
    """Yield a finding if an event since the last audit, or the present, is dated before what the log had reached."""
    with register.begin() as uow:
        reached = _last_audit(uow)
        latest = reached.at if reached else None
        for event in _since(uow, reached.sequence if reached else 0):
            if event.name.startswith(_DATED_BY_ARRIVAL):
                continue
            if latest is not None and event.at < latest - TOLERANCE:
                yield Finding(KIND, SUBJECT, f"event {event.sequence} is dated {_span(latest - event.at)} too early")
                return
            latest = max(latest or event.at, event.at)
    now = clock.now()
    if latest is not None and now < latest - TOLERANCE:
        yield Finding(KIND, SUBJECT, f"the log's newest event lies {_span(latest - now)} in the future")


def _last_audit(uow: UnitOfWork) -> Event | None:
    found, after = None, 0
    while events := uow.events.list(subject=SUBJECT, after=after, limit=_PAGE):
        found = next((event for event in reversed(events) if event.name == COMPLETED), found)
        after = events[-1].sequence
    return found


def _since(uow: UnitOfWork, after: int) -> Iterator[Event]:
    while events := uow.events.list(after=after, limit=_PAGE):
        yield from events
        after = events[-1].sequence


def _span(back: dt.timedelta) -> str:
    return str(dt.timedelta(seconds=round(back.total_seconds())))
