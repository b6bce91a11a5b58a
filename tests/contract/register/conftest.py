"""The contract of ``vanban.ports.Register``, on PostgreSQL and in memory, and records to try it with."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest

from vanban.domain.batch import Batch, BatchItem, Grant, Purpose
from vanban.domain.document import Direction, Document, RegisterEntry
from vanban.domain.evidence import ArchiveReceipt
from vanban.domain.intake import Disposition, IntakeItem
from vanban.ports import Book, Register
from vanban.register.memory import MemoryRegister


class Records:
    """Makes records, each with an id of its own; ``stored`` ones are in the register already."""

    now = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
    book = Book(office="van-phong", direction=Direction.INCOMING, year=2026)
    entry = RegisterEntry(
        organ_id="000.00.00.H26",
        file_catalog=3,
        file_notation="HS-01",
        doc_ordinal=7,
        type_name="quyết định",
        code_number="05",
        code_notation="QĐ-UBND",
        issued_date=dt.date(2026, 3, 1),
        organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        subject="Về việc thử sổ đăng ký",
        page_amount=4,
        description="mô tả",
        arrival_date=dt.date(2026, 3, 2),
        arrival_number=12,
        signer_position="CHỦ TỊCH",
        signer_full_name="Nguyễn Văn Mẫu",
        priority=3,
        to_places="Như trên; Lưu: VT",
        trace_header_list="…",
        due_date=dt.date(2026, 4, 1),
        issued_amount=2,
        sphere="Văn hóa – Xã hội",
    )
    """Every field filled."""

    def __init__(self, register: Register, new_document: Callable[..., Document]) -> None:
        self._register = register
        self.document = new_document
        self._numbers = itertools.count(1)

    def next_number(self) -> int:
        return next(self._numbers)

    def stored(self, **fields) -> Document:
        one = self.document(**fields)
        with self._register.begin() as uow:
            uow.documents.add(one)
            uow.commit()
        return one

    def item(self, **fields) -> IntakeItem:
        n = self.next_number()
        usual = {
            "claim_id": f"claim-{n:04}",
            "disposition": Disposition.ACCEPTED,
            "sha256": f"{n:064x}",
            "size": 99,
            "received_at": self.now + dt.timedelta(seconds=n),
            "received_by": "vanthu",
            "office": "van-phong",
            "direction": Direction.OUTGOING,
            "file_name": "Tờ trình.pdf",
            "document_id": f"doc-{n:04}",
        }
        return IntakeItem(**usual | fields)

    def stored_batch(self, *, size: int = 2, **fields) -> Batch:
        ids = [self.stored().id for _ in range(size)]
        described = {"sha256": "a" * 64, "kind": "công văn", "number": "05/UBND", "subject": "Về việc"}
        usual = {
            "id": f"batch-{self.next_number()}",
            "purpose": Purpose.SIGN,
            "office": "van-phong",
            "created_by": "lanhdao",
            "created_at": self.now,
            "items": tuple(BatchItem(document_id=one, **described) for one in ids),
        }
        batch = Batch(**usual | fields)
        with self._register.begin() as uow:
            uow.batches.add(batch)
            uow.commit()
        return batch

    def grant(self, batch: Batch, **fields) -> Grant:
        usual = {
            "id": f"grant-{self.next_number()}",
            "batch_id": batch.id,
            "manifest_sha256": batch.manifest_sha256,
            "person": "lanhdao",
            "certificate_sha256": "c" * 64,
            "granted_at": self.now,
            "expires_at": self.now + dt.timedelta(minutes=15),
            "sealed_pin": b"\x00sealed\xff",
        }
        return Grant(**usual | fields)

    def receipt(self, document_id: str, **fields) -> ArchiveReceipt:
        usual = {
            "package": f"packages/{document_id}",
            "manifest_sha256": "1" * 64,
            "retain_until": self.now + dt.timedelta(days=3650),
            "archived_at": self.now,
            "objects": {"a": "2" * 64},
        }
        return ArchiveReceipt(document_id=document_id, **usual | fields)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.services)])
def any_register(request: pytest.FixtureRequest) -> Register:
    return MemoryRegister() if request.param == "memory" else request.getfixturevalue("register")


@pytest.fixture
def records(any_register: Register, new_document: Callable[..., Document]) -> Records:
    return Records(any_register, new_document)
