"""The queue of documents that wait for a person, a page at a time: it stays usable with ten thousand of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vanban.domain.document import Document
from vanban.domain.queue import QueuePlace, QueueView


class Queue(Protocol):
    """Waiting documents in working order; ordered, filtered and limited where they are stored."""

    def after(self, view: QueueView, place: QueuePlace | None = None, *, limit: int) -> Sequence[Document]:
        """Return the documents that follow a place, from the first on without one."""

    def before(self, view: QueueView, place: QueuePlace, *, limit: int) -> Sequence[Document]:
        """Return the documents that stand before a place, the nearest first."""

    def length(self, view: QueueView) -> int:
        """Return how many there are."""
