"""Closing the registers of a year that is over: what was printed then is kept, and what is not finished is named."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io

import pytest
from pypdf import PdfReader

from storage.memory_store import MemoryStore
from tests.workflows.office.book_office import Office
from vanban.domain.copies import COPY_SERIES
from vanban.domain.document import Direction, State
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.domain.issuing import Act, Dispatch, Way
from vanban.ports import Book
from vanban.workflows.books import write_out
from vanban.workflows.close_book import close_book
from vanban.workflows.papers import FileForm, Paper, Wanted


@pytest.fixture
def office(new_document) -> Office:
    return Office(new_document)


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
