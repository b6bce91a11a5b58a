"""Copies and their numbers. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses

import pytest

from vanban.domain.copies import COPY_SERIES, Copy
from vanban.domain.document import Direction
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.sealed_alone import SealedAlone
from vanban.ports import Book, Register


@pytest.fixture
def made(records):
    def make(source_id: str, **fields) -> Copy:
        usual = {"id": records.stored().id, "form": SealedAlone.EXTRACT, "pages": (1, 3), "by": "vanthu"}
        return Copy(
            **usual | {"source_id": source_id, "at": records.now, "request_id": f"r{records.next_number()}"} | fields
        )

    return make


def test_copies_are_found_from_either_side_and_by_their_request(any_register: Register, records, made) -> None:
    source, other = records.stored(), records.stored()
    first, second = made(source.id), made(source.id, form=SealedAlone.CERTIFIED_COPY, pages=())
    with any_register.begin() as uow:
        uow.copies.add(first)
        uow.copies.add(second)
        uow.commit()
    with any_register.begin() as uow:
        assert list(uow.copies.made_of(source.id)) == [first, second]
        assert list(uow.copies.made_of(other.id)) == []
        assert uow.copies.count() == 2
        assert (uow.copies.of(first.id), uow.copies.of(source.id)) == (first, None)
        assert (uow.copies.requested(second.request_id), uow.copies.requested("other")) == (second, None)
        with pytest.raises(RefusedError):
            uow.copies.add(dataclasses.replace(made(source.id), request_id=first.request_id))


def test_a_copy_needs_its_document(any_register: Register, records, made) -> None:
    one = dataclasses.replace(made(records.stored().id), id="no-such-document")
    with any_register.begin() as uow:
        uow.copies.add(one)
        with pytest.raises(NotFoundError):
            uow.commit()


def test_copies_have_numbers_of_their_own(any_register: Register, records) -> None:
    issued = Book("van-phong", Direction.OUTGOING, 2026)
    copies = dataclasses.replace(issued, series=COPY_SERIES)
    one, two, three = records.stored(), records.stored(), records.stored()
    with any_register.begin() as uow:
        assert uow.numbers.take(issued, document_id=one.id) == 1
        assert uow.numbers.take(copies, document_id=two.id) == 1
        assert uow.numbers.take(copies, document_id=three.id) == 2
        uow.numbers.void(copies, document_id=two.id, reason="nhầm")
        assert list(uow.numbers.list(issued)) == [(1, one.id, "")]
        assert list(uow.numbers.list(copies)) == [(1, two.id, "nhầm"), (2, three.id, "")]
        uow.commit()
