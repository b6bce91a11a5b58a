"""The registers as they are read, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.book_lines import BookClosing, BookLine
from vanban.domain.document import Document
from vanban.ports import Book, OpenedBook
from vanban.register.memory_state import Drafting, MemoryState
from vanban.register.rules import KEPT_WHEN_CLOSED, LINE_EVENTS, book_closed, book_moved_on


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

    def close(self, closing: BookClosing) -> bool:
        """Close a book for good; False if it was closed before, which stays."""
        draft = self._transaction.draft()
        book = Book(closing.office, closing.direction, closing.year, closing.series)
        if book in draft.book_closings:
            return False
        lines = draft.numbers.get(book, ())
        if (lines[-1][0] if lines else 0, sum(bool(line[2]) for line in lines)) != (closing.last, closing.voided):
            raise book_moved_on(book)
        draft.book_closings[book] = closing
        return True

    def closing(self, book: Book) -> BookClosing | None:
        """Return how a book was closed, if it was."""
        return self._transaction.state.book_closings.get(book)


def check_open(book: Book, state: MemoryState) -> None:
    """Refuse what would change a closed book."""
    if book in state.book_closings:
        raise book_closed(book)


def check_number_kept(before: Document, after: Document, state: MemoryState) -> None:
    """Refuse to change number, symbol or dates of what holds a number of a closed book."""
    if all(getattr(before.entry, name) == getattr(after.entry, name) for name in KEPT_WHEN_CLOSED):
        return
    for book in state.book_closings:
        if any(holder == before.id and not reason for _, holder, reason in state.numbers[book]):
            raise book_closed(book)
