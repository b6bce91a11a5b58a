"""Case files in the archive: they refer to the packages of their documents, and grow by versions."""

import datetime as dt
import json

import pytest

from storage.verify_archive import find_defects
from vanban.domain.casefile import CaseState
from vanban.domain.errors import IntegrityError, ServiceUnavailableError, StaleStateError
from vanban.ports import ARCHIVE
from vanban.workflows.archive_cases import archive_case, archive_closed


def closed(cases, *days, **fields):
    case_file = cases.open(**fields)
    cases.add(case_file, *(cases.document(day) for day in days))
    return cases.close(case_file)


def archive(cases):
    cases.archive.archive_all()
    return list(archive_closed(cases.archive.room, keep_on=lambda: True))


def defects(cases, receipt, **given):
    store = cases.archive.store
    names = {key.removeprefix(receipt.package) for key in receipt.objects}
    return find_defects(
        names,
        lambda name: store.get(ARCHIVE, receipt.package + name),
        manifest_sha256=receipt.manifest_sha256,
        **given,
    )


def referred(cases):
    def read(key):
        if cases.archive.store.stat(ARCHIVE, key) is None:
            raise LookupError(key)
        return cases.archive.store.get(ARCHIVE, key)

    return read


def test_a_closed_case_file_is_archived_by_reference(cases):
    case_file = closed(cases, dt.date(2026, 5, 20), dt.date(2026, 1, 15), title="Hồ sơ tuyển dụng")
    [outcome] = archive(cases)
    receipt = outcome.receipt
    assert receipt.package == f"aip-case/000.00.00.h26/2026/{case_file.id}/v1/"
    assert {key.removeprefix(receipt.package) for key in receipt.objects} == {
        "METS.xml",
        "inventory.json",
        "metadata/casefile.json",
        "metadata/descriptive/EAD.xml",
        "metadata/events.json",
        "metadata/preservation/PREMIS.xml",
        "representations/rep1/METS.xml",
    }
    for key in receipt.objects:
        stored = cases.archive.store.stat(ARCHIVE, key)
        assert (stored.retention_mode, stored.retain_until >= receipt.retain_until) == ("COMPLIANCE", True)
    record = json.loads(cases.archive.store.get(ARCHIVE, receipt.package + "metadata/casefile.json"))
    assert record["fields"]["FileCode"] == {
        "OrganId": "000.00.00.H26",
        "FileCatalog": 2026,
        "FileNotation": "01.TCCB",
    }
    assert (record["fields"]["Maintenance"], record["fields"]["DocTotal"]) == ("10 năm", 2)
    assert [one["issued_date"] for one in record["documents"]] == ["2026-01-15", "2026-05-20"]
    assert defects(cases, receipt, referred=referred(cases)) == []
    assert cases.show(case_file).case_file.state is CaseState.ARCHIVED
    assert archive(cases) == []
    assert archive_case(case_file.id, room=cases.archive.room) == receipt
    assert cases.archive.audit().findings == ()


def test_a_case_file_waits_for_its_documents_and_for_its_closing(cases):
    opened = cases.open()
    document = cases.document(dt.date(2026, 5, 20))
    cases.add(opened, document)
    with pytest.raises(StaleStateError):
        archive_case(opened.id, room=cases.archive.room)
    cases.close(opened)
    assert list(archive_closed(cases.archive.room, keep_on=lambda: True)) == []
    with pytest.raises(StaleStateError):
        archive_case(opened.id, room=cases.archive.room)
    assert archive(cases)[0].receipt


def test_a_late_document_makes_the_next_version_which_names_the_one_before(cases):
    case_file = closed(cases, dt.date(2026, 5, 20))
    first = archive(cases)[0].receipt
    late = cases.document(dt.date(2026, 2, 1))
    assert cases.add(case_file, late, why="Sở gửi muộn").version == 2
    second = archive(cases)[0].receipt
    assert (second.version, second.package) == (2, first.package.replace("/v1/", "/v2/"))
    inventory = json.loads(cases.archive.store.get(ARCHIVE, second.package + "inventory.json"))
    assert inventory["earlier"] == [{"version": 1, "inventory_sha256": first.manifest_sha256}]
    for receipt in (first, second):
        assert defects(cases, receipt, referred=referred(cases)) == []
    assert [filed.since_version for filed, _ in cases.show(case_file).documents] == [1, 2]
    assert len(cases.show(case_file).receipts) == 2
    assert cases.archive.audit().findings == ()


def test_what_a_case_file_refers_to_is_looked_at_before_and_after(cases):
    case_file = closed(cases, dt.date(2026, 5, 20))
    [document] = cases.archive.archive_all()
    key = document.receipt.package + "inventory.json"
    whole = cases.archive.store.get(ARCHIVE, key)
    cases.archive.store.overwrite(ARCHIVE, key, b"{}")
    [refused] = archive_closed(cases.archive.room, keep_on=lambda: True)
    assert isinstance(refused.error, IntegrityError)
    assert cases.show(case_file).case_file.reason == "not-archived"
    cases.archive.store.overwrite(ARCHIVE, key, whole)
    receipt = archive(cases)[0].receipt
    cases.archive.store.overwrite(ARCHIVE, key, b"{}")
    assert [one.code for one in defects(cases, receipt, referred=referred(cases))] == ["reference-altered"]


def test_a_store_that_goes_away_amid_the_package_is_gone_on_with(cases, monkeypatch):
    closed(cases, dt.date(2026, 5, 20))
    cases.archive.archive_all()
    put, calls = type(cases.archive.store).put, []

    def away_at_third(store, bucket, key, data, **how):
        calls.append(key)
        if len(calls) == 3:
            raise ServiceUnavailableError("away")
        return put(store, bucket, key, data, **how)

    cases.archive.store.probe = dict
    monkeypatch.setattr(type(cases.archive.store), "put", away_at_third)
    with pytest.raises(ServiceUnavailableError):
        archive(cases)
    cases.archive.clock.at += dt.timedelta(hours=1)
    receipt = archive(cases)[0].receipt
    assert receipt.version == 1
    kept = [version.key for version in cases.archive.store.versions(ARCHIVE, "aip-case/")]
    assert sorted(kept) == sorted(receipt.objects)
