"""A case file through a real register and a real S3 server: archived, late document, exported, damaged, found."""

import datetime as dt
import hashlib

import bagit
import pytest

from storage.retention import load_schedule
from vanban.clock import SystemClock
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.evidence import FileVerdict
from vanban.domain.identifiers import new_id, original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import object_store
from vanban.workflows.archive import ArchiveRoom, archive_ready
from vanban.workflows.archive_cases import archive_closed
from vanban.workflows.audit import AuditRoom, audit_archive
from vanban.workflows.case_files import CaseOffice, add_document, close_case_file, open_case_file
from vanban.workflows.check_packages import check_stored
from vanban.workflows.export_case import ExportKind, ExportRoom, export_case

pytestmark = pytest.mark.services


class FindsUnsigned:
    def verify(self, data, *, at=None):
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict="unsigned")


@pytest.fixture
def store(tmp_path):
    with object_store(tmp_path / "weed") as running:
        yield pipeline_store(running.installation)


def test_a_case_file_lives_in_a_real_register_and_store(store, register, tmp_path):
    clock = SystemClock()
    room = ArchiveRoom(register=register, store=store, verifier=FindsUnsigned(), clock=clock, lock_days=3650)
    office = CaseOffice(register=register, schedule=load_schedule(), clock=clock, organ_id="000.00.00.H26")

    def document(number):
        data = f"%PDF-1.7 công văn số {number}".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        one = Document(
            id=new_id(),
            claim_id=new_id(),
            office="van-phong",
            direction=Direction.INCOMING,
            state=State.REGISTERED,
            sha256=sha256,
            size=len(data),
            media_type="application/pdf",
            file_name="Công văn.pdf",
            received_at=clock.now(),
            received_by="vanthu",
            entry=RegisterEntry(subject=f"Về việc số {number}", issued_date=dt.date(2026, 1, number), page_amount=1),
        )
        store.put(RECORDS, original_key(sha256), data)
        with register.begin() as uow:
            uow.documents.add(one)
            uow.evidence.add(one.id, role="original", sha256=sha256, at=clock.now())
            uow.events.append(at=clock.now(), actor="vanthu", name="document.received", subject=one.id)
            uow.commit()
        return one.id

    def archive():
        list(archive_ready(room, keep_on=lambda: True))
        return [outcome.receipt for outcome in archive_closed(room, keep_on=lambda: True)]

    opened = open_case_file(
        unit="Văn phòng",
        file_catalog=2026,
        file_notation="01.VP",
        title="Hồ sơ hội nghị",
        maintenance="VV",
        actor="luutru",
        office=office,
    )
    for number in (9, 3):
        add_document(opened.id, document(number), actor="luutru", office=office)
    close_case_file(opened.id, actor="luutru", office=office)
    [first] = archive()
    add_document(opened.id, document(5), actor="luutru", why="gửi muộn", office=office)
    [second] = archive()
    assert (first.version, second.version) == (1, 2)

    def defects():
        checked = check_stored(opened.id, register=register, store=store, verifier=room.verifier)
        return [[defect.code for defect in one.defects] for one in checked]

    assert defects() == [[], []]
    audit_room = AuditRoom(register=register, store=store, clock=clock, release_intake_copy=lambda _: None)
    assert audit_archive(audit_room, keep_on=lambda: True).findings == ()
    export_room = ExportRoom(office=office, store=store, organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU")
    folder = export_case(opened.id, tmp_path, kind=ExportKind.BAGIT, room=export_room)
    assert bagit.Bag(str(folder)).is_valid()
    assert len(list(folder.rglob("inventory.json"))) == 5

    store.overwrite(ARCHIVE, second.package + "metadata/casefile.json", b"{}")
    assert defects() == [[], ["extra-version"]]
