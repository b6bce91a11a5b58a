"""The second copy: the same keys, bytes and locks in another store, and nothing that is damaged here."""

import datetime as dt

import pytest

from storage.memory_store import MemoryStore
from vanban.domain.document import State
from vanban.domain.errors import RefusedError
from vanban.ports import ARCHIVE, RECORDS
from vanban.workflows.audit import AuditRoom, audit_archive
from vanban.workflows.event_log import publish_root
from vanban.workflows.holdings import NamedStore
from vanban.workflows.replicate import CopyRoom, replicate


def always():
    return True


@pytest.fixture
def copy(office):
    second = NamedStore("copy", MemoryStore())
    return CopyRoom(register=office.register, store=office.store, copy=second, clock=office.clock)


def locks(store):
    listed = (one.key for one in store.versions(ARCHIVE) if not one.key.startswith("probe/"))
    return {key: store.stat(ARCHIVE, key).retain_until for key in listed}


def audit_both(office, copy):
    room = AuditRoom(
        register=office.register,
        store=office.store,
        clock=office.clock,
        release_intake_copy=office.released.append,
        copies=[copy.copy],
    )
    return audit_archive(room, keep_on=always)


def test_packages_roots_and_records_lie_in_both_under_the_same_locks(office, copy):
    office.sealed()
    office.incoming()
    office.archive_all()
    publish_root(office.log_room)
    done = replicate(copy, keep_on=always)
    assert done.whole
    assert done.findings == []
    assert locks(copy.copy.store) == locks(office.store) != {}
    assert {one.key for one in copy.copy.store.versions(RECORDS)} == {one.key for one in office.store.versions(RECORDS)}
    assert [event.data["objects"] for event in office.events("archive.copied")] == [done.objects]
    assert audit_both(office, copy).findings == ()


def test_a_second_run_copies_nothing_and_says_nothing(office, copy):
    office.sealed()
    office.archive_all()
    replicate(copy, keep_on=always)
    before = len(office.events("archive.copied"))
    assert replicate(copy, keep_on=always).objects == 0
    assert len(office.events("archive.copied")) == before


def test_what_was_cut_off_is_gone_on_with(office, copy):
    for number in range(12):
        office.original = b"%%PDF-1.7 original %d" % number
        office.incoming()
    office.archive_all()
    looks = iter([True])
    cut = replicate(copy, keep_on=lambda: next(looks, False))
    assert not cut.whole
    assert cut.objects > 0
    rest = replicate(copy, keep_on=always)
    assert rest.whole
    assert rest.objects > 0
    assert audit_both(office, copy).findings == ()


def test_what_is_damaged_here_is_not_taken_over(office, copy):
    office.sealed()
    [archived] = office.archive_all()
    key = next(key for key in archived.receipt.objects if key.endswith("document.json"))
    damage(office.store, ARCHIVE, key)
    done = replicate(copy, keep_on=always)
    assert [(one.kind, one.subject) for one in done.findings] == [("not-copied", archived.document_id)]
    assert copy.copy.store.stat(ARCHIVE, key) is None
    with office.register.begin() as uow:
        assert [one.finding.kind for one in uow.findings.list()] == ["not-copied"]


def test_what_lies_otherwise_in_the_copy_is_a_finding_and_stays(office, copy):
    office.sealed()
    [archived] = office.archive_all()
    key = next(key for key in archived.receipt.objects if key.endswith("document.json"))
    replicate(copy, keep_on=always)
    damage(copy.copy.store, ARCHIVE, key)
    found = audit_both(office, copy).findings
    assert {(one.kind, one.store, one.detail) for one in found} == {("altered", "copy", key)}


def test_nothing_is_copied_to_a_store_whose_locks_do_not_hold(office, copy):
    class Lies(MemoryStore):
        def probe(self):
            raise RefusedError("the lock does not hold")

    office.sealed()
    office.archive_all()
    lying = Lies()
    with pytest.raises(RefusedError):
        replicate(
            CopyRoom(register=office.register, store=office.store, copy=NamedStore("copy", lying), clock=office.clock),
            keep_on=always,
        )
    assert list(lying.versions(ARCHIVE)) == []


def test_the_copy_may_be_late_but_not_for_long(office, copy):
    office.sealed()
    office.archive_all()
    late = CopyRoom(
        register=office.register,
        store=office.store,
        copy=NamedStore("copy", MemoryStore(), grace=dt.timedelta(hours=3)),
        clock=office.clock,
    )
    assert audit_both(office, late).findings == ()
    office.clock.at += dt.timedelta(hours=4)
    assert {one.kind for one in audit_both(office, late).findings} == {"missing"}
    assert office.document(office.events("document.archived")[0].subject).state is State.ARCHIVED


def damage(store, bucket, key):
    """Change one byte behind the store's door."""
    kept = store._versions[bucket, key]
    kept[-1] = type(kept[-1])(kept[-1].stored, kept[-1].data[:-2] + b"X" + kept[-1].data[-1:])
