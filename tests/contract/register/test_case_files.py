"""Case files and the receipts of their packages. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.casefile import CaseFile, CaseReceipt, CaseState, FileCode, FiledDocument
from vanban.domain.errors import NotFoundError, RefusedError, StaleStateError
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
FILE = CaseFile(
    id="case-0",
    office="van-phong",
    code=FileCode("000.00.00.H26", 2026, "02.TCCB"),
    title="Hồ sơ tuyển dụng năm 2026",
    maintenance="70N",
    opened_by="luutru",
    opened_at=NOW,
    creator="Nguyễn Văn Mẫu",
    rights="Hạn chế",
    description="mô tả",
)


def another(number: int, **fields) -> CaseFile:
    code = dataclasses.replace(FILE.code, file_notation=f"{number:02d}.TCCB")
    return dataclasses.replace(FILE, **{"id": f"case-{number}", "code": code} | fields)


@pytest.fixture
def opened(any_register: Register) -> Register:
    with any_register.begin() as uow:
        uow.case_files.add(FILE)
        uow.commit()
    return any_register


def test_a_case_file_is_kept_as_it_was_opened_and_its_code_is_taken(opened: Register) -> None:
    with opened.begin() as uow:
        assert uow.case_files.get(FILE.id) == FILE
        with pytest.raises(RefusedError, match=r"02\.TCCB"):
            uow.case_files.add(dataclasses.replace(FILE, id="case-9"))
    with opened.begin() as uow, pytest.raises(RefusedError):
        uow.case_files.add(another(5, id=FILE.id))
    with opened.begin() as uow, pytest.raises(NotFoundError):
        uow.case_files.get("unknown")


def test_case_files_are_listed_by_year_and_code(opened: Register) -> None:
    earlier = another(9, code=FileCode(FILE.code.organ_id, 2025, "09.TCCB"))
    with opened.begin() as uow:
        uow.case_files.add(another(1, office="phong-khac", state=CaseState.CLOSED))
        uow.case_files.add(earlier)
        assert [one.code.file_notation for one in uow.case_files.list()] == ["09.TCCB", "01.TCCB", "02.TCCB"]
        assert [one.code.file_notation for one in uow.case_files.list(office="phong-khac")] == ["01.TCCB"]
        assert [one.code.file_notation for one in uow.case_files.list(state=CaseState.OPEN)] == ["09.TCCB", "02.TCCB"]
        assert len(uow.case_files.list(limit=1)) == 1


def test_a_case_file_goes_only_the_way_that_there_is(opened: Register) -> None:
    ended = dt.date(2026, 12, 1)
    with opened.begin() as uow:
        closed = uow.case_files.change(FILE.id, expect=CaseState.OPEN, state=CaseState.CLOSED, ended=ended, doc_total=3)
        assert uow.case_files.get(FILE.id) == closed
        assert (closed.ended, closed.doc_total, closed.title) == (ended, 3, FILE.title)
        with pytest.raises(StaleStateError):
            uow.case_files.change(FILE.id, expect=CaseState.OPEN, title="khác")
        with pytest.raises(StaleStateError):
            uow.case_files.change(FILE.id, expect=CaseState.CLOSED, state=CaseState.OPEN)
        with pytest.raises(RefusedError):
            uow.case_files.change(
                FILE.id, expect=CaseState.CLOSED, code=dataclasses.replace(FILE.code, file_notation="99.TCCB")
            )
        with pytest.raises(NotFoundError):
            uow.case_files.change("unknown", expect=CaseState.OPEN, title="khác")


def test_a_document_is_in_many_case_files_and_in_each_once(opened: Register, records) -> None:
    one, two = records.stored(), records.stored()
    with opened.begin() as uow:
        uow.case_files.add(another(7))
        assert uow.case_files.file(FiledDocument(FILE.id, one.id, 2, "luutru", NOW)) is True
        assert uow.case_files.file(FiledDocument(FILE.id, one.id, 5, "khac", NOW)) is False
        assert uow.case_files.file(FiledDocument("case-7", one.id, 1, "luutru", NOW, 2, "đến muộn")) is True
        uow.case_files.file(FiledDocument(FILE.id, two.id, 1, "luutru", NOW))
        uow.commit()
    with opened.begin() as uow:
        assert [filed.document_id for filed in uow.case_files.documents(FILE.id)] == [two.id, one.id]
        assert uow.case_files.documents("case-7") == [FiledDocument("case-7", one.id, 1, "luutru", NOW, 2, "đến muộn")]
        assert uow.case_files.holding(one.id) == [FILE.id, "case-7"]
        uow.case_files.renumber(FILE.id, {one.id: 1, two.id: 2})
        assert [filed.document_id for filed in uow.case_files.documents(FILE.id)] == [one.id, two.id]
        assert uow.case_files.take_out(FILE.id, one.id) is True
        assert uow.case_files.take_out(FILE.id, one.id) is False
        assert uow.case_files.holding(one.id) == ["case-7"]


def test_nothing_is_taken_out_of_a_closed_case_file(opened: Register, records) -> None:
    one = records.stored()
    with opened.begin() as uow:
        uow.case_files.file(FiledDocument(FILE.id, one.id, 1, "luutru", NOW))
        uow.case_files.change(FILE.id, expect=CaseState.OPEN, state=CaseState.CLOSED)
        with pytest.raises(StaleStateError):
            uow.case_files.take_out(FILE.id, one.id)


def test_only_what_is_there_is_filed(opened: Register) -> None:
    with opened.begin() as uow, pytest.raises(NotFoundError):
        uow.case_files.file(FiledDocument("unknown", "d", 1, "luutru", NOW))

    def file_unknown() -> None:
        with opened.begin() as uow:
            uow.case_files.file(FiledDocument(FILE.id, "unknown", 1, "luutru", NOW))
            uow.commit()

    with pytest.raises(NotFoundError):
        file_unknown()


def test_what_is_to_be_handed_over_is_found_the_earliest_first(opened: Register) -> None:
    closed = {"state": CaseState.CLOSED, "closed_at": NOW, "closed_by": "luutru"}
    with opened.begin() as uow:
        uow.case_files.add(another(3, **closed, ended=dt.date(2026, 6, 30)))
        uow.case_files.add(another(4, **closed | {"state": CaseState.ARCHIVED}, ended=dt.date(2025, 6, 30)))
        uow.case_files.add(another(5, ended=dt.date(2025, 1, 1)))
        handed_over = closed | {"handed_over_at": NOW, "handed_over_by": "luutru"}
        uow.case_files.add(another(6, **handed_over, ended=dt.date(2025, 1, 1)))
        assert [one.id for one in uow.case_files.to_hand_over(ended_before=dt.date(2026, 7, 1))] == ["case-4", "case-3"]
        assert [one.id for one in uow.case_files.to_hand_over(ended_before=dt.date(2026, 6, 30))] == ["case-4"]


def test_receipts_are_kept_for_each_version(opened: Register) -> None:
    later = NOW + dt.timedelta(days=30)
    first = CaseReceipt(FILE.id, 1, "case/x/v1/", "1" * 64, later, NOW, {"case/x/v1/inventory.json": "1" * 64})
    second = dataclasses.replace(first, version=2, package="case/x/v2/", archived_at=later)
    with opened.begin() as uow:
        assert uow.case_receipts.get(FILE.id) is None
        uow.case_receipts.add(second)
        uow.case_receipts.add(first)
        uow.case_receipts.add(dataclasses.replace(first, package="other"))
        uow.commit()
    with opened.begin() as uow:
        assert uow.case_receipts.get(FILE.id) == second
        assert uow.case_receipts.list() == uow.case_receipts.list(case_file_id=FILE.id) == [first, second]
        assert uow.case_receipts.list(case_file_id="other") == []
        assert uow.case_receipts.list(limit=1) == [first]
