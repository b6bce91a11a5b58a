"""A ZIP in the intake folder: one document with its attachments, or one reason, and the account balances."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from processors.examination import SandboxedExaminer
from processors.reading import SandboxedReader
from vanban.ports import RECORDS
from vanban.settings import Limits
from vanban.workflows.account import take_account
from vanban.workflows.process import process_waiting
from vanban.workflows.receive import receive_settled


def dropped(office, name: str, **members: str):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    path = office.home / "intake" / "den" / "van-phong" / name
    path.write_bytes(stream.getvalue())
    return path


def received(office):
    reception = replace(office.reception, examiner=SandboxedExaminer(limits=Limits()))
    return list(receive_settled(reception, keep_on=lambda: True))


def test_a_zip_is_one_document_whose_attachments_are_listed(office) -> None:
    data = dropped(office, "a.zip", **{"một.txt": "Kính gửi Sở Nội vụ", "hai.txt": "Danh sách"}).read_bytes()

    (item,) = received(office)
    room = replace(office.reading_room, reader=SandboxedReader(limits=Limits()))
    (document,) = process_waiting(room, keep_on=lambda: True)

    assert (item.disposition.value, document.media_type, document.pages) == ("accepted", "application/zip", 2)
    assert [one["name"] for one in document.reading["attachments"]] == ["một.txt", "hai.txt"]
    assert (document.state.value, document.reason) == ("NEEDS_REVIEW", "low-confidence")
    assert office.memory_store.get(RECORDS, next(iter(office.memory_store.versions(RECORDS))).key) == data
    account = take_account(office.accounting)
    assert (account.balanced, account.seen, account.in_progress) == (True, 1, 1)


def test_one_suspect_inside_locks_the_whole_and_stores_nothing(office) -> None:
    dropped(office, "a.zip", **{"một.txt": "Kính gửi Sở Nội vụ", "hai.txt": "TUYỆT MẬT\n\nBáo cáo"})

    (item,) = received(office)

    assert (item.disposition.value, item.file_name) == ("suspect", "")
    assert list(office.memory_store.versions(RECORDS)) == []
    assert list((office.home / "work").rglob("*.txt")) == []
    account = take_account(office.accounting)
    assert (account.balanced, account.seen, account.suspect) == (True, 1, 1)


def test_one_file_that_cannot_be_checked_keeps_the_whole_out(office) -> None:
    dropped(office, "a.zip", **{"một.txt": "Kính gửi Sở Nội vụ", "hai.exe": "MZ"})

    (item,) = received(office)

    assert (item.disposition.value, item.reason) == ("quarantined", "part-refused")
    assert "nộp riêng từng tệp" in (office.home / "quarantine" / item.claim_id / "reason.json").read_text()
    assert take_account(office.accounting).balanced
