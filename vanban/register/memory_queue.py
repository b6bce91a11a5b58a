"""The queue of waiting documents, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.document import Document
from vanban.domain.queue import QueuePlace, QueueView, place_of, queue_text
from vanban.domain.sealed_alone import sealed_alone
from vanban.register.folding import fold
from vanban.register.memory_state import Drafting


class MemoryQueue:
    """``vanban.ports.Queue``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def after(self, view: QueueView, place: QueuePlace | None = None, *, limit: int) -> Sequence[Document]:
        """Return the documents that follow a place, from the first on without one."""
        return [one for one in self._seen(view) if place is None or place_of(one) > place][:limit]

    def before(self, view: QueueView, place: QueuePlace, *, limit: int) -> Sequence[Document]:
        """Return the documents that stand before a place, the nearest first."""
        return [one for one in reversed(self._seen(view)) if place_of(one) < place][:limit]

    def length(self, view: QueueView) -> int:
        """Return how many there are."""
        return len(self._seen(view))

    def _seen(self, view: QueueView) -> list[Document]:
        documents = self._transaction.state.documents.values()
        return sorted((one for one in documents if _is_seen(one, view)), key=place_of)


def _is_seen(document: Document, view: QueueView) -> bool:
    return (
        document.state in view.states
        and view.office in ("", document.office)
        and view.direction in (None, document.direction)
        and view.urgency in (None, document.urgency)
        and view.sealed_alone in (None, sealed_alone(document.entry.type_name) is not None)
        and all(word in fold(queue_text(document)) for word in fold(view.words).split())
    )
