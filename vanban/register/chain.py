"""The hash chain of events: how a link is made and how the whole is checked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from vanban.domain.evidence import GENESIS, Event, event_digest


def next_event(
    last: tuple[int, str] | None, *, at: dt.datetime, actor: str, name: str, subject: str, data: Mapping[str, Any]
) -> Event:
    """Return the event that follows ``last`` (its sequence and digest; None at the start of the chain).

    ``data`` become plain JSON first, so that what is read back has the same digest.
    """
    sequence, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    at, plain = at.astimezone(dt.UTC), json.loads(json.dumps(dict(data)))
    digest = event_digest(
        sequence=sequence, at=at, actor=actor, name=name, subject=subject, data=plain, previous=previous
    )
    return Event(
        sequence=sequence,
        at=at,
        actor=actor,
        name=name,
        subject=subject,
        data=plain,
        previous=previous,
        digest=digest,
    )


def broken_links(events: Iterable[Event]) -> list[str]:
    """Return one sentence per broken link of a chain given from its start, in order."""
    broken: list[str] = []
    sequence, previous = 0, GENESIS
    for event in events:
        if event.sequence != sequence + 1:
            broken.append(f"Events {sequence + 1} to {event.sequence - 1} are missing.")
        if event.previous != previous:
            broken.append(f"Event {event.sequence} does not follow the event before it.")
        if event.digest != _digest_of(event):
            broken.append(f"Event {event.sequence} was changed after it was written.")
        sequence, previous = event.sequence, event.digest
    return broken


def _digest_of(event: Event) -> str:
    return event_digest(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor,
        name=event.name,
        subject=event.subject,
        data=event.data,
        previous=event.previous,
    )
