"""The one identity that may delete, on a real server: what is free, by its version; nothing locked, held, or new."""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass

import pytest

from storage.disposal_page import PdfDisposalPage
from storage.minio_store import MinioStore
from storage.provision import DISPOSAL_ACCESS_KEY
from storage.retention import load_schedule
from vanban.domain.disposal import ListState
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import RefusedError
from vanban.domain.evidence import ArchiveReceipt
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.services.objectstore import disposal_credential, settings
from vanban.settings import Settings
from vanban.workflows.carry_out import CarryingOut, carry_out
from vanban.workflows.disposal import DisposalOffice, approve, due_for_disposal, propose
from vanban.workflows.holdings import NamedStore

pytestmark = pytest.mark.services


@dataclass
class At:
    moment: dt.datetime

    def now(self) -> dt.datetime:
        return self.moment


@pytest.fixture
def disposal(weed):
    """The store as ``vanban disposal carry-out`` sees it: from the credential's file."""
    kept = json.loads(disposal_credential(weed.installation.home).read_text())
    assert kept["access_key"] == DISPOSAL_ACCESS_KEY
    address = settings(weed.installation)
    return MinioStore(
        endpoint=address["s3_endpoint"],
        access_key=kept["access_key"],
        secret_key=kept["secret_key"],
        secure=False,
        region=address["s3_region"],
        buckets={RECORDS: "vanban-records", ARCHIVE: "vanban-archive"},
    )


def soon(seconds):
    return dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("bucket", [RECORDS, ARCHIVE])
def test_it_deletes_a_free_version_and_the_pipeline_does_not(pipeline, disposal, bucket):
    key = f"aip/{uuid.uuid4()}/file"
    put = pipeline.put(bucket, key, b"x")
    with pytest.raises(RefusedError):
        pipeline.delete_version(bucket, key, version_id=put.version_id)
    disposal.delete_version(bucket, key, version_id=put.version_id)
    assert list(pipeline.versions(bucket, key)) == []


def test_it_hides_nothing_and_writes_nothing(pipeline, disposal):
    key = f"aip/{uuid.uuid4()}/file"
    put = pipeline.put(ARCHIVE, key, b"x")
    refused = (
        lambda: disposal.delete_version(ARCHIVE, key, version_id=""),
        lambda: disposal.overwrite(ARCHIVE, key, b"EVIL"),
        lambda: disposal.put(ARCHIVE, key + "2", b"x"),
        lambda: disposal.extend_retention(ARCHIVE, key, version_id=put.version_id, retain_until=soon(60)),
        lambda: disposal.set_hold(ARCHIVE, key, version_id=put.version_id, held=True),
    )
    for request in refused:
        with pytest.raises(RefusedError):
            request()
    assert pipeline.stat(ARCHIVE, key) == put
    assert len(list(pipeline.versions(ARCHIVE, key))) == 1


def test_a_lock_and_a_hold_bind_it_too(pipeline, disposal):
    key = f"aip/{uuid.uuid4()}/file"
    locked = pipeline.put(ARCHIVE, key + "-locked", b"x", retain_until=soon(600))
    held = pipeline.put(ARCHIVE, key + "-held", b"x")
    pipeline.set_hold(ARCHIVE, held.key, version_id=held.version_id, held=True)
    for one in (locked, held):
        with pytest.raises(RefusedError):
            disposal.delete_version(ARCHIVE, one.key, version_id=one.version_id)
    pipeline.set_hold(ARCHIVE, held.key, version_id=held.version_id, held=False)
    disposal.delete_version(ARCHIVE, held.key, version_id=held.version_id)


def test_no_setting_of_the_pipeline_names_its_secret(weed):
    kept = disposal_credential(weed.installation.home)
    assert kept.stat().st_mode & 0o077 == 0
    assert json.loads(kept.read_text())["secret_key"] not in json.dumps(settings(weed.installation))
    assert Settings.model_fields["disposal_credential"].default is None


def test_a_list_is_carried_out_on_a_real_store_and_register(pipeline, disposal, register):
    """Everything but the waiting: the packages here were never locked, and the clock is in 2040."""
    clock, released = At(dt.datetime(2040, 1, 1, tzinfo=dt.UTC)), []
    original = f"%PDF {uuid.uuid4()}".encode()
    sha = hashlib.sha256(original).hexdigest()
    document = Document(
        id=str(uuid.uuid4()),
        claim_id=str(uuid.uuid4()),
        office="van-phong",
        direction=Direction.INCOMING,
        state=State.ARCHIVED,
        sha256=sha,
        size=len(original),
        media_type="application/pdf",
        file_name="Giấy mời.pdf",
        received_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        received_by="vanthu",
        entry=RegisterEntry(type_name="giấy mời"),
    )
    prefix = f"aip/van-phong/2026/{document.id}/v1/"
    pipeline.put(RECORDS, original_key(sha), original)
    put = pipeline.put(ARCHIVE, prefix + "original.pdf", original)
    over = pipeline.overwrite(ARCHIVE, put.key, b"EVIL")
    receipt = ArchiveReceipt(document.id, prefix, sha, clock.now(), clock.now(), {put.key: sha})
    with register.begin() as uow:
        uow.documents.add(document)
        uow.evidence.add(document.id, role="original", sha256=sha, at=clock.now())
        uow.receipts.add(receipt)
        uow.commit()
    office = DisposalOffice(
        register=register,
        stores=[NamedStore("", pipeline)],
        clock=clock,
        schedule=load_schedule(),
        page=PdfDisposalPage(),
        organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        lock_days=30,
    )
    [due] = due_for_disposal(office)
    listed = propose([due.document_id], actor="luutru", why="hết thời hạn", office=office)
    listed = approve(listed.id, actor="lanhdao", words="Đồng ý", office=office)
    room = CarryingOut(office=office, deleters={"": disposal}, release_intake_copy=released.append)
    assert carry_out(listed.id, actor="luutru", room=room).deleted == [document.id]
    assert over
    assert list(pipeline.versions(ARCHIVE, prefix)) == []
    assert list(pipeline.versions(RECORDS, original_key(sha))) == []
    for key in (listed.manifest_key, listed.page_key, listed.tombstone_key(document.id)):
        assert pipeline.stat(ARCHIVE, key).retention_mode == "COMPLIANCE"
    assert released == [document.claim_id]
    with register.begin() as uow:
        assert uow.documents.get(document.id).state is State.DISPOSED
        assert uow.disposals.get(listed.id).state is ListState.CARRIED_OUT
        assert list(uow.events.verify_chain()) == []
    assert list(due_for_disposal(office)) == []
