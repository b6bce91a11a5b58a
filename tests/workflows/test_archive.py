"""Archive, audit and restore, on the register and the store in memory; the same steps run on real ones elsewhere."""

import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest

from storage.memory_store import MemoryStore
from storage.verify_archive import check_folder
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError, ServiceUnavailableError, StaleStateError
from vanban.domain.evidence import FileVerdict
from vanban.domain.identifiers import new_id, original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.register.memory import MemoryRegister
from vanban.workflows.archive import ArchiveRoom, archive_document, archive_ready
from vanban.workflows.audit import AuditRoom, audit_archive
from vanban.workflows.restore import restore

PDF = b"%PDF-1.7 original"
SEALED = b"%PDF-1.7 original and two signatures"


class Clock:
    def __init__(self):
        self.at = dt.datetime.now(tz=dt.UTC)

    def now(self):
        return self.at


class SaysAlways:
    def __init__(self, verdict):
        self.verdict = verdict

    def verify(self, data, *, at=None):
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict=self.verdict)


class Unreliable(MemoryStore):
    """Fails at the n-th call, once: a crash of the process or the store at that point."""

    def __init__(self, fail_at):
        super().__init__()
        self.calls, self.fail_at = 0, fail_at

    def _count(self):
        self.calls += 1
        if self.calls == self.fail_at:
            raise ServiceUnavailableError("away")

    def put(self, *args, **kwargs):
        self._count()
        stored = super().put(*args, **kwargs)
        self._count()
        return stored

    def get(self, *args, **kwargs):
        self._count()
        return super().get(*args, **kwargs)

    def probe(self):
        return {}


class Office:
    """A register and a store with one way to put documents in."""

    def __init__(self, store=None, verdict="valid"):
        self.register, self.clock = MemoryRegister(), Clock()
        self.store = store or MemoryStore()
        self.released = []
        self.room = ArchiveRoom(
            register=self.register,
            store=self.store,
            verifier=SaysAlways(verdict),
            clock=self.clock,
            lock_days=30,
        )
        self.audit_room = AuditRoom(
            register=self.register,
            store=self.store,
            clock=self.clock,
            release_intake_copy=self.released.append,
        )

    def add(self, direction, state, roles, **fields):
        document_id, sha = new_id(), {role: hashlib.sha256(data).hexdigest() for role, data in roles.items()}
        current = list(sha.values())[-1]
        document = Document(
            id=document_id,
            claim_id=new_id(),
            office="Phòng Tài chính",
            direction=direction,
            state=state,
            sha256=sha["original"],
            size=len(roles["original"]),
            media_type="application/pdf",
            file_name="Quyết định số 15.pdf",
            received_at=dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC),
            received_by="vanthu",
            current_sha256=current,
            entry=RegisterEntry(type_name="quyết định", subject="Về việc thử", issued_date=dt.date(2026, 1, 15)),
            **fields,
        )
        with self.register.begin() as uow:
            uow.documents.add(document)
            for role, data in roles.items():
                MemoryStore.put(self.store, RECORDS, original_key(sha[role]), data)
                uow.evidence.add(document_id, role=role, sha256=sha[role], at=document.received_at)
            uow.events.append(at=document.received_at, actor="vanthu", name="document.received", subject=document_id)
            uow.commit()
        return document

    def sealed(self):
        roles = {"original": PDF, "numbered": PDF + b" 15", "signed": PDF + b" signed", "sealed": SEALED}
        return self.add(Direction.OUTGOING, State.SEALED, roles)

    def incoming(self, **fields):
        return self.add(Direction.INCOMING, State.REGISTERED, {"original": PDF}, **fields)

    def document(self, document_id):
        with self.register.begin() as uow:
            return uow.documents.get(document_id)

    def events(self, name):
        with self.register.begin() as uow:
            return [e for e in uow.events.list() if e.name == name]

    def archive_all(self):
        return list(archive_ready(self.room, keep_on=lambda: True))

    def audit(self):
        return audit_archive(self.audit_room, keep_on=lambda: True)


@pytest.fixture
def office():
    return Office()


