"""Gapless arrival and issue numbers, in PostgreSQL: a locked counter row per book, never a database sequence.

NĐ 30/2020, Điều 15 and 22: numbers run from 1 on 1 January to 31 December without a gap; a void one keeps its row.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from vanban.ports import Book
from vanban.register.book_rows import check_open, key_of, lock_book, of_book
from vanban.register.rules import check_void_reason, no_number
from vanban.register.tables import issued_numbers, number_counters
from vanban.register.transaction import Transaction


class PostgresNumbers:
    """``vanban.ports.Numbers``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def take(self, book: Book, *, document_id: str) -> int:
        """Return the next number, or the number this document already holds in the book.

        Keeps the book, and only the book, from others to the end of the unit of work: call it before other changes.
        """
        last = lock_book(book, self._transaction)
        held = self._held(book, document_id)
        if held is not None:
            return held
        check_open(book, self._transaction)
        number = last + 1
        self._transaction.reserve(sa.update(number_counters).where(*of_book(number_counters, book)).values(last=number))
        self._transaction.reserve(
            sa.insert(issued_numbers).values(**key_of(book), number=number, document_id=document_id, void_reason="")
        )
        return number

    def void(self, book: Book, *, document_id: str, reason: str) -> None:
        """Mark the number the document holds as void; if it is void already, the first reason stays.

        Raises:
            NotFoundError: if the document never had a number in the book.
            RefusedError: if no reason is given.
        """
        check_void_reason(reason)
        of_document = (*of_book(issued_numbers, book), issued_numbers.c.document_id == document_id)
        if self._transaction.read(sa.select(issued_numbers.c.number).where(*of_document)).first() is None:
            raise no_number(document_id)
        check_open(book, self._transaction)
        held = sa.update(issued_numbers).where(*of_document, issued_numbers.c.void_reason == "")
        self._transaction.write(held.values(void_reason=reason.strip()))

    def list(self, book: Book) -> Sequence[tuple[int, str, str]]:
        """Return (number, document id, void reason or empty), ascending."""
        table = issued_numbers
        query = sa.select(table.c.number, table.c.document_id, table.c.void_reason).where(*of_book(table, book))
        rows = self._transaction.read(query.order_by(table.c.number))
        return [(int(number), str(document_id), str(reason)) for number, document_id, reason in rows]

    def _held(self, book: Book, document_id: str) -> int | None:
        query = sa.select(issued_numbers.c.number).where(
            *of_book(issued_numbers, book),
            issued_numbers.c.document_id == document_id,
            issued_numbers.c.void_reason == "",
        )
        number = self._transaction.read(query).scalar()
        return None if number is None else int(number)
