"""Signing that people began and nobody finished: granted batches still open, and documents signed but never sealed.

A document goes out on the day it is signed, at latest the next working day; an urgent one at once (NĐ 30/2020, Điều
18.1). What waits too long is reminded of: an event in the trail, a notice at the desk and on the command line.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vanban.domain.batch import Batch
from vanban.domain.document import Direction, Document, State, Urgency
from vanban.domain.queue import QueueView
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.working_order import in_working_order

GRANT_PATIENCE = dt.timedelta(minutes=10)
"""A granted batch that is open for longer has no working signing worker, or a service is away."""
_SIGNED, _REMINDED, _UNFINISHED = "document.signed", "document.seal-overdue", "batch.unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRoom:
    """Everything that reminding needs."""

    register: Register
    clock: Clock
    patience: dt.timedelta
    """How long a signed document may wait for the organisation's signature."""
    urgent_patience: dt.timedelta
    """The same for documents with any degree of urgency."""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A document with the person's signature and without the organisation's."""

    document: Document
    signed_at: dt.datetime
    age: dt.timedelta
    overdue: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """A batch with a grant that is not closed."""

    batch: Batch
    granted_at: dt.datetime
    age: dt.timedelta
    overdue: bool


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Everything that was begun, the longest waiting first."""

    granted: tuple[Granted, ...]
    unsealed: tuple[Unsealed, ...]


def unfinished_signing(room: ReminderRoom, *, office: str = "") -> Unfinished:
    """Return what was begun and not finished, with its age. Reads only."""
    with room.register.begin() as uow:
        return _look(uow, room=room, office=office)


def remind(room: ReminderRoom) -> int:
    """Leave a reminder in the trail for whatever waits too long, once for each time of patience; return how many."""
    now = room.clock.now()
    with room.register.begin() as uow:
        found = _look(uow, room=room, office="")
        late = [
            (_REMINDED, one.document.id, one.age, _patience(one.document, room))
            for one in found.unsealed
            if one.overdue
        ]
        late += [(_UNFINISHED, one.batch.id, one.age, GRANT_PATIENCE) for one in found.granted if one.overdue]
        due = [(name, subject, age) for name, subject, age, pause in late if _is_due(name, subject, pause, now, uow)]
        for name, subject, age in due:
            minutes = int(age.total_seconds() // 60)
            uow.events.append(at=now, actor="vanban", name=name, subject=subject, data={"minutes": minutes})
        uow.commit()
    return len(due)


def _look(uow: UnitOfWork, *, room: ReminderRoom, office: str) -> Unfinished:
    now = room.clock.now()
    view = QueueView(states=frozenset({State.SIGNED}), office=office, direction=Direction.OUTGOING)
    documents = list(in_working_order(view, uow))
    signed = uow.events.newest(_SIGNED, [document.id for document in documents])
    since = {
        document.id: signed[document.id].at if document.id in signed else document.received_at for document in documents
    }
    unsealed = [_unsealed(one, since[one.id], now=now, room=room) for one in documents]
    granted = []
    open_ones = uow.batches.list(open_only=True, granted_only=True, office=office, limit=None)
    grants = uow.batches.grants_for([batch.id for batch in open_ones])
    for batch in open_ones:
        given = grants[batch.id].granted_at
        granted.append(Granted(batch, given, now - given, overdue=now - given > GRANT_PATIENCE))
    return Unfinished(
        tuple(sorted(granted, key=lambda one: one.granted_at)), tuple(sorted(unsealed, key=lambda one: one.signed_at))
    )


def _unsealed(document: Document, since: dt.datetime, *, now: dt.datetime, room: ReminderRoom) -> Unsealed:
    return Unsealed(document, since, now - since, overdue=now - since > _patience(document, room))


def _patience(document: Document, room: ReminderRoom) -> dt.timedelta:
    return room.patience if document.urgency is Urgency.NORMAL else room.urgent_patience


def _is_due(name: str, subject: str, pause: dt.timedelta, now: dt.datetime, uow: UnitOfWork) -> bool:
    told = uow.events.newest(name, [subject]).get(subject)
    return told is None or now - told.at > pause