def test_a_sealed_document_is_packaged_locked_and_catalogued(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    prefix = f"aip/phong-tai-chinh-{hashlib.sha256('Phòng Tài chính'.encode()).hexdigest()[:8]}/2026/{document.id}/v1/"
    assert receipt.package == prefix
    assert {key.removeprefix(prefix) for key in receipt.objects} == {
        "content/original.pdf",
        "content/numbered.pdf",
        "content/signed.pdf",
        "content/sealed.pdf",
        "metadata/document.json",
        "metadata/events.json",
        "metadata/premis.xml",
        "inventory.json",
    }
    for key, sha256 in receipt.objects.items():
        stored = office.store.stat(ARCHIVE, key)
        assert stored.retention_mode == "COMPLIANCE"
        assert stored.retain_until >= office.clock.at + dt.timedelta(days=30)
        assert hashlib.sha256(office.store.get(ARCHIVE, key)).hexdigest() == sha256
    assert receipt.manifest_sha256 == receipt.objects[prefix + "inventory.json"]
    assert office.document(document.id).state is State.ARCHIVED
    assert [e.subject for e in office.events("document.archived")] == [document.id]
    assert office.register.begin().__enter__().receipts.get(document.id) == receipt


def test_the_record_has_the_fields_of_the_decree_and_the_verdict(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    record = json.loads(office.store.get(ARCHIVE, receipt.package + "metadata/document.json"))
    assert record["fields"]["TypeName"] == "quyết định"
    assert record["fields"]["IssuedDate"] == "2026-01-15"
    assert record["record"]["verdict"]["verdict"] == "valid"
    assert record["record"]["file_name"] == "Quyết định số 15.pdf"


def test_archiving_again_changes_nothing(office):
    document = office.sealed()
    first = archive_document(document.id, room=office.room)
    office.clock.at += dt.timedelta(days=2)
    assert archive_document(document.id, room=office.room) == first
    assert len(office.events("document.archived")) == 1
    assert len(list(office.store.versions(ARCHIVE))) == len(first.objects)


def test_incoming_documents_are_archived_as_they_came(office):
    document = office.incoming(verdict={"verdict": "invalid"})
    office.sealed()
    outcomes = office.archive_all()
    assert len(outcomes) == 2
    assert all(o.receipt for o in outcomes)
    record = json.loads(
        office.store.get(
            ARCHIVE,
            next(o for o in outcomes if o.document_id == document.id).receipt.package + "metadata/document.json",
        )
    )
    assert record["record"]["verdict"] == {"verdict": "invalid"}
    assert office.archive_all() == []


@pytest.mark.parametrize(
    ("direction", "state"),
    [(Direction.OUTGOING, State.REGISTERED), (Direction.OUTGOING, State.SIGNED), (Direction.INCOMING, State.READ)],
)
def test_what_is_not_finished_is_not_archived(office, direction, state):
    document = office.add(direction, state, {"original": PDF})
    assert office.archive_all() == []
    with pytest.raises(StaleStateError):
        archive_document(document.id, room=office.room)


@pytest.mark.parametrize("verdict", ["invalid", "indeterminate", "unsigned"])
def test_a_sealed_file_that_does_not_verify_stays_with_its_reason(verdict):
    office = Office(verdict=verdict)
    document, fine = office.sealed(), office.incoming()
    outcomes = {o.document_id: o for o in [*office.archive_all(), *office.archive_all()]}
    assert isinstance(outcomes[document.id].error, IntegrityError)
    assert outcomes[fine.id].receipt
    assert office.document(document.id).state is State.SEALED
    assert office.document(document.id).reason == "not-archived"
    assert len(office.events("document.not-archived")) == 1
    assert not any(document.id in v.key for v in office.store.versions(ARCHIVE))


def test_a_document_that_failed_is_archived_once_the_cause_is_gone():
    office = Office(verdict="indeterminate")
    document = office.sealed()
    office.archive_all()
    office.room.verifier.verdict = "valid"
    assert office.archive_all()[0].receipt
    assert office.document(document.id).reason == ""


def test_damaged_records_are_not_archived(office):
    document = office.incoming()
    versions = office.store._versions[RECORDS, original_key(document.sha256)]
    office.store.overwrite(RECORDS, original_key(document.sha256), b"EVIL")
    with pytest.raises(IntegrityError):
        archive_document(document.id, room=office.room)
    assert len(versions) == 2


def test_nothing_is_archived_where_locks_do_not_hold():
    class Liar(MemoryStore):
        def delete_version(self, bucket, key, *, version_id):
            self._versions.pop((bucket, key), None)

    office = Office(store=Liar())
    office.sealed()
    with pytest.raises(RefusedError):
        office.archive_all()
    assert not list(office.store.versions(ARCHIVE, "aip/"))


def test_a_crash_at_any_call_is_healed_by_the_same_call():
    calls = Office(store=Unreliable(fail_at=0))
    calls.sealed()
    calls.archive_all()
    for fail_at in range(1, calls.store.calls + 1):
        office = Office(store=Unreliable(fail_at=fail_at))
        document = office.sealed()
        with pytest.raises(ServiceUnavailableError):
            office.archive_all()
        assert office.document(document.id).state is State.SEALED
        receipt = office.archive_all()[0].receipt
        assert office.document(document.id).state is State.ARCHIVED
        assert len(list(office.store.versions(ARCHIVE))) == len(receipt.objects), "no second versions"
        assert not office.audit().findings


def test_values_that_changed_after_a_crash_become_the_next_version():
    office = Office(store=Unreliable(fail_at=14))
    document = office.sealed()
    with pytest.raises(ServiceUnavailableError):
        office.archive_all()
    with office.register.begin() as uow:
        uow.documents.change(document.id, expect=State.SEALED, entry=RegisterEntry(subject="Sửa lại"))
        uow.commit()
    receipt = office.archive_all()[0].receipt
    assert receipt.package.endswith("/v2/")
    assert not office.audit().findings


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
    document = office.add(Direction.INCOMING, State.ARCHIVED, {"original": PDF})
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


def test_restore_brings_back_a_package_that_checks_by_itself(office, tmp_path):
    document = office.sealed()
    archive_document(document.id, room=office.room)
    folder = restore(document.id, tmp_path, register=office.register, store=office.store)
    assert (folder / "content/sealed.pdf").read_bytes() == SEALED
    assert check_folder(folder) == []
    with pytest.raises(RefusedError):
        restore(document.id, tmp_path, register=office.register, store=office.store)


def test_restore_refuses_what_was_changed(office, tmp_path):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    tamper_altered(office.store, receipt.package + "content/sealed.pdf")
    with pytest.raises(IntegrityError):
        restore(document.id, tmp_path, register=office.register, store=office.store)
    assert list(tmp_path.iterdir()) == []


def test_restore_of_what_is_not_archived(office, tmp_path):
    with pytest.raises(NotFoundError):
        restore(office.incoming().id, tmp_path, register=office.register, store=office.store)
