"""Lists that grow with the archive: paged, told where they end, and nothing of another office pushes ours out."""

import functools

import pytest

from vanban.desk import batch_pages
from vanban.desk.routes import account, queue
from vanban.domain.document import Direction, State
from vanban.domain.intake import Disposition
from vanban.workflows.account import keep_account


@pytest.fixture
def three_rows(monkeypatch):
    monkeypatch.setattr(queue, "ROWS", 3)


def test_documents_come_a_page_at_a_time_the_newest_first(house, three_rows):
    made = [house.add(f"{n}".encode(), file_name=f"tep-{n}.pdf", state=State.REGISTERED) for n in range(7)]
    house.add(b"another office", office="phong-khac", file_name="tep-la.pdf")
    browser, pages = house.browser("vanthu"), []
    for number in (1, 2, 3):
        text = browser.get(f"/documents?page={number}").text
        assert '<span class="count">7</span>' in text
        assert "tep-la" not in text
        pages.append([n for n, one in enumerate(made) if f"/documents/{one.id}" in text])
        assert ('rel="next"' in text, 'rel="prev"' in text) == (number < 3, number > 1)
    assert pages == [[4, 5, 6], [1, 2, 3], [0]]
    assert f"/documents/{made[6].id}" in browser.get("/documents?page=khong-phai-so").text


def test_documents_of_a_state_keep_it_on_the_next_page(house, three_rows):
    for n in range(4):
        house.add(f"{n}".encode(), state=State.REGISTERED)
    waiting = house.add(b"waiting", state=State.READ)
    text = house.browser("vanthu").get("/documents?state=REGISTERED").text
    assert waiting.id not in text
    assert 'href="/documents?state=REGISTERED&amp;page=2"' in text


def test_where_the_list_of_documents_ends_the_search_goes_on(house, monkeypatch):
    monkeypatch.setattr("vanban.register.memory_search.FOUND_AT_MOST", 2)
    monkeypatch.setattr(queue, "FOUND_AT_MOST", 2)
    for n in range(3):
        house.add(f"{n}".encode(), state=State.REGISTERED)
    text = house.browser("vanthu").get("/documents?state=REGISTERED").text
    assert "2+</span>" in text
    assert 'href="/search?state=REGISTERED"' in text


def test_refused_files_of_other_offices_push_none_of_ours_out(house, three_rows):
    for n in range(4):
        house.add_refused(Disposition.QUARANTINED, "broken", file_name=f"tep-{n}.pdf", office="van-phong")
        house.add_refused(Disposition.QUARANTINED, "broken", file_name="tep-la.pdf", office="phong-khac")
    first, second = (house.browser("vanthu").get(f"/queue/refused?page={n}").text for n in (1, 2))
    assert '<span class="count">4</span>' in first
    assert [f"tep-{n}.pdf" in first for n in range(4)] == [False, True, True, True]
    assert "tep-0.pdf" in second
    assert "tep-la" not in first + second


def test_more_drafts_than_one_list_holds_are_told(house, monkeypatch):
    for n in range(3):
        house.add(f"draft {n}".encode(), direction=Direction.OUTGOING, state=State.REGISTERED)
    assert "Đang hiện" not in house.browser("lanhdao").get("/batches").text
    monkeypatch.setattr(batch_pages, "waiting_for", functools.partial(batch_pages.waiting_for, limit=2))
    text = house.browser("lanhdao").get("/batches").text
    assert '<span class="count">3</span>' in text
    assert "Đang hiện 2 văn bản đầu" in text


def test_a_large_archive_is_counted_at_once_and_proven_at_night(house, monkeypatch):
    monkeypatch.setattr(account, "PROVEN_HERE", 0)
    lost = house.add(b"x", state=State.READ)
    browser = house.browser("luutru")
    assert "Chưa đối soát từng tệp lần nào" in browser.get("/account").text
    assert not keep_account(house.services.account_office).balanced
    text = browser.get("/account").text
    assert "Các tổng trong sổ và thư mục nhận khớp nhau." in text
    assert lost.claim_id in text, "what the proof found"
    copy = house.services.settings.done / lost.claim_id
    copy.mkdir()
    (copy / "payload").write_bytes(b"x")
    assert keep_account(house.services.account_office).balanced
    assert lost.claim_id not in browser.get("/account").text
    assert house.events("account") == ["account.taken", "account.taken"]
