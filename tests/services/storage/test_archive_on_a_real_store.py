"""The archive workflow on a real S3 server: receipt, audit, damage on the disk below it, restore."""

import datetime as dt
import hashlib

import pytest

from storage.verify_archive import check_folder
from vanban.clock import SystemClock
from vanban.domain.document import Direction, Document, State
from vanban.domain.evidence import FileVerdict
from vanban.domain.identifiers import new_id, original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.register.memory import MemoryRegister
from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import object_store
from vanban.workflows.archive import ArchiveRoom, archive_ready
from vanban.workflows.audit import AuditRoom, audit_archive
from vanban.workflows.restore import restore

pytestmark = pytest.mark.services


class FindsValid:
    def verify(self, data, *, at=None):
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict="valid")


@pytest.fixture
def server(tmp_path):
    with object_store(tmp_path / "weed") as running:
        yield running


def test_a_document_goes_in_is_watched_and_comes_back(server, tmp_path):
    store, register, clock = pipeline_store(server.installation), MemoryRegister(), SystemClock()
    original, sealed = b"%PDF-1.7 draft " * 300, b"%PDF-1.7 sealed, never seen twice " * 3000
    digests = {"original": hashlib.sha256(original).hexdigest(), "sealed": hashlib.sha256(sealed).hexdigest()}
    document = Document(
        id=new_id(),
        claim_id=new_id(),
        office="van-phong",
        direction=Direction.OUTGOING,
        state=State.SEALED,
        sha256=digests["original"],
        size=len(original),
        media_type="application/pdf",
        file_name="Tờ trình.pdf",
        received_at=clock.now(),
        received_by="vanthu",
        current_sha256=digests["sealed"],
    )
    store.put(RECORDS, original_key(digests["original"]), original)
    store.put(RECORDS, original_key(digests["sealed"]), sealed)
    with register.begin() as uow:
        uow.documents.add(document)
        for role, sha256 in digests.items():
            uow.evidence.add(document.id, role=role, sha256=sha256, at=clock.now())
        uow.commit()
    room = ArchiveRoom(register=register, store=store, verifier=FindsValid(), clock=clock, lock_days=3650)
    receipt = next(archive_ready(room, keep_on=lambda: True)).receipt
    assert receipt.retain_until > clock.now() + dt.timedelta(days=3650)

    released = []
    audit_room = AuditRoom(
        register=register,
        store=store,
        clock=clock,
        release_intake_copy=released.append,
        keep_intake_copies=dt.timedelta(0),
    )
    assert audit_archive(audit_room, keep_on=lambda: True).findings == ()
    assert released == [document.claim_id]

    folder = restore(document.id, tmp_path, register=register, store=store)
    assert (folder / "representations/rep1/data/sealed.pdf").read_bytes() == sealed
    assert check_folder(folder) == []

    key = receipt.package + "representations/rep1/data/sealed.pdf"
    assert damage_on_disk(server.installation.home / "objects", sealed) == 2  # the copy in the records bucket too
    server.kill()  # what it has read before is in its memory
    server.start()
    findings = audit_archive(audit_room, keep_on=lambda: True).findings
    assert {(f.subject, f.detail) for f in findings} == {(document.id, key)}
    assert {f.kind for f in findings} <= {"unreadable", "altered", "missing"}
    assert store.stat(ARCHIVE, key).retention_mode == "COMPLIANCE"


def damage_on_disk(folder, data):
    """Change one byte of an object in the files below the server, as root or a bad disk could; return how often."""
    found = 0
    for volume in folder.glob("*.dat"):
        content = bytearray(volume.read_bytes())
        at = content.find(data[:1000])
        while at >= 0:
            content[at + 500] ^= 1
            found += 1
            at = content.find(data[:1000], at + len(data))
        volume.write_bytes(content)
    return found
