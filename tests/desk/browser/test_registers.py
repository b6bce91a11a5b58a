"""The page of registers in a real browser: opened by paper, office and year, taken as files, closed once."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from vanban.domain.copies import COPY_SERIES
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.ports import Book

pytestmark = pytest.mark.browser


@pytest.fixture
def year(house) -> int:
    """A year that is over, with one line in the book of each kind, and one of another office."""
    over = house.services.clock.now().year - 1
    for direction, office, series, kind, symbol in (
        (Direction.INCOMING, "van-phong", "", "công văn", "SNV-VP"),
        (Direction.OUTGOING, "van-phong", "", "quyết định", "QĐ-UBND"),
        (Direction.OUTGOING, "van-phong", COPY_SERIES, "bản sao y", "SY-UBND"),
        (Direction.INCOMING, "phong-khac", "", "thông báo", "TB-PK"),
    ):
        entry = RegisterEntry(
            type_name=kind, code_number="01", code_notation=symbol, subject="=1+1 về việc thử nghiệm sổ của năm",
            issued_date=dt.date(over, 3, 2), arrival_date=dt.date(over, 3, 3), organ_name="SỞ NỘI VỤ TỈNH MẪU",
            signer_full_name="Trần Thị Mẫu", to_places="Như trên; Lưu: VT", page_amount=2,
            description="Sao từ công văn 15/SNV-VP ngày 02/01/2026 của SỞ NỘI VỤ TỈNH MẪU" if series else "",
        )  # fmt: skip
        one = house.add(
            f"%PDF-1.7 {symbol}".encode(), direction=direction, office=office, entry=entry,
            state=State.SEALED if direction is Direction.OUTGOING else State.REGISTERED,
        )  # fmt: skip
        with house.services.register.begin() as uow:
            uow.numbers.take(Book(office, direction, over, series), document_id=one.id)
            uow.commit()
    return over


def opened(page: Any, paper: str, **chosen: str) -> str:
    """Choose a paper in the form, press the button, and return what the page shows."""
    page.goto("/registers")
    page.select_option("select[name=paper]", paper)
    for name, value in chosen.items():
        page.select_option(f"select[name={name}]", value)
    page.click("form.registers button")
    page.wait_for_url(f"**/registers?*paper={paper}*")
    return str(page.inner_text("main"))


def taken(page: Any, link: str) -> bytes:
    with page.expect_download() as download:
        page.click(f"text={link}")
    return Path(download.value.path()).read_bytes()


def test_a_clerk_opens_takes_and_closes_the_books_of_a_year_that_is_over(house, page, walk, year):
    walk.log_in("vanthu")
    assert "01/SNV-VP" not in opened(page, "so-den", year=str(year + 1))
    for paper, line in (("so-den", "01/SNV-VP"), ("so-di", "01/QĐ-UBND"), ("so-sao", "01/SY-UBND")):
        assert line in opened(page, paper, year=str(year))
        walk.look(f"registers-{paper}", whole=True)
        pdf = PdfReader(io.BytesIO(taken(page, "Tải PDF để in")))
        assert line in "".join(one.extract_text() for one in pdf.pages)
        with zipfile.ZipFile(io.BytesIO(taken(page, "Tải Excel"))) as book:
            assert "=1+1 về việc thử nghiệm" in book.read("xl/sharedStrings.xml").decode()
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        # Opening the fold is the first of two acts; the button says once more what it does.
        assert not page.is_visible("button.danger")
        page.click(f"summary:has-text('Khóa sổ năm {year}')")
        walk.look(f"registers-{paper}-closing")
        page.dblclick("button.danger")
        page.wait_for_selector("text=Sổ đã khóa ngày")
        assert page.locator("details.close").count() == 0
    for book in ("den", "di", COPY_SERIES):
        assert house.events(f"van-phong/{book}/{year}") == ["book.closed"]
    assert page.troubles == []


def test_who_inspects_chooses_among_the_offices_and_cannot_close(page, walk, year):
    walk.log_in("kiemtra")
    assert "01/TB-PK" in opened(page, "so-den", office="phong-khac", year=str(year))
    assert "01/TB-PK" not in opened(page, "so-den", office="van-phong", year=str(year))
    assert page.locator("details.close").count() == 0
    assert page.troubles == []
