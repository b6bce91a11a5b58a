"""Who may sign what: rows are added and ended, never changed. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.authority import Authority, Basis
from vanban.domain.batch import Capacity, Purpose
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
DELEGATED = Authority(
    id="row-1",
    account="pho",
    office="van-phong",
    capacity=Capacity.TUQ,
    valid_from=dt.date(2026, 3, 1),
    given_by="lanhdao",
    given_at=NOW,
    valid_until=dt.date(2026, 3, 31),
    kinds=("công văn", "giấy mời"),
    sphere="Văn hóa – Xã hội",
    on_behalf_of="lanhdao",
    basis=Basis("12", "GUQ-UBND", dt.date(2026, 2, 27)),
    delegated_from="row-0",
)
SEAL = Authority(
    id="row-2", account="vanthu", office="phong-khac", capacity=Capacity.DIRECT, valid_from=dt.date(2026, 1, 1),
    given_by="quantri", given_at=NOW, purpose=Purpose.SEAL,
)  # fmt: skip


def test_rows_come_back_as_they_were_given(any_register: Register) -> None:
    with any_register.begin() as uow:
        uow.authorities.add(DELEGATED)
        uow.authorities.add(SEAL)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.authorities.get("row-1") == DELEGATED
        assert uow.authorities.list() == [DELEGATED, SEAL]
        assert uow.authorities.list(office="phong-khac") == [SEAL]
        with pytest.raises(RefusedError):
            uow.authorities.add(dataclasses.replace(SEAL, id="row-1"))
    with any_register.begin() as uow, pytest.raises(NotFoundError):
        uow.authorities.get("unknown")


def test_a_row_is_ended_once(any_register: Register) -> None:
    with any_register.begin() as uow:
        uow.authorities.add(SEAL)
        assert uow.authorities.end("row-2", at=NOW, by="quantri", reason="Nghỉ hưu") is True
        assert uow.authorities.end("row-2", at=NOW + dt.timedelta(days=1), by="another", reason="other") is False
        ended = dataclasses.replace(SEAL, ended_at=NOW, ended_by="quantri", end_reason="Nghỉ hưu")
        assert uow.authorities.list() == [ended]
        with pytest.raises(NotFoundError):
            uow.authorities.end("unknown", at=NOW, by="quantri", reason="x")
