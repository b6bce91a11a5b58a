"""The registers as they are read. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.book_lines import BookClosing
from vanban.domain.document import Direction, State
from vanban.domain.errors import RefusedError, StaleStateError
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


def closing(book: Book, records, **fields) -> BookClosing:
    usual = {
        "office": book.office, "direction": book.direction, "year": book.year, "closed_by": "vanthu",
        "closed_at": records.now, "last": 2, "voided": 1, "missing": 0, "pdf_sha256": "a" * 64,
    }  # fmt: skip
    return BookClosing(**usual | fields)


def two_numbers(any_register: Register, records) -> list[str]:
    """Two documents with numbers of the book, the second void."""
    ids = [records.stored(entry=records.entry, state=State.REGISTERED).id for _ in range(2)]
    with any_register.begin() as uow:
        for one in ids:
            uow.numbers.take(records.book, document_id=one)
        uow.numbers.void(records.book, document_id=ids[1], reason="gửi nhầm")
        uow.commit()
    return ids


def test_a_book_is_closed_once_and_only_with_its_true_figures(any_register: Register, records) -> None:
    two_numbers(any_register, records)
    for wrong in ({"last": 3}, {"voided": 0}):
        with any_register.begin() as uow, pytest.raises(StaleStateError):
            uow.registers.close(closing(records.book, records, **wrong))
    with any_register.begin() as uow:
        assert uow.registers.closing(records.book) is None
        assert uow.registers.close(closing(records.book, records))
        uow.commit()
    with any_register.begin() as uow:
        assert not uow.registers.close(closing(records.book, records, closed_by="khac"))
        assert uow.registers.closing(records.book) == closing(records.book, records)


def test_the_books_of_one_year_are_closed_each_for_itself(any_register: Register, records) -> None:
    copies = dataclasses.replace(records.book, direction=Direction.OUTGOING, series="sao")
    others = dataclasses.replace(copies, series="")
    one, two = (records.stored(entry=records.entry, state=State.REGISTERED).id for _ in range(2))
    with any_register.begin() as uow:
        uow.numbers.take(copies, document_id=one)
        uow.commit()
    closed = closing(copies, records, series="sao", last=1, voided=0)
    with any_register.begin() as uow:
        assert uow.registers.close(closed)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.registers.closing(copies) == closed
        assert uow.registers.closing(others) is None
        assert uow.numbers.take(others, document_id=two) == 1
        with pytest.raises(RefusedError):
            uow.numbers.take(copies, document_id=two)


def test_nothing_of_a_closed_book_changes_and_what_is_not_of_it_does(any_register: Register, records) -> None:
    held, voided = two_numbers(any_register, records)
    late = records.stored().id
    with any_register.begin() as uow:
        uow.registers.close(closing(records.book, records))
        uow.commit()
    for change in (
        lambda uow: uow.numbers.take(records.book, document_id=late),
        lambda uow: uow.numbers.void(records.book, document_id=held, reason="muộn"),
        lambda uow: _entry(uow, held, records, code_number="06"),
        lambda uow: _entry(uow, held, records, issued_date=dt.date(2026, 3, 2)),
        lambda uow: _entry(uow, held, records, arrival_number=99),
    ):
        with any_register.begin() as uow, pytest.raises(RefusedError):
            change(uow)
    with any_register.begin() as uow:
        assert uow.numbers.take(records.book, document_id=held) == 1
        assert uow.numbers.take(dataclasses.replace(records.book, year=2027), document_id=late) == 1
        _entry(uow, held, records, due_date=dt.date(2026, 5, 1), trace_header_list="giao")
        _entry(uow, voided, records, code_number="07")
        uow.commit()
    with any_register.begin() as uow:
        assert uow.numbers.list(records.book) == [(1, held, ""), (2, voided, "gửi nhầm")]


def _entry(uow, document_id: str, records, **fields) -> None:
    entry = dataclasses.replace(records.entry, **fields)
    uow.documents.change(document_id, expect=State.REGISTERED, entry=entry)
