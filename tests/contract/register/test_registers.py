"""The registers as they are read. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

from vanban.domain.document import Direction, State
from vanban.ports import Book, OpenedBook, Register


def test_a_book_is_read_line_by_line_with_its_void_numbers(any_register: Register, records) -> None:
    at = records.now + dt.timedelta(hours=1)
    documents = [records.stored(entry=records.entry, state=State.REGISTERED) for _ in range(3)]
    with any_register.begin() as uow:
        for one in documents:
            uow.numbers.take(records.book, document_id=one.id)
        uow.numbers.void(records.book, document_id=documents[1].id, reason="gửi nhầm")
        uow.events.append(at=at, actor="vanthu", name="document.registered", subject=documents[0].id)
        uow.events.append(at=at, actor="vanthu", name="document.sealed", subject=documents[2].id)
        uow.commit()
    with any_register.begin() as uow:
        lines = uow.registers.lines(records.book)
        assert [(line.number, line.document_id, line.void_reason) for line in lines] == [
            (1, documents[0].id, ""), (2, documents[1].id, "gửi nhầm"), (3, documents[2].id, ""),
        ]  # fmt: skip
        assert lines[0].entry == records.entry
        assert (lines[0].state, lines[0].received_at) == (State.REGISTERED, documents[0].received_at)
        assert [line.registered_at for line in lines] == [at, None, None]
        assert [line.sealed_at for line in lines] == [None, None, at]
        assert [line.number for line in uow.registers.lines(records.book, after=1, limit=1)] == [2]
        assert uow.registers.lines(dataclasses.replace(records.book, year=2025)) == []


def test_books_that_have_begun_are_listed_the_newest_year_first(any_register: Register, records) -> None:
    one, two = records.stored().id, records.stored().id
    older = Book("van-phong", Direction.OUTGOING, 2025)
    other = Book("phong-khac", Direction.INCOMING, 2026)
    copies = Book("van-phong", Direction.OUTGOING, 2025, series="SY")
    with any_register.begin() as uow:
        for book in (older, copies, other, records.book):
            uow.numbers.take(book, document_id=one)
        uow.numbers.take(records.book, document_id=two)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.registers.books() == [
            OpenedBook(other, 1), OpenedBook(records.book, 2), OpenedBook(older, 1), OpenedBook(copies, 1),
        ]  # fmt: skip
        assert [line.document_id for line in uow.registers.lines(copies)] == [one]
        assert uow.registers.books(office="phong-khac") == [OpenedBook(other, 1)]
