"""Documents in working order, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.domain.document import Document
from vanban.domain.queue import QueuePlace, QueueView, place_of
from vanban.ports import UnitOfWork

_READ_AT_ONCE = 500


def in_working_order(view: QueueView, uow: UnitOfWork) -> Iterator[Document]:
    """Yield the documents of a view, the most urgent first, then the oldest; read in portions, as asked for."""
    place: QueuePlace | None = None
    while found := uow.queue.after(view, place, limit=_READ_AT_ONCE):
        yield from found
        place = place_of(found[-1])
