"""Issuing, recall and voiding on the pages: who sees which form, and a double click does nothing twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from vanban.clock import HANOI
from vanban.domain.document import Direction, RegisterEntry, State

ENTRY = RegisterEntry(
    type_name="quyết định",
    code_number="05",
    code_notation="QĐ-UBND",
    subject="Về việc thử",
    to_places="Sở Nội vụ; Lưu: VT",
)


@pytest.fixture
def sealed(house):
    def make(**fields):
        usual = {"direction": Direction.OUTGOING, "state": State.SEALED, "entry": ENTRY}
        return house.add(**usual | fields)

    return make


def act_of(page: str) -> str:
    found = re.search(r'name="act" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_list_sends_what_is_chosen_to_the_recipients_of_the_register(house, sealed):
    one, two = sealed(data=b"%PDF-1.7 one"), sealed(data=b"%PDF-1.7 two")
    sealed(data=b"%PDF-1.7 three", office="phong-khac", entry=RegisterEntry(subject="Của phòng khác"))
    clerk = house.browser("vanthu")
    page = clerk.get("/issuing").text
    assert page.count('name="document"') == 2
    assert "Sở Nội vụ" in page
    assert "Của phòng khác" not in page
    for _ in range(2):
        answer = clerk.post("/issuing", document=[one.id, two.id], way="thư điện tử")
        assert answer.status_code == 200
    assert "Không có văn bản nào chờ phát hành" in answer.text
    assert house.events(one.id).count("document.issued") == 1
    assert "Đã phát hành" in clerk.get(f"/documents/{one.id}").text


def test_what_should_have_gone_out_is_shown_as_late_there_and_on_the_first_page(house, sealed):
    today = house.services.clock.now().astimezone(HANOI).date()
    for number, day in enumerate((today, today - dt.timedelta(days=5))):  # with a weekend between, four would do
        sealed(data=b"%%PDF-1.7 %d" % number, entry=dataclasses.replace(ENTRY, issued_date=day))
    copy = dataclasses.replace(ENTRY, issued_date=today - dt.timedelta(days=30), type_name="bản sao y")
    sealed(data=b"%PDF-1.7 copy", entry=copy)  # dated as its original is
    clerk = house.browser("vanthu")
    assert clerk.get("/issuing").text.count('<span class="bad">quá hạn</span>') == 1
    assert "1 văn bản đã quá hạn phát hành" in clerk.get("/").text


def test_a_form_that_is_sent_twice_is_one_sending(house, sealed):
    document, clerk = sealed(), house.browser("vanthu")
    page = clerk.get(f"/documents/{document.id}").text
    assert 'value="Sở Nội vụ"' in page
    form = {"act": act_of(page), "recipient": ["Sở Nội vụ", "Sở Y tế", ""], "way": ["bưu điện", "nội bộ", "bưu điện"]}
    for _ in range(2):
        assert clerk.post(f"/documents/{document.id}/issue", **form).status_code == 200
    assert house.events(document.id).count("document.issued") == 1
    answer = clerk.post(f"/documents/{document.id}/issue", recipient=["Ai đó"], way=["bồ câu"])
    assert (answer.status_code, "cách gửi không hợp lệ" in answer.text) == (400, True)


def test_a_recall_goes_from_the_official_to_the_clerk_and_shows_on_the_page(house, sealed):
    document, clerk, official = sealed(state=State.ARCHIVED), house.browser("vanthu"), house.browser("lanhdao")
    path = f"/documents/{document.id}"
    clerk.post(f"{path}/issue", recipient=["Sở Nội vụ"], way=["bưu điện"])
    assert "Thu hồi…" not in clerk.get(path).text
    assert "Thu hồi…" in official.get(path).text
    assert clerk.post(f"{path}/recall", reason="Sai").status_code == 403
    for _ in range(2):
        assert official.post(f"{path}/recall", reason="Sai số liệu", basis="").status_code == 200
    assert "Recalls" not in clerk.get("/issuing").text
    assert "phải báo cho nơi nhận" in clerk.get("/issuing").text
    assert clerk.post(f"{path}/recall/told", recipient=[], way=[]).status_code == 400
    for _ in range(2):
        assert clerk.post(f"{path}/recall/told", recipient=["Sở Nội vụ"], way=["bưu điện"]).status_code == 200
    for browser in (clerk, official, house.browser("luutru")):
        page = browser.get(path).text
        assert "VĂN BẢN ĐÃ BỊ THU HỒI" in page
        assert "Sai số liệu" in page
    assert house.events(document.id).count("document.recalled") == 1
    assert house.get(document.id).state is State.ARCHIVED


def test_a_number_is_voided_before_signing_and_marked(house, draft_pdf):
    typed = {
        "type_name": "quyết định",
        "code_notation": "QĐ-UBND",
        "organ_name": "ỦY BAN NHÂN DÂN",
        "subject": "Về thử",
    }
    document = house.add(draft_pdf, direction=Direction.OUTGOING)
    clerk = house.browser("vanthu")
    clerk.post(f"/documents/{document.id}/register", **typed)
    page = clerk.get(f"/documents/{document.id}").text
    assert "Hủy số…" in page
    assert clerk.post(f"/documents/{document.id}/void", why="").status_code == 400
    for _ in range(2):
        answer = clerk.post(f"/documents/{document.id}/void", why="Sai thể thức")
        assert answer.status_code == 200
    assert "Số đi đã hủy" in answer.text
    assert "Sai thể thức" in answer.text
    assert house.get(document.id).state is State.RETURNED
    assert house.browser("lanhdao").post(f"/documents/{document.id}/void", why="x").status_code == 403
