"""The audit of an archive: every kind of tampering is found, and it goes on where it stopped."""

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.document import Direction, State
from vanban.ports import ARCHIVE
from vanban.workflows.archive import archive_document
from vanban.workflows.audit import audit_archive


def test_the_audit_finds_nothing_in_a_whole_archive_and_lets_old_intake_copies_go(office):
    first = office.sealed()
    office.archive_all()
    assert not office.audit().findings
    assert office.released == []
    office.clock.at += dt.timedelta(hours=2)
    result = office.audit()
    assert (result.documents, result.whole, result.findings) == (1, True, ())
    assert office.released == [first.claim_id]
    assert [e.data["documents"] for e in office.events("audit.completed")] == [1, 1]


def tamper_altered(store, key):
    versions = store._versions[ARCHIVE, key]
    versions[-1] = replace(versions[-1], data=b"EVIL")


def tamper_missing(store, key):
    del store._versions[ARCHIVE, key]


def tamper_unlocked(store, key):
    versions = store._versions[ARCHIVE, key]
    versions[-1] = replace(versions[-1], stored=replace(versions[-1].stored, retain_until=None, retention_mode=""))


def tamper_short(store, key):
    versions = store._versions[ARCHIVE, key]
    earlier = versions[-1].stored.retain_until - dt.timedelta(days=1)
    versions[-1] = replace(versions[-1], stored=replace(versions[-1].stored, retain_until=earlier))


@pytest.mark.parametrize(
    ("tamper", "kinds"),
    [
        (tamper_altered, {"altered"}),
        (tamper_missing, {"missing"}),
        (tamper_unlocked, {"unlocked"}),
        (tamper_short, {"short-lock"}),
        (lambda store, key: store.delete_version(ARCHIVE, key, version_id=""), {"deleted", "missing"}),
        (lambda store, key: store.overwrite(ARCHIVE, key, b"EVIL"), {"extra-version", "altered", "unlocked"}),
        (lambda store, _: store.put(ARCHIVE, "aip/stray/2026/x/v1/file", b"x"), {"unexpected"}),
        (lambda store, key: store.put(ARCHIVE, key + ".more", b"x"), {"unexpected"}),
    ],
)
def test_the_audit_finds_every_kind_of_tampering(office, tamper, kinds):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    tamper(office.store, receipt.package + "content/sealed.pdf")
    office.clock.at += dt.timedelta(hours=2)
    result = office.audit()
    assert {f.kind for f in result.findings} == kinds
    assert len(office.events("audit.finding")) == len(result.findings)
    assert office.released == ([document.claim_id] if kinds == {"unexpected"} else [])


def test_the_audit_finds_a_missing_receipt_and_a_broken_chain(office):
    document = office.add(Direction.INCOMING, State.ARCHIVED, {"original": office.original})
    events = office.register.committed.events
    events[0] = replace(events[0], actor="someone else")
    found = {(f.kind, f.subject) for f in office.audit().findings}
    assert ("no-receipt", document.id) in found
    assert ("chain", "archive") in found


def test_an_audit_with_a_budget_goes_on_where_it_stopped(office):
    ids = {office.incoming().id for _ in range(5)}
    office.archive_all()
    read = []
    for _ in range(3):
        result = audit_archive(office.audit_room, keep_on=iter([True, True, False]).__next__)
        read.append((result.documents, result.whole))
    assert read == [(2, False), (2, False), (1, True)]
    assert len(ids) == 5
    assert audit_archive(office.audit_room, keep_on=lambda: True).documents == 5
