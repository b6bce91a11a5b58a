"""What a clerk works through, one after the other: the queue of the clerk's office and the neighbours of a document."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.desk.accounts import Account, Role
from vanban.domain.document import Document, State
from vanban.domain.queue import QueueView, place_of
from vanban.ports import UnitOfWork

TO_CONFIRM = frozenset({State.READ, State.NEEDS_REVIEW})
"""What waits for the clerk to confirm it."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The documents around one in the working order, by id; empty where there is none."""

    previous: str = ""
    following: str = ""
    next_to_do: str = ""
    """Where to go when this one is done: the following one, at the end of the queue what was left before it."""


def whole_queue(account: Account) -> QueueView:
    """Return everything that waits for the clerk."""
    return QueueView(states=TO_CONFIRM, office=account.office)


def neighbours(document: Document, *, account: Account, uow: UnitOfWork) -> Neighbours:
    """Return the documents around this one in the clerk's queue, whether or not it still waits there itself."""
    if account.role is not Role.CLERK:
        return Neighbours()
    view, place = whole_queue(account), place_of(document)
    previous = [one.id for one in uow.queue.before(view, place, limit=1)]
    following = [one.id for one in uow.queue.after(view, place, limit=1)]
    left = following or [one.id for one in uow.queue.after(view, limit=1) if one.id != document.id]
    return Neighbours((previous or [""])[0], (following or [""])[0], (left or [""])[0])
