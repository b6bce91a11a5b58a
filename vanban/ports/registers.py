"""The registers as they are read: books of an office and year, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vanban.domain.book_lines import BookClosing, BookLine
from vanban.ports.books import Book


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """A book in which a number was given."""

    book: Book
    last: int
    """The last number given; there is none missing before it."""


class Registers(Protocol):
    """Reads books without the readings of their documents, so that a year is quick to print."""

    def books(self, *, office: str = "") -> Sequence[OpenedBook]:
        """Return the books that have begun, the newest year first, by office and direction."""

    def lines(self, book: Book, *, after: int = 0, limit: int = 500) -> Sequence[BookLine]:
        """Return the lines with a number above ``after``, ascending; the same line of a voided number too."""

    def close(self, closing: BookClosing) -> bool:
        """Close a book for good; False if it was closed before, which stays.

        From then on ``Numbers`` refuses to give or void a number of it, and ``Documents`` to change the number, symbol
        or dates of what is in it. Call it before other changes: it locks the book as taking a number does.

        Raises:
            StaleStateError: if a number was given or voided since the closing's figures were counted.
        """

    def closing(self, book: Book) -> BookClosing | None:
        """Return how a book was closed, if it was."""
