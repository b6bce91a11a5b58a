"""The registers as they are read, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from vanban.domain.book_lines import BookClosing, BookLine
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.ports import Book, OpenedBook
from vanban.register.book_rows import key_of, lock_book, of_book
from vanban.register.book_tables import book_closings
from vanban.register.documents import ENTRY_FIELDS
from vanban.register.rules import LINE_EVENTS, book_moved_on
from vanban.register.tables import documents, events, issued_numbers, number_counters
from vanban.register.transaction import Transaction

_CLOSING_FIELDS = tuple(field.name for field in dataclasses.fields(BookClosing) if field.name != "series")
"""The series stands with the direction, as in the key of its book."""


class PostgresRegisters:
    """``vanban.ports.Registers``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def books(self, *, office: str = "") -> Sequence[OpenedBook]:
        """Return the books that have begun, the newest year first, by office and direction."""
        table = number_counters
        query = (
            sa.select(table).where(table.c.last > 0).order_by(table.c.year.desc(), table.c.office, table.c.direction)
        )
        if office:
            query = query.where(table.c.office == office)
        return [OpenedBook(_book_of(row), int(row["last"])) for row in self._transaction.read(query).mappings()]

    def lines(self, book: Book, *, after: int = 0, limit: int = 500) -> Sequence[BookLine]:
        """Return the lines with a number above ``after``, ascending."""
        given = issued_numbers
        query = (
            sa.select(given.c.number, given.c.document_id, given.c.void_reason)
            .add_columns(documents.c.state, documents.c.received_at, *(documents.c[name] for name in ENTRY_FIELDS))
            .join(documents, documents.c.id == given.c.document_id)
            .where(*of_book(given, book), given.c.number > after)
            .order_by(given.c.number)
            .limit(limit)
        )
        rows = self._transaction.read(query).mappings().all()
        moments = self._moments([row["document_id"] for row in rows])
        return [_line_of(row, moments.get(row["document_id"], {})) for row in rows]

    def close(self, closing: BookClosing) -> bool:
        """Close a book for good; False if it was closed before, which stays."""
        book = Book(closing.office, closing.direction, closing.year, closing.series)
        last = lock_book(book, self._transaction)
        if self.closing(book) is not None:
            return False
        # A void takes the writers' lock and not the book's: counted under both, nothing comes between.
        of_it = (*of_book(issued_numbers, book), issued_numbers.c.void_reason != "")
        voided = self._transaction.write(sa.select(sa.func.count()).select_from(issued_numbers).where(*of_it))
        if (last, int(voided.scalar_one())) != (closing.last, closing.voided):
            raise book_moved_on(book)
        row = {name: getattr(closing, name) for name in _CLOSING_FIELDS} | key_of(book)
        self._transaction.write(sa.insert(book_closings).values(**row))
        return True

    def closing(self, book: Book) -> BookClosing | None:
        """Return how a book was closed, if it was."""
        query = sa.select(book_closings).where(*of_book(book_closings, book))
        row = self._transaction.read(query).mappings().first()
        if row is None:
            return None
        said = {name: row[name] for name in _CLOSING_FIELDS}
        said |= {"direction": book.direction, "series": book.series, "closed_at": row["closed_at"].astimezone(dt.UTC)}
        return BookClosing(**said)

    def _moments(self, document_ids: Sequence[str]) -> Mapping[str, Mapping[str, dt.datetime]]:
        """Return when each document was registered and sealed, the last time where it was twice."""
        query = (
            sa.select(events.c.subject, events.c.name, sa.func.max(events.c.at))
            .where(events.c.subject.in_(document_ids), events.c.name.in_(LINE_EVENTS.values()))
            .group_by(events.c.subject, events.c.name)
        )
        found: dict[str, dict[str, dt.datetime]] = {}
        for subject, name, at in self._transaction.read(query):
            found.setdefault(subject, {})[name] = at.astimezone(dt.UTC)
        return found


def _book_of(row: Mapping[Any, Any]) -> Book:
    # A series stands with the direction (``PostgresNumbers``).
    direction, _, series = row["direction"].partition("/")
    return Book(row["office"], Direction(direction), row["year"], series=series)


def _line_of(row: Mapping[Any, Any], moments: Mapping[str, dt.datetime]) -> BookLine:
    return BookLine(
        number=int(row["number"]),
        document_id=row["document_id"],
        void_reason=row["void_reason"],
        state=State(row["state"]),
        received_at=row["received_at"].astimezone(dt.UTC),
        entry=RegisterEntry(**{name: row[name] for name in ENTRY_FIELDS}),
        **{field: moments.get(name) for field, name in LINE_EVENTS.items()},
    )
