"""Archive receipts, and which bytes belong to a document. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import datetime as dt

from vanban.ports import Register


def test_the_first_receipt_of_a_document_stays(any_register: Register, records) -> None:
    one, two = records.stored(), records.stored()
    with any_register.begin() as uow:
        assert uow.receipts.get(one.id) is None
        uow.receipts.add(records.receipt(one.id))
        uow.receipts.add(records.receipt(one.id, package="other"))
        uow.receipts.add(records.receipt(two.id, archived_at=records.now - dt.timedelta(days=1)))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.receipts.get(one.id) == records.receipt(one.id)
        assert [r.document_id for r in uow.receipts.list()] == [two.id, one.id]
        assert len(uow.receipts.list(limit=1)) == 1


def test_the_newest_version_of_a_package_counts_and_every_receipt_stays(any_register: Register, records) -> None:
    one = records.stored()
    first = records.receipt(one.id)
    second = records.receipt(one.id, package=f"{first.package}/v2", archived_at=records.now + dt.timedelta(days=9))
    with any_register.begin() as uow:
        uow.receipts.add(first)
        uow.receipts.add_version(second)
        uow.receipts.add_version(records.receipt(one.id, package=second.package, manifest_sha256="9" * 64))
        uow.receipts.add(records.receipt(one.id, package="another"))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.receipts.get(one.id) == second
        assert uow.receipts.list() == [first, second]


def test_evidence_is_noted_once_in_order(any_register: Register, records) -> None:
    one = records.stored()
    with any_register.begin() as uow:
        for role, digest in [("original", "1"), ("signed", "3"), ("original", "1"), ("sealed", "4"), ("signed", "5")]:
            uow.evidence.add(one.id, role=role, sha256=digest * 64, at=records.now)
        uow.commit()
    with any_register.begin() as uow:
        roles = [("original", "1" * 64), ("signed", "3" * 64), ("sealed", "4" * 64), ("signed", "5" * 64)]
        assert uow.evidence.list(one.id) == roles
        assert uow.evidence.list("unknown") == []


def test_evidence_may_be_noted_before_its_document_in_one_unit_of_work(any_register: Register, records) -> None:
    one = records.document()
    with any_register.begin() as uow:
        uow.evidence.add(one.id, role="original", sha256=one.sha256, at=records.now)
        uow.documents.add(one)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.evidence.list(one.id) == [("original", one.sha256)]
