"""Rows of one book: its key, its lock, and whether it is closed. For what gives numbers and what closes books."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.ports import Book
from vanban.register.book_tables import book_closings
from vanban.register.rules import book_closed
from vanban.register.tables import number_counters
from vanban.register.transaction import Transaction


def key_of(book: Book) -> dict[str, str | int]:
    """Return a book as the columns of its key."""
    # A series stands with the direction, so that the books that were there before it keep their keys.
    direction = f"{book.direction.value}/{book.series}" if book.series else book.direction.value
    return {"office": book.office, "direction": direction, "year": book.year}


def of_book(table: sa.Table, book: Book) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what the rows of a book fulfil."""
    return tuple(table.c[name] == value for name, value in key_of(book).items())


def lock_book(book: Book, transaction: Transaction) -> int:
    """Lock the book's counter to the end of the transaction and return its last number."""
    transaction.reserve(insert(number_counters).values(**key_of(book), last=0).on_conflict_do_nothing())
    query = sa.select(number_counters.c.last).where(*of_book(number_counters, book)).with_for_update()
    return int(transaction.reserve(query).scalar_one())


def check_open(book: Book, transaction: Transaction) -> None:
    """Refuse what would change a closed book; a trigger refuses it too, but says less."""
    if transaction.read(sa.select(book_closings.c.year).where(*of_book(book_closings, book))).first() is not None:
        raise book_closed(book)
