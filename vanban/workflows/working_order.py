"""Documents in working order, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.domain.document import Document
from vanban.domain.queue import QueuePlace, QueueView, place_of
from vanban.ports import UnitOfWork

_READ_AT_ONCE = 500


def in_working_order(view: QueueView, uow: UnitOfWork, *, at_most: int = _READ_AT_ONCE) -> Iterator[Document]:
    """Yield the documents of a view, the most urgent first, then the oldest; read in portions, as asked for.

    ``at_most`` is how many will be asked for, where that is known: no portion is larger.
    """
    place: QueuePlace | None = None
    while found := uow.queue.after(view, place, limit=min(_READ_AT_ONCE, at_most)):
        yield from found
        place = place_of(found[-1])
