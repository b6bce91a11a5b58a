"""The ledger of claims. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from vanban.domain.document import Direction
from vanban.domain.errors import DuplicateError, RefusedError
from vanban.domain.intake import Disposition
from vanban.ports import Register


def test_the_first_outcome_of_a_claim_stays(any_register: Register, records) -> None:
    first = records.item(disposition=Disposition.QUARANTINED, reason="truncated", document_id="")
    again = dataclasses.replace(first, disposition=Disposition.ACCEPTED, reason="")
    with any_register.begin() as uow:
        assert uow.intake.add(first) == first
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.add(again) == first
        assert uow.intake.get(first.claim_id) == first
        assert uow.intake.get("unknown") is None


def test_the_same_bytes_are_accepted_once(any_register: Register, records) -> None:
    first = records.item()
    second = records.item(sha256=first.sha256)
    with any_register.begin() as uow:
        uow.intake.add(first)
        uow.commit()
    with any_register.begin() as uow:
        with pytest.raises(DuplicateError) as caught:
            uow.intake.add(second)
        assert caught.value.document_id == first.document_id
        duplicate = dataclasses.replace(
            second, disposition=Disposition.DUPLICATE, reason="duplicate", document_id=caught.value.document_id
        )
        assert uow.intake.add(duplicate) == duplicate
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.accepted(first.sha256) == first
        assert uow.intake.accepted("f" * 64) is None
        assert uow.intake.counts() == {
            Disposition.ACCEPTED: 1,
            Disposition.DUPLICATE: 1,
            Disposition.QUARANTINED: 0,
            Disposition.SUSPECT: 0,
        }


def test_an_accepted_claim_that_comes_again_is_no_duplicate_of_itself(any_register: Register, records) -> None:
    first = records.item()
    with any_register.begin() as uow:
        uow.intake.add(first)
        assert uow.intake.add(first) == first


def test_items_are_listed_newest_first(any_register: Register, records) -> None:
    items = [records.item(), records.item(disposition=Disposition.QUARANTINED, reason="empty"), records.item()]
    with any_register.begin() as uow:
        for one in items:
            uow.intake.add(one)
        assert uow.intake.list() == items[::-1]
        assert uow.intake.list(disposition=Disposition.ACCEPTED, limit=1) == [items[2]]


def test_a_suspect_keeps_nothing_but_its_digest(any_register: Register, records) -> None:
    bare = records.item(
        disposition=Disposition.SUSPECT, reason="suspect", document_id="", office="", direction=None, file_name=""
    )
    with any_register.begin() as uow:
        for name, value in [("file_name", "x.pdf"), ("office", "van-phong"), ("direction", Direction.INCOMING)]:
            with pytest.raises(RefusedError):
                uow.intake.add(dataclasses.replace(bare, **{name: value}))
        assert uow.intake.add(bare) == bare
        assert uow.intake.list() == [bare]


def test_one_of_two_drops_at_once_is_the_duplicate(any_register: Register, records) -> None:
    start = threading.Barrier(6)

    def drop(n: int) -> str:
        one = records.item(sha256="e" * 64, claim_id=f"racing-{n}", document_id=f"racing-doc-{n}")
        start.wait()
        with any_register.begin() as uow:
            try:
                uow.intake.add(one)
            except DuplicateError as error:
                return error.document_id
            uow.commit()
            return ""

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(drop, range(6)))
    with any_register.begin() as uow:
        winner = uow.intake.accepted("e" * 64)
        assert winner is not None
        assert sorted(outcomes) == sorted(["", *[winner.document_id] * 5])


def test_what_was_not_taken_in_is_listed_by_office_and_a_suspect_for_all(any_register: Register, records) -> None:
    bare = {"office": "", "direction": None, "file_name": "", "document_id": ""}
    items = [
        records.item(),
        records.item(disposition=Disposition.QUARANTINED, reason="broken", document_id=""),
        records.item(disposition=Disposition.DUPLICATE, reason="duplicate", office="phong-khac"),
        records.item(disposition=Disposition.SUSPECT, reason="suspect", **bare),
        records.item(disposition=Disposition.DUPLICATE, reason="duplicate"),
    ]
    with any_register.begin() as uow:
        for item in items:
            uow.intake.add(item)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.intake.refused(office="van-phong") == ([items[4], items[3], items[1]], 3)
        assert uow.intake.refused(office="van-phong", offset=1, limit=1) == ([items[3]], 3)
        assert uow.intake.refused(office="phong-khac") == ([items[3], items[2]], 2)
