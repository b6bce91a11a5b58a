"""Checking what lies in the archive, and in folders, by the code that did not write it."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from vanban.domain.errors import NotFoundError
from vanban.ports import ARCHIVE
from vanban.workflows.archive_cases import archive_closed
from vanban.workflows.check_packages import check_folders, check_stored
from vanban.workflows.event_log import publish_root
from vanban.workflows.hand_out import hand_out
from vanban.workflows.restore import restore


@pytest.fixture
def stored(office):
    return office.sealed(), office.archive_all()[0].receipt


def codes(office, name):
    checked = check_stored(name, register=office.register, store=office.store, verifier=office.room.verifier)
    return [defect.code for one in checked for defect in one.defects]


def test_what_lies_in_the_archive_is_checked_by_id_or_by_its_prefix_alone(office, stored):
    document, receipt = stored
    assert codes(office, document.id) == codes(office, receipt.package) == []
    with pytest.raises(NotFoundError):
        codes(office, "aip/nothing/there/")
    with pytest.raises(NotFoundError):
        codes(office, "unknown")


def test_what_came_over_an_object_or_hides_it_is_told_and_not_believed(office, stored):
    document, receipt = stored
    office.store.delete_version(ARCHIVE, receipt.package + "METS.xml", version_id="")
    assert codes(office, document.id) == ["delete-marker"]
    office.store.overwrite(ARCHIVE, receipt.package + "metadata/events.json", b"[]")
    assert sorted(codes(office, document.id)) == ["delete-marker", "extra-version"]


def test_a_package_replaced_with_another_whole_one_does_not_match_the_receipt(office, stored):
    document, receipt = stored
    with office.register.begin() as uow:
        kept = uow.receipts.get(document.id)
    assert kept == receipt
    key = receipt.package + "inventory.json"
    inventory = json.loads(office.store.get(ARCHIVE, key))
    versions = office.store._versions[ARCHIVE, key]
    versions.clear()
    office.store.put(ARCHIVE, key, json.dumps(inventory).encode(), retain_until=receipt.retain_until)
    assert codes(office, document.id) == ["other-manifest"]
    assert codes(office, receipt.package) == []


def test_a_lock_shorter_than_the_receipt_says_is_told(office, stored):
    document, receipt = stored
    versions = office.store._versions[ARCHIVE, receipt.package + "METS.xml"]
    short = replace(versions[0].stored, retain_until=receipt.retain_until - dt.timedelta(days=1))
    versions[0] = replace(versions[0], stored=short)
    assert codes(office, document.id) == ["short-lock"]
    versions[0] = replace(versions[0], stored=replace(short, retention_mode=""))
    assert codes(office, receipt.package) == ["unlocked"]


def test_signatures_are_judged_anew(office, stored):
    document, _ = stored
    office.room.verifier.verdict = "invalid"
    assert codes(office, document.id) == ["signature"]


def test_a_case_file_is_checked_with_what_it_refers_to(cases):
    opened = cases.open()
    cases.add(opened, cases.document(dt.date(2026, 5, 20)))
    cases.close(opened)
    [document] = cases.archive.archive_all()
    list(archive_closed(cases.archive.room, keep_on=lambda: True))
    assert codes(cases.archive, opened.id) == []
    cases.archive.store.overwrite(ARCHIVE, document.receipt.package + "inventory.json", b"{}")
    assert codes(cases.archive, opened.id) == ["reference-altered"]


def in_folder(office, folder):
    return [defect.code for one in check_folders(folder, verifier=office.room.verifier) for defect in one.defects]


def test_restored_and_handed_out_folders_are_checked(office, stored, tmp_path):
    document, _ = stored
    restore(document.id, tmp_path / "r", register=office.register, store=office.store)
    publish_root(office.log_room)
    hand_out(document.id, tmp_path / "h", room=office.log_room)
    assert in_folder(office, tmp_path) == []
    proof = tmp_path / "h" / document.id / "proof.json"
    told = json.loads(proof.read_text())
    told["events"].pop(0)
    proof.write_text(json.dumps(told))
    assert set(in_folder(office, tmp_path)) == {"not-proven"}
    with pytest.raises(NotFoundError):
        in_folder(office, tmp_path / "r" / document.id / "metadata")
