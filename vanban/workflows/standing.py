"""How an incoming document stands against its time limit, in the office's time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.clock import HANOI
from vanban.domain.directions import Slip, Standing
from vanban.domain.document import Document
from vanban.ports import UnitOfWork

_OPEN = (Standing.OPEN, Standing.IN_TIME, Standing.OVERDUE)


@dataclass(frozen=True, slots=True)
class Task:
    """A document that was given to somebody and is not finished."""

    document: Document
    slip: Slip
    standing: Standing


def standing_of(slip: Slip, *, now: dt.datetime) -> Standing:
    """Return how a slip stands today, in the office's time zone."""
    finished = slip.result.at.astimezone(HANOI).date() if slip.result else None
    return slip.standing(now.astimezone(HANOI).date(), finished_on=finished)


def open_tasks(names: frozenset[str], *, uow: UnitOfWork, now: dt.datetime) -> Sequence[Task]:
    """Return what was given to a person or unit, by any of its names, and is not finished; the newest first."""
    documents = uow.directions.given_to(names)
    slips = uow.directions.slips([one.id for one in documents])
    tasks = [Task(one, slips[one.id], standing_of(slips[one.id], now=now)) for one in documents]
    return [task for task in tasks if task.standing in _OPEN]
