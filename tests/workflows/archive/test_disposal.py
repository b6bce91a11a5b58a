"""Disposal lists: never before term and lock have ended, never by one person; nothing is deleted yet."""

import datetime as dt
import json

import pytest

from vanban.domain.disposal import ListState
from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.ports import ARCHIVE
from vanban.workflows.carry_out import carry_out
from vanban.workflows.disposal import approve, due_for_disposal, propose, withdraw
from vanban.workflows.holds import place_hold
from vanban.workflows.terms import decide_term


def approved(documents, disposals):
    listed = propose([one.id for one in documents], actor="luutru", why="hết thời hạn", office=disposals)
    return approve(listed.id, actor="lanhdao", words="Đồng ý", office=disposals)


def packages(office, document):
    with office.register.begin() as uow:
        return [one.package for one in uow.receipts.list() if one.document_id == document.id]


def lying(office, bucket, prefix):
    return [version.key for version in office.store.versions(bucket, prefix)]


def test_only_what_is_past_term_and_lock_is_due(office, disposals, terms, holding):
    office.archive_all()
    undecided = office.incoming()
    kept_for_ever = office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF vv"})
    decide_term(kept_for_ever.id, "VV", actor="luutru", why="x", office=terms)
    short = office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF short"})
    decide_term(short.id, "05N", actor="luutru", why="x", office=terms)
    office.archive_all()
    assert [one.document_id for one in due_for_disposal(disposals)] == []
    office.clock.at = dt.datetime(2031, 12, 31, 16, 0, tzinfo=dt.UTC)
    assert [one.document_id for one in due_for_disposal(disposals)] == [], "the last day is a day of the term"
    office.clock.at = dt.datetime(2032, 1, 2, tzinfo=dt.UTC)
    [due] = due_for_disposal(disposals)
    assert (due.document_id, due.last_day, due.code) == (short.id, "2031-12-31", "05N")
    for never in (undecided, kept_for_ever):
        with pytest.raises(RefusedError):
            propose([never.id], actor="luutru", why="x", office=disposals)
    place_hold(short.id, actor="thanhtra", why="thanh tra", office=holding)
    assert [one.document_id for one in due_for_disposal(disposals)] == []


def test_a_lock_that_still_stands_keeps_a_record_whose_term_is_over(office, disposals, old):
    key = packages(office, old[0])[0] + "inventory.json"
    version = office.store.stat(ARCHIVE, key).version_id
    office.store.extend_retention(ARCHIVE, key, version_id=version, retain_until=office.clock.at + dt.timedelta(days=9))
    assert [one.document_id for one in due_for_disposal(disposals)] == [old[1].id]
    with pytest.raises(RefusedError, match="may not be disposed"):
        propose([old[0].id], actor="luutru", why="x", office=disposals)


def test_two_people_a_reason_and_a_list_that_is_not_empty(office, disposals, old):
    for ids, why in (([], "x"), ([old[0].id], " "), (["unknown"], "x")):
        with pytest.raises((RefusedError, NotFoundError)):
            propose(ids, actor="luutru", why=why, office=disposals)
    listed = propose([old[0].id, old[0].id], actor="luutru", why="hết thời hạn", office=disposals)
    assert len(listed.items) == 1
    with pytest.raises(RefusedError, match="second person"):
        approve(listed.id, actor="luutru", words="", office=disposals)
    assert withdraw(listed.id, actor="luutru", why="nhầm", office=disposals).state is ListState.WITHDRAWN
    with pytest.raises(RefusedError):
        approve(listed.id, actor="lanhdao", words="", office=disposals)


def test_nothing_is_deleted_before_a_list_is_approved(office, disposals, old, carrying, deleter):
    listed = propose([old[0].id], actor="luutru", why="hết thời hạn", office=disposals)
    with pytest.raises(RefusedError):
        carry_out(listed.id, actor="luutru", room=carrying)
    approve(listed.id, actor="lanhdao", words="Đồng ý", office=disposals)
    assert deleter.deleted == []
    assert office.document(old[0].id).state is State.ARCHIVED


def test_the_approved_list_lies_in_the_archive_as_data_and_to_print(office, disposals, old):
    listed = approved(old, disposals)
    manifest = json.loads(office.store.get(ARCHIVE, listed.manifest_key))
    assert (manifest["proposed_by"], manifest["approved_by"]) == ("luutru", "lanhdao")
    assert [one["document_id"] for one in manifest["records"]] == [one.id for one in old]
    assert office.store.get(ARCHIVE, listed.page_key).startswith(b"%PDF-")
    for key in (listed.manifest_key, listed.page_key):
        assert office.store.stat(ARCHIVE, key).retention_mode == "COMPLIANCE"
    assert [event.data["manifest"] for event in office.events("disposal.approved")] == [listed.manifest_sha256]
