"""Bringing an archived package back."""

from dataclasses import replace

import pytest

from storage.verify_archive import check_folder
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.ports import ARCHIVE
from vanban.workflows.archive import archive_document
from vanban.workflows.restore import restore


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
