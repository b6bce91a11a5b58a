"""A draft that is signed on a later day than it was numbered: dated anew before, number kept, lists frozen after."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError, StaleStateError
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS, Book
from vanban.workflows.redate_document import dated_otherwise, redate_document, redate_documents

NEXT_DAY = dt.date(2026, 11, 23)


def redate(office, document_id: str):
    return redate_document(document_id, actor="vanthu", office=office.registry)


def pass_a_day(office) -> None:
    office.clock.at += dt.timedelta(days=1)


def test_the_number_stays_and_date_and_bytes_are_renewed(office) -> None:
    (one,) = office.registered(1)
    before = office.document()
    pass_a_day(office)
    dated = redate(office, one)
    assert (dated.entry.code_number, dated.entry.issued_date) == ("01", NEXT_DAY)
    stored = office.memory_store.get(RECORDS, original_key(dated.current_sha256))
    assert stored == b"clean draft 0|01 2026-11-23"
    with office.memory.begin() as uow:
        assert uow.numbers.list(Book("van-phong", Direction.OUTGOING, 2026)) == [(1, one, "")]
        roles = [role for role, _ in uow.evidence.list(one)]
    assert roles == ["original", "numbered", "numbered"]
    (event,) = [e for e in office.events(one) if e.name == "document.redated"]
    assert event.data == {"from": "2026-11-22", "to": "2026-11-23", "sha256": dated.current_sha256}
    assert before.current_sha256 != dated.current_sha256
    assert redate(office, one) == dated, "a second run changes nothing"


def test_a_list_frozen_before_cannot_be_granted_and_a_new_one_can(office) -> None:
    ids = office.registered(2)
    pass_a_day(office)
    stale = office.freeze(ids)
    with office.memory.begin() as uow:
        assert [d.id for d in dated_otherwise(stale, day=NEXT_DAY, uow=uow)] == ids
    redate_documents(ids, actor="lanhdao", office=office.registry)
    with pytest.raises(RefusedError, match="changed since"):
        office.grant(stale)
    fresh = office.freeze(ids)
    with office.memory.begin() as uow:
        assert dated_otherwise(fresh, day=NEXT_DAY, uow=uow) == []
    office.grant(fresh)
    with pytest.raises(RefusedError):
        redate(office, ids[0])


def test_what_is_approved_meanwhile_is_not_redated(office) -> None:
    (one,) = office.registered(1)
    pass_a_day(office)
    put = office.memory_store.put

    def approve_first(*args, **kwargs):
        office.memory_store.put = put
        office.granted([one])
        return put(*args, **kwargs)

    office.memory_store.put = approve_first
    with pytest.raises(StaleStateError):
        redate(office, one)
    assert office.document().entry.issued_date == dt.date(2026, 11, 22)


def test_a_number_of_last_year_is_not_dated_this_year(office) -> None:
    (one,) = office.registered(1)
    office.clock.at = dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)
    with pytest.raises(RefusedError) as refused:
        redate(office, one)
    assert "sổ năm 2026" in refused.value.vi


def test_the_manifest_names_the_place_and_the_very_bytes_that_are_stored(office) -> None:
    batch = office.freeze(office.registered(1))
    (item,) = batch.items
    assert item.place is not None
    assert item.place.box == (300.0, 100.0, 440.0, 156.0)
    assert office.batch(batch.id).manifest_sha256 == batch.manifest_sha256
