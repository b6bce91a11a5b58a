"""Archiving, on the register and the store in memory; the same steps run on real ones elsewhere."""

import datetime as dt
import hashlib
import json

import pytest

from storage.memory_store import MemoryStore
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.errors import IntegrityError, RefusedError, ServiceUnavailableError, StaleStateError
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.workflows.archive import archive_document


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


def test_a_sealed_document_is_packaged_locked_and_catalogued(office):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    prefix = f"aip/phong-tai-chinh-{hashlib.sha256('Phòng Tài chính'.encode()).hexdigest()[:8]}/2026/{document.id}/v1/"
    assert receipt.package == prefix
    assert {key.removeprefix(prefix) for key in receipt.objects} == {
        "representations/rep1/data/original.pdf",
        "representations/rep1/data/numbered.pdf",
        "representations/rep1/data/signed.pdf",
        "representations/rep1/data/sealed.pdf",
        "metadata/document.json",
        "metadata/events.json",
        "metadata/descriptive/EAD.xml",
        "metadata/preservation/PREMIS.xml",
        "representations/rep1/METS.xml",
        "METS.xml",
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
    document = office.add(direction, state, {"original": office.original})
    assert office.archive_all() == []
    with pytest.raises(StaleStateError):
        archive_document(document.id, room=office.room)


@pytest.mark.parametrize("verdict", ["invalid", "indeterminate", "unsigned"])
def test_a_sealed_file_that_does_not_verify_stays_with_its_reason(verdict, new_office):
    office = new_office(verdict=verdict)
    document, fine = office.sealed(), office.incoming()
    outcomes = {o.document_id: o for o in [*office.archive_all(), *office.archive_all()]}
    assert isinstance(outcomes[document.id].error, IntegrityError)
    assert outcomes[fine.id].receipt
    assert office.document(document.id).state is State.SEALED
    assert office.document(document.id).reason == "not-archived"
    assert len(office.events("document.not-archived")) == 1
    assert not any(document.id in v.key for v in office.store.versions(ARCHIVE))


def test_a_document_that_failed_is_archived_once_the_cause_is_gone(new_office):
    office = new_office(verdict="indeterminate")
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


def test_nothing_is_archived_where_locks_do_not_hold(new_office):
    class Liar(MemoryStore):
        def delete_version(self, bucket, key, *, version_id):
            self._versions.pop((bucket, key), None)

    office = new_office(store=Liar())
    office.sealed()
    with pytest.raises(RefusedError):
        office.archive_all()
    assert not list(office.store.versions(ARCHIVE, "aip/"))


def test_a_crash_at_any_call_is_healed_by_the_same_call(new_office):
    calls = new_office(store=Unreliable(fail_at=0))
    calls.sealed()
    calls.archive_all()
    for fail_at in range(1, calls.store.calls + 1):
        office = new_office(store=Unreliable(fail_at=fail_at))
        document = office.sealed()
        with pytest.raises(ServiceUnavailableError):
            office.archive_all()
        assert office.document(document.id).state is State.SEALED
        receipt = office.archive_all()[0].receipt
        assert office.document(document.id).state is State.ARCHIVED
        assert len(list(office.store.versions(ARCHIVE))) == len(receipt.objects), "no second versions"
        assert not office.audit().findings


def test_values_that_changed_after_a_crash_become_the_next_version(new_office):
    office = new_office(store=Unreliable(fail_at=14))
    document = office.sealed()
    with pytest.raises(ServiceUnavailableError):
        office.archive_all()
    with office.register.begin() as uow:
        uow.documents.change(document.id, expect=State.SEALED, entry=RegisterEntry(subject="Sửa lại"))
        uow.commit()
    receipt = office.archive_all()[0].receipt
    assert receipt.package.endswith("/v2/")
    assert not office.audit().findings


def test_what_failed_before_stands_in_nobodys_way(new_office, monkeypatch):
    monkeypatch.setattr("vanban.workflows.archive.AT_MOST", 2)
    office = new_office()
    failed = [office.incoming(reason="not-archived") for _ in range(3)]
    fresh = office.incoming()
    first = [one.document_id for one in office.archive_all()]
    assert first[0] == fresh.id
    assert len(first) == 2
    office.archive_all()
    assert all(office.document(one.id).state is State.ARCHIVED for one in failed)
