"""Searches kept under a name, and what was found as a file."""

from __future__ import annotations

import csv
import io

import pytest

from vanban.domain.document import Direction, RegisterEntry, State

HOSTILE = '=HYPERLINK("http://x")'


@pytest.fixture
def filled(house):
    for number, subject in ((1, HOSTILE), (2, "Về việc đất đai"), (3, "Mời họp")):
        entry = RegisterEntry(type_name="", code_number=str(number), code_notation="UBND-VX", subject=subject)
        direction = Direction.OUTGOING if number == 3 else Direction.INCOMING
        house.add(f"%PDF-1.7 {number}".encode(), state=State.REGISTERED, direction=direction, entry=entry)
    return house


def test_a_search_is_kept_opened_replaced_and_dropped_by_its_owner_only(filled):
    browser = filled.browser("vanthu")
    asked = {"asked": "q=đất đai&direction=den&page=9&evil=1", "name": " Của  tôi "}
    for _ in range(2):
        page = browser.post("/search/saved", **asked)
        assert page.status_code == 200
        assert page.text.count('<a href="/search?q=%C4%91%E1%BA%A5t+%C4%91ai&amp;direction=den">Của tôi</a>') == 1
        assert "evil" not in page.text
    assert "Của tôi" not in filled.browser("luutru").get("/search").text
    filled.browser("luutru").post("/search/saved/drop", name="Của tôi")
    assert "Của tôi" in browser.get("/search").text
    assert browser.post("/search/saved", asked="q=x", name="  ").status_code == 400
    for _ in range(2):
        assert browser.post("/search/saved/drop", name="Của tôi").status_code == 200
    assert "/search/saved/drop" not in browser.get("/search").text


def test_results_leave_as_a_file_with_no_formula_and_are_noted_with_the_documents(filled):
    browser = filled.browser("vanthu")
    answer = browser.get("/search/file", params={"q": "UBND-VX", "form": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["STT", "Chiều", "Số đến", "Số, ký hiệu văn bản"]
    assert {row[5] for row in rows[1:]} == {f"'{HOSTILE}", "Về việc đất đai", "Mời họp"}
    for form, begin in (("xlsx", b"PK"), ("pdf", b"%PDF-"), ("docx", b"PK"), ("other", b"PK")):
        assert browser.get("/search/file", params={"q": "UBND-VX", "form": form}).content.startswith(begin)
    with filled.services.register.begin() as uow:
        noted = [event for event in uow.events.list(subject="vanthu") if event.name == "search.exported"]
    assert [event.data["form"] for event in noted] == ["csv", "xlsx", "pdf", "docx", "xlsx"]
    assert len(noted[0].data["documents"]) == 3
    assert "UBND-VX" not in str(noted[0].data)


def test_an_official_takes_only_what_may_be_seen_and_nothing_is_no_file(filled, house):
    house.add(b"%PDF-1.7 draft", direction=Direction.OUTGOING, state=State.READ,
              entry=RegisterEntry(code_number="9", code_notation="UBND-VX", subject="Dự thảo kín"))  # fmt: skip
    browser = filled.browser("lanhdao")
    found = browser.get("/search/file", params={"q": "UBND-VX", "form": "csv"}).content.decode("utf-8-sig")
    assert "Dự thảo kín" not in found
    assert "Mời họp" in found
    assert browser.get("/search/file", params={"q": "không-có-từ-này"}).status_code == 404
