"""Registers and reports made of what clerks, officials and units did: the workflows over a register in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.workflows.office.book_office import Office
from vanban.clock import HANOI
from vanban.domain.directions import Progress
from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError
from vanban.domain.issuing import Act
from vanban.workflows.books import sheet_of, write_out
from vanban.workflows.case_files import add_document, open_case_file
from vanban.workflows.direct_document import Person, report_progress
from vanban.workflows.papers import FileForm, Paper, Wanted


@pytest.fixture
def office(new_document) -> Office:
    return Office(new_document)


def test_the_incoming_book_says_who_has_what_in_the_columns_of_the_form(office):
    first, _ = office.registered(), office.registered(void="gửi nhầm nơi nhận", state=State.RETURNED)
    office.given(first, "phong-van-hoa", "phong-tai-chinh")
    assert office.rows(Paper.INCOMING) == [
        ("02/03/2026", "1", "ỦY BAN NHÂN DÂN TỈNH MẪU", "15/UBND-VX", "01/03/2026", "Công văn về việc thử",
         "phong-van-hoa; phong-tai-chinh (phối hợp)", "10/03/2026", "", ""),
        ("02/03/2026", "2", "ỦY BAN NHÂN DÂN TỈNH MẪU", "15/UBND-VX", "01/03/2026", "Công văn về việc thử",
         "Như trên; Lưu: VT", "", "", "Hủy số: gửi nhầm nơi nhận"),
    ]  # fmt: skip


def test_a_moment_is_of_the_day_it_is_here_not_in_utc(office):
    office.clock.at = dt.datetime(2026, 3, 9, 18, 30, tzinfo=dt.UTC)
    office.registered(direction=Direction.OUTGOING, state=State.SEALED)
    [row] = office.rows(Paper.OUTGOING)
    assert row == (
        "15/UBND-VX", "01/03/2026", "Công văn về việc thử", "Trần Thị Mẫu", "Như trên; Lưu: VT", "Văn thư", "3",
        "10/03/2026", "", "",
    )  # fmt: skip
    assert office.clock.at.astimezone(HANOI).day == 10


def test_the_follow_up_book_says_how_far_it_is_and_the_answer(office):
    done, late = office.registered(), office.registered()
    office.given(done, "phong-van-hoa", due=dt.date(2026, 3, 12))
    office.given(late, "phong-tai-chinh", due=dt.date(2026, 3, 12))
    by = Person("x", "phong-van-hoa")
    report_progress(done, by=by, progress=Progress.DONE, answer="20/VHTT", room=office.room)
    office.clock.at += dt.timedelta(days=5)
    named = "Công văn số 15/UBND-VX ngày 01/03/2026, ỦY BAN NHÂN DÂN TỈNH MẪU"
    assert office.rows(Paper.FOLLOW_UP) == [
        ("1", named, "phong-van-hoa", "12/03/2026", "Đã giải quyết", "20/VHTT", ""),
        ("2", named, "phong-tai-chinh", "12/03/2026", "Đang giải quyết, quá hạn", "", ""),
    ]


def test_the_incoming_report_counts_by_who_leads_and_names_what_is_late(office):
    done, late = office.registered(), office.registered()
    office.registered()
    office.registered(void="gửi nhầm", state=State.RETURNED)
    for one in (done, late):
        office.given(one, "phong-van-hoa", due=dt.date(2026, 3, 12))
    report_progress(done, by=Person("x", "phong-van-hoa"), progress=Progress.DONE, room=office.room)
    office.clock.at += dt.timedelta(days=5)
    wanted = Wanted(paper=Paper.INCOMING_REPORT, office="van-phong", year=2026)
    report = sheet_of(wanted, office=office.books)
    assert [column.name for column in report.tables[0].columns][:3] == [
        "Đơn vị, cá nhân chủ trì", "Tổng số", "Chờ ý kiến lãnh đạo",
    ]  # fmt: skip
    assert [row.cells for row in report.tables[0].rows] == [
        ("(chưa giao)", "1", "1", "0", "0", "0", "0", "0", "0"),
        ("phong-van-hoa", "2", "0", "0", "0", "1", "1", "0", "0"),
        ("Tổng số văn bản", "3", "1", "0", "0", "1", "1", "0", "0"),
    ]
    assert office.rows(Paper.INCOMING_REPORT, table=1) == [
        ("2", "15/UBND-VX", "Công văn về việc thử", "phong-van-hoa", "12/03/2026", "3"),
    ]
    assert any("50,0%" in line for line in report.remarks)
    assert any("Số đã hủy: 1" in line for line in report.remarks)


def test_the_outgoing_report_counts_by_kind_and_names_what_is_not_finished(office):
    office.registered(direction=Direction.OUTGOING, state=State.SEALED)
    office.registered(direction=Direction.OUTGOING, state=State.SIGNED, code_number="16")
    office.registered(direction=Direction.OUTGOING, type_name="quyết định", code_number="17")
    sent = office.registered(direction=Direction.OUTGOING, state=State.ARCHIVED, code_number="18")
    office.acted(sent, Act.ISSUED)
    back = office.registered(direction=Direction.OUTGOING, state=State.ARCHIVED, code_number="19")
    office.acted(back, Act.ISSUED)
    office.acted(back, Act.RECALL_DECIDED)
    wanted = Wanted(paper=Paper.OUTGOING_REPORT, office="van-phong", year=2026)
    counts, unfinished = sheet_of(wanted, office=office.books).tables
    assert [column.name for column in counts.columns[2:]] == [
        "Chờ ký", "Đã ký, chờ dấu", "Chờ phát hành", "Đã phát hành", "Thu hồi",
    ]  # fmt: skip
    assert [row.cells for row in counts.rows] == [
        ("Công văn", "4", "0", "1", "1", "1", "1"),
        ("Quyết định", "1", "1", "0", "0", "0", "0"),
        ("Tổng số", "5", "1", "1", "1", "1", "1"),
    ]
    assert [(row.cells[0], row.cells[-1]) for row in unfinished.rows] == [
        ("15/UBND-VX", "Chờ phát hành"), ("16/UBND-VX", "Đã ký, chờ dấu"), ("17/UBND-VX", "Chờ ký"),
    ]  # fmt: skip


def test_the_lists_of_case_files_and_of_what_is_in_one(office):
    case_file = open_case_file(
        file_catalog=2026, file_notation="01.TCCB", title="Hồ sơ thử", maintenance="10N", unit="van-phong",
        actor="vanthu", office=office.books.cases,
    )  # fmt: skip
    add_document(case_file.id, office.registered(), actor="vanthu", office=office.books.cases)
    [row] = office.rows(Paper.CASE_FILES)
    assert row[1:3] == ("01.TCCB", "Hồ sơ thử")
    [row] = office.rows(Paper.CASE_DOCUMENTS, case_file=case_file.id)
    assert row[1:5] == ("15/UBND-VX", "01/03/2026", "Công văn về việc thử", "ỦY BAN NHÂN DÂN TỈNH MẪU")
    with pytest.raises(NotFoundError):
        office.rows(Paper.CASE_DOCUMENTS, case_file=case_file.id, office="phong-khac")


def test_a_long_book_is_read_in_pieces_and_a_page_of_it_alone(office):
    for _ in range(502):
        office.registered()
    wanted = Wanted(paper=Paper.INCOMING, office="van-phong", year=2026)
    whole = sheet_of(wanted, office=office.books)
    assert [row.cells[1] for row in whole.tables[0].rows] == [str(n) for n in range(1, 503)]
    assert "Từ số 1 đến số 502" in whole.remarks
    page = sheet_of(wanted, office=office.books, after=500, limit=50)
    assert [row.cells[1] for row in page.tables[0].rows] == ["501", "502"]


@pytest.mark.parametrize(("form", "begin"), [(FileForm.PDF, b"%PDF-"), (FileForm.WORKBOOK, b"PK")])
def test_what_is_written_out_is_noted_with_who_had_it(office, form, begin):
    office.registered()
    wanted = Wanted(paper=Paper.INCOMING, office="van-phong", year=2026)
    assert write_out(wanted, form, actor="vanthu", office=office.books).startswith(begin)
    with office.register.begin() as uow:
        [event] = uow.events.list(subject="so-den-van-phong-2026")
    assert (event.actor, event.name, dict(event.data)) == (
        "vanthu", "book.written-out", {"form": form.value, "lines": 1},
    )  # fmt: skip


NUMBER, DAY, SUBJECT = "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản"


@pytest.mark.parametrize(
    ("paper", "form"),
    [
        (Paper.INCOMING, ("Ngày đến", "Số đến", "Tác giả", NUMBER, DAY, SUBJECT, "Đơn vị hoặc người nhận",
                          "Ngày chuyển", "Ký nhận", "Ghi chú")),
        (Paper.OUTGOING, (NUMBER, DAY, SUBJECT, "Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu",
                          "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú")),
        (Paper.FOLLOW_UP, ("Số đến", "Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản",
                           "Đơn vị hoặc người nhận", "Thời hạn giải quyết", "Tiến độ giải quyết",
                           "Số, ký hiệu văn bản trả lời", "Ghi chú")),
        (Paper.CASE_FILES, ("Số TT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn bảo quản",
                            "Số tờ/ Số trang", "Ghi chú")),
        (Paper.CASE_DOCUMENTS, ("STT", NUMBER, "Ngày tháng năm văn bản", SUBJECT, "Tác giả văn bản",
                                "Tờ số/ Trang số", "Ghi chú")),
    ],
)  # fmt: skip
def test_every_form_has_the_columns_of_the_decree_in_its_order(office, paper, form):
    case_file = open_case_file(
        file_catalog=2026, file_notation="01.TCCB", title="Hồ sơ thử", maintenance="10N", unit="van-phong",
        actor="vanthu", office=office.books.cases,
    )  # fmt: skip
    wanted = Wanted(paper=paper, office="van-phong", year=2026, case_file=case_file.id)
    sheet = sheet_of(wanted, office=office.books)
    assert tuple(column.name for column in sheet.tables[0].columns) == form
    assert sum(column.width for column in sheet.tables[0].columns) <= 262
    if paper is Paper.CASE_FILES:
        assert sheet.remarks[-1] == "Viết bằng chữ: Một hồ sơ (đơn vị bảo quản)."


def test_units_are_called_by_their_names_in_registers_and_reports(office):
    one = office.registered()
    office.given(one, "phong-van-hoa", "phong-tai-chinh", due=dt.date(2026, 3, 12))
    names = {"phong-van-hoa": "Phòng Văn hóa", "van-phong": "Văn phòng"}
    office.books = dataclasses.replace(office.books, unit_names=names)
    assert office.rows(Paper.INCOMING)[0][6] == "Phòng Văn hóa; phong-tai-chinh (phối hợp)"
    assert office.rows(Paper.INCOMING_REPORT)[0][0] == "Phòng Văn hóa"
    wanted = Wanted(paper=Paper.FOLLOW_UP, office="van-phong", year=2026)
    sheet = sheet_of(wanted, office=office.books)
    assert (sheet.unit, sheet.tables[0].rows[0].cells[2]) == ("Văn phòng", "Phòng Văn hóa; phong-tai-chinh (phối hợp)")
