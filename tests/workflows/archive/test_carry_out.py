"""Carrying out a disposal list: asked once more, holds win, tombstones are left, a cut-off run is completed."""

import dataclasses
import datetime as dt
import json

import pytest

from storage.retention import load_schedule
from vanban.domain.disposal import ItemState, ListState
from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError, RefusedError, ServiceUnavailableError
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.workflows.audit import audit_archive
from vanban.workflows.carry_out import carry_out
from vanban.workflows.disposal import approve, propose
from vanban.workflows.holdings import NamedStore
from vanban.workflows.holds import place_hold
from vanban.workflows.keep_locks import LockRoom, keep_locks
from vanban.workflows.restore import restore
from vanban.workflows.terms import decide_term


def approved(documents, disposals):
    listed = propose([one.id for one in documents], actor="luutru", why="hết thời hạn", office=disposals)
    return approve(listed.id, actor="lanhdao", words="Đồng ý", office=disposals)


def packages(office, document):
    with office.register.begin() as uow:
        return [one.package for one in uow.receipts.list() if one.document_id == document.id]


def lying(office, bucket, prefix):
    return [version.key for version in office.store.versions(bucket, prefix)]


def test_a_list_that_is_carried_out_leaves_tombstones_and_nothing_else(
    office, disposals, old, carrying, holding, tmp_path
):
    listed = approved(old, disposals)
    done = carry_out(listed.id, actor="luutru", room=carrying)
    assert (sorted(done.deleted), done.kept) == (sorted(one.id for one in old), {})
    for document in old:
        assert lying(office, ARCHIVE, packages(office, document)[0]) == []
        assert lying(office, RECORDS, original_key(document.sha256)) == []
        assert office.document(document.id).state is State.DISPOSED
        assert office.document(document.id).reading is None
        mark = json.loads(office.store.get(ARCHIVE, listed.tombstone_key(document.id)))
        assert (mark["carried_out_by"], mark["approved_by"], mark["why"]) == ("luutru", "lanhdao", "hết thời hạn")
        assert mark["files"] == {"original": document.sha256}
        with office.register.begin() as uow:
            assert mark["record"]["objects"] == dict(uow.receipts.get(document.id).objects)
        assert "Về việc" not in json.dumps(mark, ensure_ascii=False)
        with pytest.raises(NotFoundError, match="disposed"):
            restore(document.id, tmp_path, register=office.register, store=office.store)
        with pytest.raises(RefusedError, match="disposed"):
            place_hold(document.id, actor="thanhtra", why="x", office=holding)
    assert sorted(office.released) == sorted(one.claim_id for one in old)
    with office.register.begin() as uow:
        assert uow.disposals.get(listed.id).state is ListState.CARRIED_OUT
    assert len(office.events("document.disposed")) == 2
    assert carry_out(listed.id, actor="luutru", room=carrying).deleted == done.deleted, "harmless to repeat"
    assert len(office.events("document.disposed")) == 2


def test_afterwards_the_audit_is_green_and_the_tombstones_are_kept(office, disposals, old, carrying):
    office.audit()
    listed = approved(old, disposals)
    carry_out(listed.id, actor="luutru", room=carrying)
    office.clock.at += dt.timedelta(hours=2)
    result = office.audit()
    assert (result.findings, result.documents) == ((), 1)
    locks = LockRoom(
        register=office.register,
        stores=[NamedStore("", office.store)],
        clock=office.clock,
        schedule=load_schedule(),
        lock_days=30,
        margin_days=40,
    )
    assert keep_locks(locks, keep_on=lambda: True).packages == 1
    del office.store._versions[ARCHIVE, listed.tombstone_key(old[0].id)]
    assert [(f.kind, f.subject) for f in office.audit().findings] == [("missing", listed.id)]


def test_a_hold_that_is_placed_after_the_approval_wins(office, disposals, old, carrying, holding):
    listed = approved(old, disposals)
    place_hold(old[0].id, actor="thanhtra", why="thanh tra", office=holding)
    done = carry_out(listed.id, actor="luutru", room=carrying)
    assert (done.deleted, list(done.kept)) == ([old[1].id], [old[0].id])
    assert "lệnh giữ" in done.kept[old[0].id]
    assert office.document(old[0].id).state is State.ARCHIVED
    assert lying(office, ARCHIVE, packages(office, old[0])[0])
    assert len(office.events("disposal.record-kept")) == 1
    assert carry_out(listed.id, actor="luutru", room=carrying).kept == done.kept, (
        "kept stays kept: a new list is needed"
    )


