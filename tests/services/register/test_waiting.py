"""Who waits for whom: writers take turns, but a draft being numbered keeps only its book."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading

import pytest

from vanban.domain.document import Direction, State
from vanban.domain.errors import ServiceUnavailableError
from vanban.ports import Book
from vanban.register.postgres_register import PostgresRegister

pytestmark = pytest.mark.services
NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
BOOK = Book(office="van-phong", direction=Direction.OUTGOING, year=2026)


@pytest.fixture
def hasty(register):
    other = PostgresRegister(register._url, patience_seconds=0.3)
    yield other
    other.close()


def test_a_number_being_taken_keeps_its_book_only(register, hasty, store_document) -> None:
    slow, quick, third = (store_document(register) for _ in range(3))
    with register.begin() as numbering:
        assert numbering.numbers.take(BOOK, document_id=slow.id) == 1
        with hasty.begin() as uow:
            uow.documents.change(quick.id, expect=State.RECEIVED, state=State.READ)
            uow.numbers.take(dataclasses.replace(BOOK, direction=Direction.INCOMING), document_id=quick.id)
            uow.events.append(at=NOW, actor="x", name="document.read", subject=quick.id)
            uow.commit()
        with hasty.begin() as uow, pytest.raises(ServiceUnavailableError):
            uow.numbers.take(BOOK, document_id=third.id)
        numbering.documents.change(slow.id, expect=State.RECEIVED, note="numbered")
        numbering.commit()
    with hasty.begin() as uow:
        assert uow.numbers.take(BOOK, document_id=third.id) == 2


def test_voiding_does_not_wait_for_the_book(register, hasty, store_document) -> None:
    returned, slow = store_document(register), store_document(register)
    with register.begin() as uow:
        uow.numbers.take(BOOK, document_id=returned.id)
        uow.commit()
    with register.begin() as numbering:
        numbering.numbers.take(BOOK, document_id=slow.id)
        with hasty.begin() as uow:
            uow.numbers.void(BOOK, document_id=returned.id, reason="tra lai")
            uow.commit()
        numbering.commit()
    with register.begin() as uow:
        assert uow.numbers.list(BOOK) == [(1, returned.id, "tra lai"), (2, slow.id, "")]


def test_a_circle_is_ended_with_an_error_that_may_be_retried(register, store_document) -> None:
    one, two = store_document(register), store_document(register)
    ready = threading.Barrier(2)
    outcomes: list[bool] = []

    def number_then_write() -> None:
        with register.begin() as uow:
            uow.numbers.take(BOOK, document_id=one.id)
            ready.wait()
            uow.documents.change(one.id, expect=State.RECEIVED, note="a")
            uow.commit()

    def write_then_number() -> None:
        with register.begin() as uow:
            uow.documents.change(two.id, expect=State.RECEIVED, note="b")
            ready.wait()
            uow.numbers.take(BOOK, document_id=two.id)
            uow.commit()

    def run(step) -> None:
        try:
            step()
        except ServiceUnavailableError as error:
            outcomes.append(not error.retryable)
        else:
            outcomes.append(True)

    threads = [threading.Thread(target=run, args=(step,)) for step in (number_then_write, write_then_number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == [False, True]
    with register.begin() as uow:
        assert [number for number, _, _ in uow.numbers.list(BOOK)] == [1]
