"""Documents of a batch overlap around the device, and a service that is away costs no signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.batch import ItemState
from vanban.domain.errors import ServiceUnavailableError
from vanban.workflows.sign_batch import granted_batches, sign_batch


def test_a_service_that_is_away_leaves_the_batch_open_and_needs_no_second_signature(office) -> None:
    ids = office.registered()
    batch_id = office.granted(ids)
    first = office.batch(batch_id).items[0].document_id
    office.desk.fail[first] = "timestamp"
    for _ in range(2):
        with pytest.raises(ServiceUnavailableError, match="goes on"):
            sign_batch(batch_id, room=office.signing)
        assert office.desk.signatures == [first], "only the first document's signature, and that once"
        assert office.desk.logins == 1
        assert office.states() == ["APPROVED"] * 3
        assert granted_batches(office.memory) == [batch_id]
    office.desk.fail.clear()
    batch = sign_batch(batch_id, room=office.signing)
    assert {i.state for i in batch.items} == {ItemState.DONE}
    assert sorted(office.desk.signatures) == sorted(ids)


def test_what_the_device_signed_is_finished_after_the_grant_has_expired(office) -> None:
    ids = office.registered()
    batch_id = office.granted(ids)
    first = office.batch(batch_id).items[0].document_id
    office.desk.fail[first] = "timestamp"
    with pytest.raises(ServiceUnavailableError):
        sign_batch(batch_id, room=office.signing)
    office.desk.fail.clear()
    office.clock.at += dt.timedelta(minutes=16)
    batch = sign_batch(batch_id, room=office.signing)
    outcomes = {i.document_id: (i.state, i.reason) for i in batch.items}
    assert outcomes.pop(first) == (ItemState.DONE, "")
    assert set(outcomes.values()) == {(ItemState.FAILED, "grant-expired")}
    assert batch.closed_at is not None


def test_a_service_that_stays_away_gives_the_document_back(office) -> None:
    batch_id = office.granted(office.registered(1))
    office.desk.fail[office.batch(batch_id).items[0].document_id] = "timestamp"
    with pytest.raises(ServiceUnavailableError):
        sign_batch(batch_id, room=office.signing)
    with office.memory.begin() as uow:
        assert uow.batches.grant_for(batch_id).sealed_pin == b"", "the PIN does not wait with the document"
    assert granted_batches(office.memory) == [batch_id]
    office.clock.at += dt.timedelta(hours=25)
    batch = sign_batch(batch_id, room=office.signing)
    assert [(i.state, i.reason) for i in batch.items] == [(ItemState.FAILED, "timestamp")]
    assert office.states() == ["REGISTERED"]
    assert list((office.home / "signed").rglob("*.half")) == []


def test_documents_overlap_but_the_device_signs_one_after_the_other(office) -> None:
    ids = office.registered(9)
    office.desk.waits_for = 4
    batch = sign_batch(office.granted(ids), room=replace(office.signing, at_once=4))
    assert {i.state for i in batch.items} == {ItemState.DONE}
    assert office.desk.most_at_once == 4
    assert office.desk.most_on_device == 1
    assert sorted(office.desk.signatures) == sorted(ids)


def test_a_device_that_is_lost_in_the_middle_loses_nothing_that_was_signed(office) -> None:
    ids = office.registered(9)
    batch_id = office.granted(ids)
    lost = office.batch(batch_id).items[4].document_id
    office.desk.fail[lost] = "device"
    batch = sign_batch(batch_id, room=replace(office.signing, at_once=3))
    done = [i.document_id for i in batch.items if i.state is ItemState.DONE]
    assert sorted(done) == sorted(office.desk.signatures)
    assert 4 <= len(done) < 9
    assert {i.reason for i in batch.items if i.state is ItemState.FAILED} == {"device"}


def test_a_remote_service_authorises_the_first_alone_and_then_whole_groups(office) -> None:
    office.desk.together = 3
    ids = office.registered(6)
    batch = sign_batch(office.granted(ids), room=office.signing)
    assert {i.state for i in batch.items} == {ItemState.DONE}
    order = [i.document_id for i in batch.items]
    assert office.desk.authorised == [order[1:4], order[4:]]
    assert sorted(office.desk.signatures) == sorted(ids), "each once"


def test_what_a_group_signed_before_the_device_failed_holds(office) -> None:
    office.desk.together = 4
    batch_id = office.granted(office.registered(5))
    order = [i.document_id for i in office.batch(batch_id).items]
    office.desk.fail[order[3]] = "device"
    batch = sign_batch(batch_id, room=office.signing)
    assert [i.state for i in batch.items] == [ItemState.DONE] * 3 + [ItemState.FAILED] * 2
    assert office.desk.signatures == order[:3]


def test_in_a_group_a_document_that_cannot_be_signed_stops_no_other(office) -> None:
    office.desk.together = 2
    batch_id = office.granted(office.registered(5))
    order = [i.document_id for i in office.batch(batch_id).items]
    office.desk.fail[order[1]] = office.desk.fail[order[2]] = "broken"
    batch = sign_batch(batch_id, room=office.signing)
    assert {i.document_id for i in batch.items if i.state is ItemState.FAILED} == {order[1], order[2]}
