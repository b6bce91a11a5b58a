"""Bringing an archived package back."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from storage.verify_archive import check_folder
from vanban.domain.document import State
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import ARCHIVE
from vanban.workflows.archive import archive_document
from vanban.workflows.check_packages import check_stored
from vanban.workflows.restore import restore

OLD = Path(__file__).parents[2] / "unit/storage/package-of-format-1"


def test_restore_brings_back_a_package_that_checks_by_itself(office, tmp_path):
    document = office.sealed()
    archive_document(document.id, room=office.room)
    folder = restore(document.id, tmp_path, register=office.register, store=office.store)
    assert (folder / "representations/rep1/data/sealed.pdf").read_bytes() == office.sealed_by_both
    assert check_folder(folder) == []
    with pytest.raises(RefusedError):
        restore(document.id, tmp_path, register=office.register, store=office.store)


def test_restore_refuses_what_was_changed(office, tmp_path):
    document = office.sealed()
    receipt = archive_document(document.id, room=office.room)
    versions = office.store._versions[ARCHIVE, receipt.package + "representations/rep1/data/sealed.pdf"]
    versions[-1] = replace(versions[-1], data=b"EVIL")
    with pytest.raises(IntegrityError):
        restore(document.id, tmp_path, register=office.register, store=office.store)
    assert list(tmp_path.iterdir()) == []


def test_restore_of_what_is_not_archived(office, tmp_path):
    with pytest.raises(NotFoundError):
        restore(office.incoming().id, tmp_path, register=office.register, store=office.store)


def test_a_package_of_the_format_before_is_restored(office, tmp_path):
    """What an installed system archived before packages had METS: its objects and its receipt as they were then."""
    document = office.sealed()
    objects = {}
    prefix = f"aip/van-phong/2026/{document.id}/v1/"
    for path in (path for path in OLD.rglob("*") if path.is_file()):
        data, key = path.read_bytes(), prefix + path.relative_to(OLD).as_posix()
        office.store.put(ARCHIVE, key, data, retain_until=office.clock.at + dt.timedelta(days=30))
        objects[key] = hashlib.sha256(data).hexdigest()
    receipt = ArchiveReceipt(
        document_id=document.id,
        package=prefix,
        manifest_sha256=objects[prefix + "inventory.json"],
        retain_until=office.clock.at + dt.timedelta(days=29),
        archived_at=office.clock.at,
        objects=objects,
    )
    with office.register.begin() as uow:
        uow.documents.change(document.id, expect=State.SEALED, state=State.ARCHIVED)
        uow.receipts.add(receipt)
        uow.commit()
    folder = restore(document.id, tmp_path, register=office.register, store=office.store)
    assert (folder / "content/original.pdf").is_file()
    checked = check_stored(document.id, register=office.register, store=office.store, verifier=office.room.verifier)
    assert [one.defects for one in checked] == [()]
    assert office.audit().findings == ()
