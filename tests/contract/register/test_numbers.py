"""Gapless numbers. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanban.domain.document import Direction
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.ports import Book, Register


def test_numbers_run_from_one_in_each_book(any_register: Register, records) -> None:
    ids = [records.stored().id for _ in range(3)]
    other = Book(office="van-phong", direction=Direction.OUTGOING, year=2026)
    with any_register.begin() as uow:
        assert [uow.numbers.take(records.book, document_id=one) for one in ids] == [1, 2, 3]
        assert uow.numbers.take(records.book, document_id=ids[1]) == 2
        assert uow.numbers.take(other, document_id=ids[2]) == 1
        uow.commit()
    with any_register.begin() as uow:
        assert uow.numbers.list(records.book) == [(1, ids[0], ""), (2, ids[1], ""), (3, ids[2], "")]
        assert uow.numbers.take(dataclasses.replace(records.book, year=2027), document_id=ids[0]) == 1


def test_a_void_number_keeps_its_row_and_is_never_given_again(any_register: Register, records) -> None:
    one, two = records.stored().id, records.stored().id
    with any_register.begin() as uow:
        uow.numbers.take(records.book, document_id=one)
        uow.numbers.void(records.book, document_id=one, reason="ký không thành")
        uow.numbers.void(records.book, document_id=one, reason="lần hai")
        assert uow.numbers.take(records.book, document_id=two) == 2
        assert uow.numbers.take(records.book, document_id=one) == 3
        assert uow.numbers.list(records.book) == [(1, one, "ký không thành"), (2, two, ""), (3, one, "")]
        with pytest.raises(RefusedError):
            uow.numbers.void(records.book, document_id=two, reason="  ")
        with pytest.raises(NotFoundError):
            uow.numbers.void(records.book, document_id="unknown", reason="x")


def test_eight_clerks_at_once_leave_no_gap(any_register: Register, records) -> None:
    ids = [records.stored().id for _ in range(24)]

    def register_some(worker: int) -> None:
        for position, document_id in enumerate(ids[worker::8]):
            with any_register.begin() as uow:
                uow.numbers.take(records.book, document_id=document_id)
                if position == worker % 3:
                    continue  # left without commit: the number goes to the next
                uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(register_some, range(8)))
    with any_register.begin() as uow:
        numbers = uow.numbers.list(records.book)
    assert [number for number, _, _ in numbers] == list(range(1, 17))
    assert len({document_id for _, document_id, _ in numbers}) == 16


STEP = st.tuples(st.integers(0, 4), st.sampled_from(["take", "void"]), st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=10))
def test_numbers_stay_gapless_whatever_is_taken_voided_or_rolled_back(
    any_register: Register, records, steps: list[tuple[int, str, bool]]
) -> None:
    book = dataclasses.replace(records.book, year=records.next_number())
    ids = [records.stored().id for _ in range(5)]
    held: dict[str, int] = {}
    expected: list[tuple[int, str, str]] = []
    for who, what, keep in steps:
        with any_register.begin() as uow:
            if what == "take":
                number = uow.numbers.take(book, document_id=ids[who])
                assert number == held.get(ids[who], len(expected) + 1)
                if keep and ids[who] not in held:
                    held[ids[who]] = number
                    expected.append((number, ids[who], ""))
            elif any(holder == ids[who] for _, holder, _ in expected):
                uow.numbers.void(book, document_id=ids[who], reason="hủy")
                if keep and ids[who] in held:
                    voided = held.pop(ids[who])
                    expected[voided - 1] = (voided, ids[who], "hủy")
            if keep:
                uow.commit()
    with any_register.begin() as uow:
        assert uow.numbers.list(book) == expected
    assert [number for number, _, _ in expected] == list(range(1, len(expected) + 1))
