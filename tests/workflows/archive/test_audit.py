"""The audit of an archive: every kind of tampering is found, and it goes on where it stopped."""

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.document import Direction, State
from vanban.domain.errors import IntegrityError, ServiceUnavailableError
from vanban.domain.findings import Severity
from vanban.ports import ARCHIVE
from vanban.workflows.archive import archive_document
from vanban.workflows.audit import audit_archive
from vanban.workflows.check_roots import TimeIsUpError, check_roots
from vanban.workflows.event_log import publish_root
from vanban.workflows.findings import refuse_open_errors
from vanban.workflows.holdings import NamedStore


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
    tamper(office.store, receipt.package + "representations/rep1/data/sealed.pdf")
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


def open_kinds(office, **given):
    with office.register.begin() as uow:
        return sorted(one.finding.kind for one in uow.findings.list(**given))


def test_a_finding_becomes_one_event_and_stays_open_until_it_is_gone(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    stray = office.store.put(ARCHIVE, receipt.package + "stray", b"x")
    office.audit()
    office.clock.at += dt.timedelta(days=1)
    office.audit()
    assert open_kinds(office) == ["unexpected"]
    [event] = office.events("audit.finding")
    assert (event.subject, event.data["severity"]) == (document.id, "warning")
    office.store.delete_version(ARCHIVE, stray.key, version_id=stray.version_id)
    office.audit()
    assert open_kinds(office) == []
    assert open_kinds(office, open_only=False) == ["unexpected"]
    assert len(office.events("audit.finding-gone")) == 1


def test_every_version_is_read_and_the_one_that_is_wrong_is_named(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    key = receipt.package + "representations/rep1/data/sealed.pdf"
    over = office.store.overwrite(ARCHIVE, key, b"EVIL")
    versions = office.store._versions[ARCHIVE, key]
    versions[0] = replace(versions[0], data=b"ALSO EVIL")
    found = {(f.kind, f.version_id) for f in office.audit().findings}
    first = versions[0].stored.version_id
    assert found == {("altered", first), ("altered", over), ("unlocked", over), ("extra-version", over)}


def test_a_lock_that_ended_while_the_term_goes_on_is_found(office):
    office.sealed()
    office.archive_all()
    office.clock.at += dt.timedelta(days=40)
    assert {f.kind for f in office.audit().findings} == {"lock-ended"}


def test_a_hold_that_was_taken_off_behind_the_registers_back_is_found(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    with office.register.begin() as uow:
        uow.custody.locked("", receipt.package, until=receipt.retain_until, held=True)
        uow.commit()
    for version in office.store.versions(ARCHIVE, receipt.package):
        office.store.set_hold(ARCHIVE, version.key, version_id=version.version_id, held=True)
    assert office.audit().findings == ()
    key = receipt.package + "representations/rep1/data/sealed.pdf"
    office.store.set_hold(ARCHIVE, key, version_id=office.store.stat(ARCHIVE, key).version_id, held=False)
    assert [(f.kind, f.detail) for f in office.audit().findings] == [("hold-missing", key)]


@pytest.fixture
def both(office, new_office):
    """An archive with a copy of it, both whole."""
    office.sealed()
    office.archive_all()
    publish_root(office.log_room)
    office.clock.at += dt.timedelta(hours=2)
    copy = new_office().store
    for version in office.store.versions(ARCHIVE):
        lock = office.store.stat(ARCHIVE, version.key).retain_until
        copy.put(ARCHIVE, version.key, office.store.get(ARCHIVE, version.key), retain_until=lock)
    return replace(office.audit_room, copies=[NamedStore("copy", copy)]), copy


def test_a_copy_is_audited_by_the_same_code(both, office):
    room, copy = both
    whole = audit_archive(room, keep_on=lambda: True)
    assert (whole.findings, whole.documents, whole.whole) == ((), 4, True)
    keys = sorted(version.key for version in copy.versions(ARCHIVE))
    sealed, page = next(k for k in keys if k.endswith("sealed.pdf")), next(k for k in keys if k.endswith("root.pdf"))
    tamper_altered(copy, sealed)
    tamper_missing(copy, page)
    found = {(f.kind, f.detail, f.store) for f in audit_archive(room, keep_on=lambda: True).findings}
    assert found == {("altered", sealed, "copy"), ("missing", page, "copy")}
    assert {event.data["store"] for event in office.events("audit.finding")} == {"copy"}
    assert audit_archive(office.audit_room, keep_on=lambda: True).findings == (), "the archive itself is whole"
    assert open_kinds(office) == ["altered", "missing"], "what a check did not look at stays open"


def test_a_copy_that_is_away_or_behind_does_not_stop_the_audit_of_the_archive(both, office, new_office):
    room, _ = both

    class Away:
        def __getattr__(self, name):
            def refuse(*_args, **_given):
                raise ServiceUnavailableError("away")

            return refuse

    away = audit_archive(replace(room, copies=[NamedStore("copy", Away())]), keep_on=lambda: True)
    assert [(f.kind, f.store, f.severity) for f in away.findings] == [("store-away", "copy", Severity.WARNING)]
    assert (away.documents, away.whole) == (2, False)
    behind = NamedStore("copy", new_office().store, grace=dt.timedelta(days=2))
    assert audit_archive(replace(room, copies=[behind]), keep_on=lambda: True).findings == ()
    assert open_kinds(office) == []
    office.clock.at += dt.timedelta(days=3)
    late = audit_archive(replace(room, copies=[behind]), keep_on=lambda: True)
    assert {f.kind for f in late.findings} == {"missing"}


def test_the_check_of_the_roots_ends_when_the_time_is_up(office):
    office.sealed()
    publish_root(office.log_room)
    with pytest.raises(TimeIsUpError):
        list(check_roots(register=office.register, store=office.store, keep_on=lambda: False))


def test_what_is_archived_while_the_list_is_read_is_not_strange(office):
    office.sealed()
    office.archive_all()

    class Slow:
        def __getattr__(self, name):
            return getattr(office.store, name)

        def versions(self, bucket, prefix=""):
            if not prefix:
                office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF meanwhile"})
                office.archive_all()
            return office.store.versions(bucket, prefix)

    assert audit_archive(replace(office.audit_room, store=Slow()), keep_on=lambda: True).findings == ()


def test_whoever_watches_the_runs_is_told_until_an_error_is_put_right(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    office.store.put(ARCHIVE, receipt.package + "stray", b"x")
    office.audit()
    assert refuse_open_errors(office.register) == 1, "a warning is no reason to fail"
    key = receipt.package + "inventory.json"
    over = office.store.overwrite(ARCHIVE, key, b"{}")
    office.audit()
    with pytest.raises(IntegrityError, match="3 errors and 1 warnings"):
        refuse_open_errors(office.register)
    office.store.delete_version(ARCHIVE, key, version_id=over)
    office.audit()
    assert refuse_open_errors(office.register) == 1


def test_a_clock_that_was_set_back_is_named_by_the_next_audit(office):
    office.sealed()
    office.archive_all()
    assert not office.audit().findings
    office.clock.at -= dt.timedelta(days=2)
    (found,) = office.audit().findings
    assert (found.kind, found.severity) == ("clock-back", Severity.ERROR)
    assert "2 days" in found.detail


def test_what_was_dated_back_between_two_audits_is_named_though_the_clock_is_right_again(office):
    office.sealed()
    office.audit()
    office.clock.at -= dt.timedelta(days=2)
    office.archive_all()
    office.clock.at += dt.timedelta(days=2)
    assert [found.kind for found in office.audit().findings] == ["clock-back"]
    assert not office.audit().findings, "said once, and in the log for good"


def test_files_received_late_are_no_clock_set_back(office):
    office.audit()
    with office.register.begin() as uow:
        earlier = office.clock.now() - dt.timedelta(days=3)
        uow.events.append(at=earlier, actor="vanthu", name="document.received", subject="d")
        uow.commit()
    assert not office.audit().findings
