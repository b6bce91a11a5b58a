"""The registers as they are read: books of an office and year, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vanban.domain.book_lines import BookLine
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
