"""The codes of issued documents. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import pytest

from vanban.domain.errors import NotFoundError
from vanban.domain.publishing import PublicCode, new_code
from vanban.ports import Register


def test_a_code_finds_its_document_and_the_first_one_stays(any_register: Register, records) -> None:
    one, other = records.stored(), records.stored()
    first = PublicCode(one.id, new_code(), records.now, "vanthu")
    with any_register.begin() as uow:
        assert uow.public_codes.add(first) == first
        assert uow.public_codes.add(PublicCode(one.id, new_code(), records.now, "khac")) == first
        uow.commit()
    with any_register.begin() as uow:
        assert uow.public_codes.of(one.id) == uow.public_codes.find(first.code) == first
        assert uow.public_codes.of(other.id) is None
        assert uow.public_codes.find(new_code()) is None
        assert uow.public_codes.find("\x00 khong phai") is None


def test_a_code_of_no_document_is_refused(any_register: Register, records) -> None:
    with any_register.begin() as uow:
        uow.public_codes.add(PublicCode("nothing", new_code(), records.now, "vanthu"))
        with pytest.raises(NotFoundError):
            uow.commit()
