"""Frozen batches, and the grants over them. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from vanban.domain.batch import Capacity, ItemState, SignaturePlace
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.ports import Register


def test_a_batch_comes_back_with_its_frozen_manifest(any_register: Register, records) -> None:
    batch = records.stored_batch(size=3)
    with any_register.begin() as uow:
        assert uow.batches.get(batch.id) == batch
        assert uow.batches.get(batch.id).manifest_sha256 == batch.manifest_sha256
        with pytest.raises(RefusedError):
            uow.batches.add(batch)
        with pytest.raises(NotFoundError):
            uow.batches.get("unknown")


def test_place_and_capacity_are_part_of_what_was_frozen(any_register: Register, records) -> None:
    plain = records.stored_batch(size=1)
    place = SignaturePlace(page=2, box=(300.1, 90.0, 440.25, 146.0))
    items = (dataclasses.replace(plain.items[0], place=place),)
    batch = records.stored_batch(id="with-place", items=items, capacity=Capacity.TUQ, on_behalf_of="chutich")
    grant = records.grant(batch, capacity=batch.capacity, on_behalf_of=batch.on_behalf_of)
    with any_register.begin() as uow:
        uow.batches.add_grant(grant)
        uow.batches.set_item(batch.id, dataclasses.replace(items[0], state=ItemState.DONE, place=None))
        got = uow.batches.get(batch.id)
        assert (got.items[0].place, got.capacity, got.on_behalf_of) == (place, Capacity.TUQ, "chutich")
        assert got.manifest_sha256 == batch.manifest_sha256 != plain.manifest_sha256
        assert uow.batches.grant_for(batch.id) == grant


def test_batches_are_listed_newest_first_and_closed_once(any_register: Register, records) -> None:
    old = records.stored_batch()
    new = records.stored_batch(created_at=records.now + dt.timedelta(hours=1), items=())
    with any_register.begin() as uow:
        assert uow.batches.list() == [new, old]
        uow.batches.close(new.id, at=records.now)
        uow.batches.close(new.id, at=records.now + dt.timedelta(days=1))
        assert uow.batches.get(new.id).closed_at == records.now
        assert uow.batches.list(open_only=True) == [old]
        assert uow.batches.list(limit=1)[0].id == new.id
        assert uow.batches.list(office="nobody", limit=None) == []
        own = uow.batches.list(office=new.office, purpose=new.purpose, limit=None)
        assert [one.id for one in own] == [new.id, old.id]
        with pytest.raises(NotFoundError):
            uow.batches.close("unknown", at=records.now)


def test_the_first_result_of_an_item_stays(any_register: Register, records) -> None:
    batch = records.stored_batch()
    done = dataclasses.replace(batch.items[0], state=ItemState.DONE, result_sha256="d" * 64)
    failed = dataclasses.replace(
        batch.items[0], state=ItemState.FAILED, reason="device", message_vi="hỏng", message_en="broken"
    )
    with any_register.begin() as uow:
        uow.batches.set_item(batch.id, done)
        uow.commit()
    with any_register.begin() as uow:
        uow.batches.set_item(batch.id, failed)
        uow.batches.set_item(batch.id, dataclasses.replace(failed, document_id=batch.items[1].document_id))
        got = uow.batches.get(batch.id)
        assert got.items[0] == done
        assert (got.items[1].state, got.items[1].message_vi) == (ItemState.FAILED, "hỏng")
        assert got.manifest_sha256 == batch.manifest_sha256
        assert got.pending == ()


def test_a_result_must_be_of_a_line_of_the_manifest(any_register: Register, records) -> None:
    batch = records.stored_batch()
    done = dataclasses.replace(batch.items[0], state=ItemState.DONE)
    with any_register.begin() as uow:
        with pytest.raises(RefusedError):
            uow.batches.set_item(batch.id, dataclasses.replace(done, sha256="9" * 64))
        with pytest.raises(RefusedError):
            uow.batches.set_item(batch.id, dataclasses.replace(done, document_id="unknown"))
        with pytest.raises(NotFoundError):
            uow.batches.set_item("unknown", done)


def test_a_grant_is_used_once_and_its_pin_wiped(any_register: Register, records) -> None:
    batch = records.stored_batch()
    one = records.grant(batch)
    with any_register.begin() as uow:
        assert uow.batches.grant_for(batch.id) is None
        uow.batches.add_grant(one)
        assert uow.batches.grant_for(batch.id) == one
        uow.commit()
    later = records.now + dt.timedelta(minutes=1)
    with any_register.begin() as uow:
        assert uow.batches.use_grant(one.id, at=later) is True
        uow.commit()
    with any_register.begin() as uow:
        assert uow.batches.use_grant(one.id, at=later + dt.timedelta(minutes=1)) is False
        assert uow.batches.grant_for(batch.id) == dataclasses.replace(one, used_at=later, sealed_pin=b"")
        with pytest.raises(NotFoundError):
            uow.batches.use_grant("unknown", at=records.now)


def test_a_batch_has_one_usable_grant(any_register: Register, records) -> None:
    batch = records.stored_batch()
    first = records.grant(batch)
    with any_register.begin() as uow:
        uow.batches.add_grant(first)
        with pytest.raises(RefusedError):
            uow.batches.add_grant(records.grant(batch, granted_at=records.now + dt.timedelta(minutes=14)))
        until = first.expires_at + dt.timedelta(minutes=15)
        after_expiry = records.grant(batch, granted_at=first.expires_at, expires_at=until)
        uow.batches.add_grant(after_expiry)
        assert uow.batches.grant_for(batch.id) == after_expiry
        assert uow.batches.use_grant(after_expiry.id, at=first.expires_at) is True
        uow.batches.add_grant(records.grant(batch, granted_at=after_expiry.granted_at + dt.timedelta(seconds=1)))
        with pytest.raises(NotFoundError):
            uow.batches.add_grant(records.grant(batch, batch_id="unknown"))


def test_a_grant_is_used_by_one_of_many(any_register: Register, records) -> None:
    batch = records.stored_batch()
    one = records.grant(batch)
    with any_register.begin() as uow:
        uow.batches.add_grant(one)
        uow.commit()
    start = threading.Barrier(4)

    def use(_: int) -> bool:
        start.wait()
        with any_register.begin() as uow:
            used = uow.batches.use_grant(one.id, at=records.now)
            uow.commit()
            return used

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]


def test_the_newest_grants_of_many_batches_come_at_once(any_register: Register, records) -> None:
    bare, granted = records.stored_batch(), records.stored_batch(created_at=records.now + dt.timedelta(hours=1))
    first = records.grant(granted)
    newer = records.grant(granted, granted_at=first.expires_at, expires_at=first.expires_at + dt.timedelta(hours=1))
    with any_register.begin() as uow:
        uow.batches.add_grant(first)
        uow.batches.add_grant(newer)
        assert uow.batches.grants_for([bare.id, granted.id, "unknown"]) == {granted.id: newer}
        assert uow.batches.grants_for([]) == {}
        assert [one.id for one in uow.batches.list(granted_only=True, limit=None)] == [granted.id]
