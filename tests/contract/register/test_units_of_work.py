"""One transaction on the register: all of it or nothing. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vanban.domain.batch import Batch, BatchItem, Purpose
from vanban.domain.errors import NotFoundError
from vanban.ports import Register


def test_nothing_is_kept_without_commit(any_register: Register, records) -> None:
    one = records.document()
    with any_register.begin() as uow:
        uow.documents.add(one)
        uow.numbers.take(records.book, document_id=one.id)
        uow.events.append(at=records.now, actor="vanthu", name="document.received", subject=one.id)
        assert uow.documents.get(one.id) == one
    with any_register.begin() as uow:
        with pytest.raises(NotFoundError):
            uow.documents.get(one.id)
        assert uow.numbers.list(records.book) == []
        assert uow.events.list() == []


def test_an_error_rolls_back(any_register: Register, records) -> None:
    def fail_halfway() -> None:
        with any_register.begin() as uow:
            uow.intake.add(records.item())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with any_register.begin() as uow:
        assert sum(uow.intake.counts().values()) == 0


def test_a_unit_of_work_goes_on_after_commit(any_register: Register, records) -> None:
    first, second, third = records.document(), records.document(), records.document()
    with any_register.begin() as uow:
        uow.documents.add(first)
        uow.commit()
        uow.documents.add(second)
        uow.commit()
        uow.documents.add(third)
    with any_register.begin() as uow:
        assert [one.id for one in uow.documents.list()] == [first.id, second.id]


def test_others_see_only_what_is_committed(any_register: Register, records) -> None:
    one = records.document()
    with any_register.begin() as writing, any_register.begin() as reading:
        writing.documents.add(one)
        assert reading.documents.list() == []
        writing.commit()
        assert reading.documents.list() == [one]


@pytest.mark.parametrize("part", ["numbers", "evidence", "receipts", "batches"])
def test_what_points_to_no_document_is_not_committed(any_register: Register, records, part: str) -> None:
    with any_register.begin() as uow:
        match part:
            case "numbers":
                uow.numbers.take(records.book, document_id="nobody")
            case "evidence":
                uow.evidence.add("nobody", role="original", sha256="0" * 64, at=records.now)
            case "receipts":
                uow.receipts.add(records.receipt("nobody"))
            case "batches":
                lines = (BatchItem(document_id="nobody", sha256="0" * 64),)
                uow.batches.add(Batch("b", Purpose.SEAL, "van-phong", "vanthu", records.now, lines))
        with pytest.raises(NotFoundError):
            uow.commit()
        assert uow.numbers.list(records.book) == []


def test_errors_say_what_to_do_in_both_languages(any_register: Register) -> None:
    failing: list[Callable[[], object]] = []
    with any_register.begin() as uow:
        failing.append(lambda: uow.documents.get("unknown"))
        failing.append(lambda: uow.batches.get("unknown"))
        for one in failing:
            with pytest.raises(NotFoundError) as caught:
                one()
            assert caught.value.vi != caught.value.en
            assert caught.value.remedy
