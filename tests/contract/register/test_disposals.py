"""Disposal lists: decided once, by a second person. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.disposal import DisposalItem, DisposalList, ItemState, ListState
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture
def listed(any_register: Register, records) -> DisposalList:
    items = tuple(
        DisposalItem(
            document_id=records.stored().id,
            kind="giấy mời",
            number="05/GM-UBND",
            issued="2010-03-01",
            subject="Về việc họp",
            code="GM",
            term="10 năm",
            basis="quy định tạm",
            last_day="2020-12-31",
            objects={"aip/1/inventory.json": "1" * 64},
        )
        for _ in range(2)
    )
    one = DisposalList("l1", "luutru", NOW, "hết thời hạn", items)
    with any_register.begin() as uow:
        uow.disposals.add(one)
        uow.commit()
    return one


def test_a_list_comes_back_as_it_was_proposed(any_register: Register, listed: DisposalList) -> None:
    with any_register.begin() as uow:
        assert uow.disposals.get("l1") == listed
        assert uow.disposals.list() == [listed]
        assert uow.disposals.tombstones() == {}
        with pytest.raises(NotFoundError):
            uow.disposals.get("unknown")


def test_it_is_decided_once_and_by_a_second_person(any_register: Register, listed: DisposalList) -> None:
    said = {"at": LATER, "words": "đồng ý", "manifest_sha256": "2" * 64, "page_sha256": "3" * 64}
    with any_register.begin() as uow, pytest.raises(RefusedError):
        uow.disposals.decide("l1", ListState.APPROVED, by="luutru", **said)
    with any_register.begin() as uow:
        assert uow.disposals.decide("l1", ListState.APPROVED, by="lanhdao", **said) is True
        assert uow.disposals.decide("l1", ListState.WITHDRAWN, by="khac", **said) is False
        uow.commit()
    with any_register.begin() as uow:
        approved = uow.disposals.get("l1")
        assert (approved.state, approved.decided_by, approved.decided_at) == (ListState.APPROVED, "lanhdao", LATER)
        assert (approved.decision, approved.manifest_sha256, approved.page_sha256) == ("đồng ý", "2" * 64, "3" * 64)
        assert approved.items == listed.items


def test_who_proposed_a_list_may_withdraw_it(any_register: Register, listed: DisposalList) -> None:
    with any_register.begin() as uow:
        assert uow.disposals.decide("l1", ListState.WITHDRAWN, by="luutru", at=LATER, words="nhầm") is True
        uow.disposals.close("l1", at=LATER)
        assert uow.disposals.get("l1").state is ListState.WITHDRAWN


def test_what_became_of_each_record_is_noted(any_register: Register, listed: DisposalList) -> None:
    first, second = listed.items
    gone = dataclasses.replace(first, state=ItemState.DISPOSED, tombstone_sha256="4" * 64, settled_at=LATER)
    kept = dataclasses.replace(second, state=ItemState.KEPT, note="lệnh giữ", settled_at=LATER)
    with any_register.begin() as uow:
        uow.disposals.decide("l1", ListState.APPROVED, by="lanhdao", at=LATER, words="")
        uow.disposals.settle("l1", gone)
        uow.disposals.settle("l1", kept)
        uow.disposals.close("l1", at=LATER)
        uow.commit()
    with any_register.begin() as uow:
        done = uow.disposals.get("l1")
        assert (done.items, done.state, done.closed_at) == ((gone, kept), ListState.CARRIED_OUT, LATER)
        assert uow.disposals.tombstones() == {first.document_id: ("l1", gone)}


def test_the_holders_of_bytes_are_known(any_register: Register, records) -> None:
    one, two = records.stored(), records.stored()
    with any_register.begin() as uow:
        for document, digest in ((one, "7"), (two, "7"), (two, "8")):
            uow.evidence.add(document.id, role="original", sha256=digest * 64, at=NOW)
        uow.commit()
    with any_register.begin() as uow:
        assert sorted(uow.evidence.holders("7" * 64)) == sorted([one.id, two.id])
        assert uow.evidence.holders("9" * 64) == []
