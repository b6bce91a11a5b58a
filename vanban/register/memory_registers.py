"""The registers as they are read, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.book_lines import BookLine
from vanban.ports import Book, OpenedBook
from vanban.register.memory_state import Drafting
from vanban.register.rules import LINE_EVENTS


class MemoryRegisters:
    """``vanban.ports.Registers``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def books(self, *, office: str = "") -> Sequence[OpenedBook]:
        """Return the books that have begun, the newest year first, by office and direction."""
        found = [
            OpenedBook(book, lines[-1][0])
            for book, lines in self._transaction.state.numbers.items()
            if lines and office in ("", book.office)
        ]
        return sorted(
            found, key=lambda one: (-one.book.year, one.book.office, one.book.direction.value, one.book.series)
        )

    def lines(self, book: Book, *, after: int = 0, limit: int = 500) -> Sequence[BookLine]:
        """Return the lines with a number above ``after``, ascending."""
        given = [line for line in self._transaction.state.numbers.get(book, ()) if line[0] > after]
        return [self._line(*line) for line in given[:limit]]

    def _line(self, number: int, document_id: str, void_reason: str) -> BookLine:
        state = self._transaction.state
        document = state.documents[document_id]
        moments = {one.name: one.at for one in state.events if one.subject == document_id}
        return BookLine(
            number=number,
            document_id=document_id,
            void_reason=void_reason,
            state=document.state,
            received_at=document.received_at,
            entry=document.entry,
            **{field: moments.get(name) for field, name in LINE_EVENTS.items()},
        )
