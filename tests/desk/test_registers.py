"""The page of registers: opened where it was written in last, by year and office, and taken as a file."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.desk.accounts import Account, Role
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.ports import Book


@pytest.fixture
def filled(house):
    """Sixty incoming documents of this year, and one outgoing."""
    year = house.services.clock.now().year
    for number in range(1, 62):
        direction = Direction.OUTGOING if number == 61 else Direction.INCOMING
        entry = RegisterEntry(
            type_name="công văn", code_number=str(number), code_notation="UBND-VX", subject=f"về việc <b>{number}</b>",
            issued_date=dt.date(year, 1, 2), arrival_date=dt.date(year, 1, 3), organ_name="SỞ MẪU",
        )  # fmt: skip
        one = house.add(f"%PDF-1.7 {number}".encode(), direction=direction, state=State.REGISTERED, entry=entry)
        with house.services.register.begin() as uow:
            uow.numbers.take(Book("van-phong", direction, year), document_id=one.id)
            uow.commit()
    return house


def test_the_clerk_finds_the_newest_lines_and_goes_back(filled):
    browser = filled.browser("vanthu")
    page = browser.get("/registers").text
    assert "về việc &lt;b&gt;60&lt;/b&gt;" in page
    assert "về việc &lt;b&gt;50&lt;/b&gt;" not in page
    assert "Trang 2/2" in page
    first = browser.get("/registers", params={"page": "1"}).text
    assert "về việc &lt;b&gt;1&lt;/b&gt;" in first
    assert "về việc &lt;b&gt;51&lt;/b&gt;" not in first
    outgoing = browser.get("/registers", params={"paper": "so-di"}).text
    assert "61/UBND-VX" in outgoing


def test_a_register_is_taken_as_a_file_and_noted(filled):
    browser = filled.browser("vanthu")
    year = filled.services.clock.now().year
    for form, begin in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        answer = browser.get("/registers/file", params={"paper": "so-den", "form": form})
        assert answer.status_code == 200
        assert f"so-den-van-phong-{year}.{form}" in answer.headers["content-disposition"]
        assert answer.content.startswith(begin)
    assert filled.events(f"so-den-van-phong-{year}") == ["book.written-out"] * 2


def test_every_paper_can_be_opened_and_what_means_nothing_opens_one_all_the_same(filled):
    browser = filled.browser("luutru")
    papers = ("so-theo-doi", "so-sao", "bao-cao-den", "bao-cao-di", "muc-luc-ho-so", "muc-luc-van-ban", "no-such-paper")
    nonsense = ("year=9", "year=abcd", "page=999999", "page=-1", "year=2025&page=3")
    for asked in (*(f"paper={paper}" for paper in papers), *nonsense):
        assert browser.get(f"/registers?{asked}").status_code == 200, asked


def test_a_clerk_of_another_office_does_not_learn_of_it_and_who_inspects_does(filled, accounts):
    other = dataclasses.replace(accounts[0], name="khac", office="phong-khac")
    filled.services.let_in([Account(other.name, Role.CLERK, other.password_hash, other.office)])
    stranger = filled.browser()
    stranger.log_in("khac", "chữ ký 1")
    assert stranger.get("/registers", params={"office": "van-phong"}).status_code == 404
    assert stranger.get("/registers/file", params={"office": "van-phong"}).status_code == 404
    assert "về việc" not in stranger.get("/registers").text
    assert "về việc" in filled.browser("kiemtra").get("/registers", params={"office": "van-phong"}).text


def test_the_clerk_closes_last_years_register_and_a_second_click_finds_it_closed(filled):
    browser = filled.browser("vanthu")
    year = filled.services.clock.now().year
    asked = {"paper": "so-den", "year": str(year)}
    assert "Khóa sổ" not in browser.get("/registers", params=asked).text
    assert browser.post("/registers/close", **asked).status_code == 400
    filled.services.clock.ahead = dt.timedelta(days=366)
    assert "Khóa sổ" not in filled.browser("kiemtra").get("/registers", params=asked).text
    browser = filled.browser("vanthu")
    assert "Khóa sổ" in browser.get("/registers", params=asked).text
    for _ in range(2):
        page = browser.post("/registers/close", **asked)
        assert page.status_code == 200
        assert "Sổ đã khóa" in page.text
    assert filled.events(f"van-phong/den/{year}") == ["book.closed"]
    refused = browser.post("/registers/close", paper="so-di", year=str(year))
    assert refused.status_code == 400
    assert "61/UBND-VX" in refused.text
    assert browser.post("/registers/close", paper="bao-cao-di", year=str(year)).status_code == 400