def test_a_hold_that_is_placed_at_the_last_moment_wins(office, disposals, old, carrying, holding):
    """Between the look at the stores and the change of state, while the tombstone is written."""
    listed = approved(old[:1], disposals)
    put = office.store.put

    def put_and_hold(bucket, key, data, **given):
        if key.endswith(f"{old[0].id}.json"):
            place_hold(old[0].id, actor="thanhtra", why="thanh tra", office=holding)
        return put(bucket, key, data, **given)

    office.store.put = put_and_hold
    assert list(carry_out(listed.id, actor="luutru", room=carrying).kept) == [old[0].id]
    assert lying(office, ARCHIVE, packages(office, old[0])[0])


def test_a_term_that_was_made_longer_after_the_approval_wins(office, disposals, old, carrying, terms):
    listed = approved(old[:1], disposals)
    decide_term(old[0].id, "VV", actor="luutru", why="có giá trị lịch sử", office=terms)
    assert "vĩnh viễn" in carry_out(listed.id, actor="luutru", room=carrying).kept[old[0].id]


def test_a_legal_hold_in_the_store_alone_keeps_a_record(office, disposals, old, carrying):
    listed = approved(old[:1], disposals)
    key = packages(office, old[0])[0] + "inventory.json"
    version = office.store.stat(ARCHIVE, key).version_id
    office.store.set_hold(ARCHIVE, key, version_id=version, held=True)
    assert "trong kho" in carry_out(listed.id, actor="luutru", room=carrying).kept[old[0].id]


def test_bytes_that_another_document_holds_too_are_left(office, disposals, old, carrying):
    other = office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF other"})
    with office.register.begin() as uow:
        uow.evidence.add(other.id, role="annex", sha256=old[0].sha256, at=office.clock.now())
        uow.commit()
    carry_out(approved(old[:1], disposals).id, actor="luutru", room=carrying)
    assert lying(office, RECORDS, original_key(old[0].sha256))


def test_what_was_cut_off_is_completed_by_the_next_run(office, disposals, old, carrying, deleter):
    listed = approved(old, disposals)
    deleter.fails_at = 3
    with pytest.raises(ServiceUnavailableError):
        carry_out(listed.id, actor="luutru", room=carrying)
    with office.register.begin() as uow:
        states = [item.state for item in uow.disposals.get(listed.id).items]
    assert states == [ItemState.DISPOSED, ItemState.LISTED]
    assert {finding.kind for finding in office.audit().findings} == {"not-deleted"}
    deleter.fails_at = 0
    assert len(carry_out(listed.id, actor="khac", room=carrying).deleted) == 2
    assert office.audit().findings == ()


def test_power_cuts_anywhere_leave_a_list_that_the_next_run_completes(
    office, disposals, old, carrying, new_fuse, power_cut
):
    listed, cut_at, cuts = approved(old, disposals), 0, 0
    while True:
        cut_at += 5
        fuse = new_fuse()
        fuse.cut_at = cut_at
        store = fuse.wire(office.store)
        wired = dataclasses.replace(disposals, register=fuse.wire(office.register), stores=[NamedStore("", store)])
        room = dataclasses.replace(carrying, office=wired, deleters={"": fuse.wire(carrying.deleters[""])})
        try:
            carry_out(listed.id, actor="luutru", room=room)
        except power_cut:
            cuts += 1
            continue
        break
    assert cuts > 5
    for document in old:
        assert office.document(document.id).state is State.DISPOSED
        assert lying(office, ARCHIVE, packages(office, document)[0]) == []
        key = listed.tombstone_key(document.id)
        assert len(list(office.store.versions(ARCHIVE, key))) == 1
    assert len(office.events("document.disposed")) == 2
    assert office.audit().findings == ()


def test_a_copy_that_nobody_may_delete_from_is_noted_and_found(office, disposals, old, carrying, new_office):
    copy = new_office().store
    for version in list(office.store.versions(ARCHIVE)):
        copy.put(ARCHIVE, version.key, office.store.get(ARCHIVE, version.key))
    both = dataclasses.replace(disposals, stores=[NamedStore("", office.store), NamedStore("copy", copy)])
    listed = approved(old[:1], both)
    carry_out(listed.id, actor="luutru", room=dataclasses.replace(carrying, office=both))
    with office.register.begin() as uow:
        [item] = uow.disposals.get(listed.id).items
    assert "copy" in item.note
    room = dataclasses.replace(office.audit_room, copies=[NamedStore("copy", copy)])
    found = audit_archive(room, keep_on=lambda: True).findings
    assert {one.store for one in found if one.kind == "not-deleted"} == {"copy"}
