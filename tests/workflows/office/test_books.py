"""Registers and reports made of what clerks, officials and units did: the workflows over a register in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io

import pytest
from pypdf import PdfReader

from storage.memory_store import MemoryStore
from storage.retention import load_schedule
from vanban.clock import HANOI
from vanban.domain.copies import COPY_SERIES
from vanban.domain.directions import Assignment, Involvement, Progress
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.issuing import Act, Dispatch, OutgoingAct, Way
from vanban.ports import Book
from vanban.register.memory import MemoryRegister
from vanban.workflows.books import BookOffice, sheet_of, write_out
from vanban.workflows.case_files import CaseOffice, add_document, open_case_file
from vanban.workflows.close_book import close_book
from vanban.workflows.direct_document import DirectionRoom, Person, direct_document, report_progress
from vanban.workflows.papers import FileForm, Paper, Wanted

NOW = dt.datetime(2026, 3, 10, 3, 0, tzinfo=dt.UTC)
ENTRY = RegisterEntry(
    type_name="công văn", code_number="15", code_notation="UBND-VX", issued_date=dt.date(2026, 3, 1),
    organ_name="ỦY BAN NHÂN DÂN TỈNH MẪU", subject="về việc thử", arrival_date=dt.date(2026, 3, 2),
    signer_full_name="Trần Thị Mẫu", to_places="Như trên; Lưu: VT", issued_amount=3,
)  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> dt.datetime:
        return self.at


class Office:
    """One office with its books."""

    def __init__(self, new_document) -> None:
        self.clock, self.register, self.new_document = Clock(), MemoryRegister(), new_document
        cases = CaseOffice(
            register=self.register, schedule=load_schedule(None), clock=self.clock, organ_id="000.00.00.H26"
        )
        self.books = BookOffice(
            register=self.register,
            store=MemoryStore(),
            clock=self.clock,
            cases=cases,
            organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        )
        self.room = DirectionRoom(register=self.register, clock=self.clock)

    def registered(self, *, direction=Direction.INCOMING, state=State.REGISTERED, void="", series="", **entry) -> str:
        book = Book("van-phong", direction, 2026, series)
        one = self.new_document(
            office="van-phong", direction=direction, state=state, entry=dataclasses.replace(ENTRY, **entry)
        )
        with self.register.begin() as uow:
            uow.documents.add(one)
            number = uow.numbers.take(book, document_id=one.id)
            if void:
                uow.numbers.void(book, document_id=one.id, reason=void)
            uow.events.append(at=self.clock.at, actor="vanthu", name="document.registered", subject=one.id)
            if state is State.SEALED:
                uow.events.append(at=self.clock.at, actor="vanthu", name="document.sealed", subject=one.id)
            uow.commit()
        assert number
        return one.id

    def acted(self, document_id: str, act: Act, *dispatches: Dispatch) -> None:
        done = OutgoingAct(
            id=new_id(), document_id=document_id, act=act, by="vanthu", at=NOW, day=NOW.date(), dispatches=dispatches
        )
        with self.register.begin() as uow:
            uow.issuing.add(done)
            uow.commit()

    def given(self, document_id: str, *who: str, due: dt.date | None = None) -> None:
        roles = [Involvement.LEADS, *[Involvement.ASSISTS] * len(who)]
        given = [Assignment(name, role, due) for name, role in zip(who, roles, strict=False)]
        direct_document(
            document_id, by=Person("lanhdao", "van-phong"), words="Giao xử lý", assignments=given, room=self.room
        )

    def rows(self, paper: Paper, table: int = 0, **wanted) -> list[tuple[str, ...]]:
        asked = Wanted(**{"paper": paper, "office": "van-phong", "year": 2026} | wanted)
        return [row.cells for row in sheet_of(asked, office=self.books).tables[table].rows]


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


def test_the_book_of_copies_says_what_was_copied_for_whom_and_is_closed_like_the_others(office):
    copies = {
        "direction": Direction.OUTGOING, "series": COPY_SERIES, "type_name": "bản sao y", "code_number": "01",
        "code_notation": "SY-UBND", "description": "Sao từ công văn 15/SNV ngày 02/01/2026 của SỞ NỘI VỤ",
        "page_amount": 4,
    }  # fmt: skip
    first = office.registered(**copies, state=State.SEALED)
    office.acted(first, Act.ISSUED, Dispatch("Trạm Y tế", Way.POST))
    office.registered(
        **copies | {"type_name": "bản trích sao", "code_number": "02"}, void="sao nhầm", state=State.RETURNED
    )
    made_of = "Công văn 15/SNV ngày 02/01/2026 của SỞ NỘI VỤ"
    assert office.rows(Paper.COPIES) == [
        ("01/SY-UBND", "01/03/2026", "Sao y", made_of, "về việc thử", "4", "Trạm Y tế", "10/03/2026", "", ""),
        ("02/SY-UBND", "01/03/2026", "Trích sao", made_of, "về việc thử", "4", "Như trên; Lưu: VT", "", "",
         "Hủy số: sao nhầm"),
    ]  # fmt: skip
    assert office.rows(Paper.OUTGOING) == []
    office.clock.at = NEXT_YEAR
    book = Book("van-phong", Direction.OUTGOING, 2026, COPY_SERIES)
    closing = close_book(book, actor="vanthu", office=office.books)
    assert (closing.series, closing.last, closing.voided) == (COPY_SERIES, 2, 1)
    with office.register.begin() as uow:
        [event] = uow.events.list(subject="van-phong/sao/2026")
        assert uow.registers.closing(BOOK_DI) is None
    assert event.name == "book.closed"
    wanted = Wanted(paper=Paper.COPIES, office="van-phong", year=2026)
    pdf = write_out(wanted, FileForm.PDF, actor="kiemtra", office=office.books)
    assert hashlib.sha256(pdf).hexdigest() == closing.pdf_sha256
    assert "SỔ ĐĂNG KÝ BẢN SAO VĂN BẢN" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


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


BOOK_DEN = Book("van-phong", Direction.INCOMING, 2026)
BOOK_DI = Book("van-phong", Direction.OUTGOING, 2026)
NEXT_YEAR = dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC)
"""The first moment of 2027 here."""


def test_a_year_is_closed_once_it_is_over_here_and_the_printed_book_is_kept(office):
    first = office.registered()
    office.registered(void="gửi nhầm", state=State.RETURNED)
    office.clock.at = NEXT_YEAR - dt.timedelta(seconds=1)
    with pytest.raises(RefusedError, match="2026"):
        close_book(BOOK_DEN, actor="vanthu", office=office.books)
    office.clock.at = NEXT_YEAR
    closing = close_book(BOOK_DEN, actor="vanthu", office=office.books)
    assert (closing.last, closing.voided, closing.missing) == (2, 1, 0)
    office.clock.at += dt.timedelta(days=1)
    assert close_book(BOOK_DEN, actor="khac", office=office.books) == closing
    with office.register.begin() as uow:
        [event] = uow.events.list(subject="van-phong/den/2026")
    assert (event.actor, event.name) == ("vanthu", "book.closed")
    assert dict(event.data) == {"last": 2, "voided": 1, "missing": 0, "pdf_sha256": closing.pdf_sha256}
    # What is directed later changes the page, never the book as it was closed.
    office.given(first, "phong-van-hoa")
    wanted = Wanted(paper=Paper.INCOMING, office="van-phong", year=2026)
    pdf = write_out(wanted, FileForm.PDF, actor="kiemtra", office=office.books)
    assert hashlib.sha256(pdf).hexdigest() == closing.pdf_sha256
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "Khóa sổ ngày 01/01/2027, người khóa sổ: vanthu." in text
    assert "Số đã hủy: 1 (2). Số bị bỏ trống: 0." in text


def test_what_is_not_signed_and_sealed_is_named_and_the_book_stays_open(office):
    office.registered(direction=Direction.OUTGOING, state=State.SEALED)
    office.registered(direction=Direction.OUTGOING, code_number="16")
    office.registered(direction=Direction.OUTGOING, state=State.RETURNED, void="soạn lại", code_number="17")
    office.clock.at = NEXT_YEAR
    with pytest.raises(RefusedError) as refused:
        close_book(BOOK_DI, actor="vanthu", office=office.books)
    assert "16/UBND-VX" in refused.value.vi
    assert "17/UBND-VX" not in refused.value.vi
    with office.register.begin() as uow:
        assert uow.registers.closing(BOOK_DI) is None


def test_a_book_in_which_nothing_stands_is_not_closed(office):
    office.clock.at = NEXT_YEAR
    with pytest.raises(NotFoundError):
        close_book(BOOK_DI, actor="vanthu", office=office.books)


class AlteredStore(MemoryStore):
    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        return b"%PDF-1.7 another"


def test_a_kept_book_that_was_altered_is_not_handed_out(office):
    office.registered()
    office.clock.at = NEXT_YEAR
    close_book(BOOK_DEN, actor="vanthu", office=office.books)
    elsewhere = dataclasses.replace(office.books, store=AlteredStore())
    with pytest.raises(IntegrityError):
        write_out(
            Wanted(paper=Paper.INCOMING, office="van-phong", year=2026), FileForm.PDF, actor="x", office=elsewhere
        )


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
        assert sheet.remarks[-1] == "Viết bằng chữ: một hồ sơ (đơn vị bảo quản)."
