"""The clerk's incoming work in a real browser: the live queue, and a document corrected and registered by keyboard."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.document import State, Urgency

pytestmark = pytest.mark.browser


@pytest.fixture
def on_paper(facts):
    """The reading of a scan whose number and day are written by hand and whose subject is wrong."""
    facts["number"] |= {"value": "75", "confidence": 0.3, "box": [137, 731, 159, 744]}
    facts["symbol"] |= {"box": [161, 731, 247, 744]}
    facts["issued_on"] |= {"value": None, "confidence": 0.0, "box": None, "page": None}
    facts["place"] = {"value": "Hà Nội", "confidence": 0.98, "page": 1, "box": [312, 731, 365, 744], "how": "zone-4"}
    facts["subject"] |= {"value": "Vê viêc thư nghiêm", "confidence": 0.4, "box": [90, 692, 270, 722]}
    return {"source": "ocr", "facts": facts}


def test_a_wrong_subject_a_handwritten_number_and_day_are_put_right_by_keyboard_alone(
    page, walk, house, letter_pdf, on_paper, facts, typed
):
    before = house.add(b"registered before", facts=facts)
    house.browser("vanthu").post(f"/documents/{before.id}/register", **typed)
    document = house.add(letter_pdf, reading=on_paper, state=State.NEEDS_REVIEW, reason="low-confidence")
    urgent = house.add(b"left before it", reading=on_paper, urgency=Urgency.EXPRESS)
    walk.log_in("vanthu")
    page.goto("/queue")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{document.id}")
    assert page.evaluate("document.activeElement.name") == "code_number", "the first unsure field has the focus"
    assert page.input_value("input[name=code_number]") == "", "a guess stands beside the field"
    assert page.locator("svg.crop").count() == 2
    keys = page.keyboard
    keys.type("15")
    page.wait_for_selector("#twins >> text=Có thể trùng:")
    walk.look("review-handwritten")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("0511")
    keys.press("Tab")
    keys.press("Control+a")
    keys.type("sở khoa")
    page.wait_for_selector("#issuers option[value^='SỞ KHOA HỌC']", state="attached")
    keys.press("Control+a")
    keys.type("SỞ KHOA HỌC VÀ CÔNG NGHỆ")
    page.wait_for_selector("#twins .note", state="detached")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.name") == "subject"
    assert page.locator("rect.here[data-fact=subject]").count() == 1
    keys.press("Control+a")
    keys.type("Về việc thử nghiệm")
    keys.press("Control+Enter")
    page.wait_for_url(f"**/documents/{urgent.id}")
    entry = house.get(document.id).entry
    assert (entry.code_number, entry.subject, entry.organ_name, entry.arrival_number) == (
        "15", "Về việc thử nghiệm", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", 2,
    )  # fmt: skip
    assert entry.issued_date == dt.date(document.received_at.year, 11, 5)
    assert page.troubles == []


def test_pages_are_turned_and_enlarged_by_keyboard(page, walk, house, letter_pdf, on_paper):
    document = house.add(letter_pdf, reading=on_paper)
    walk.log_in("vanthu")
    page.goto(f"/documents/{document.id}")
    width = page.locator(".sheet").first.bounding_box()["width"]
    page.keyboard.press("Alt+Equal")
    assert page.locator(".sheet").first.bounding_box()["width"] == pytest.approx(1.5 * width, rel=0.02)
    page.keyboard.press("Alt+0")
    assert page.locator(".sheet").first.bounding_box()["width"] == pytest.approx(width, rel=0.02)
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Alt+ArrowDown")
    assert page.locator("#page-2").count() == 0 or page.evaluate("window.scrollY") > 0


def test_the_queue_renews_itself_and_keeps_the_selected_row(page, walk, house, on_paper):
    first = house.add(b"first", reading=on_paper, file_name="mot.pdf")
    second = house.add(b"second", reading=on_paper, file_name="hai.pdf")
    page.clock.install()
    walk.log_in("vanthu")
    page.goto("/queue")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr').id") == f"row-{second.id}"
    urgent = house.add(b"urgent", reading=on_paper, urgency=Urgency.EXPRESS, file_name="hoa-toc.pdf")
    page.clock.run_for(5100)
    page.wait_for_selector(f"#row-{urgent.id}")
    assert page.locator("tbody tr").first.get_attribute("id") == f"row-{urgent.id}", "the urgent one stands first"
    assert page.evaluate("document.activeElement.closest('tr').id") == f"row-{second.id}"
    walk.look("queue-live")
    with house.services.register.begin() as uow:
        uow.documents.change(second.id, expect=State.READ, state=State.RETURNED)
        uow.commit()
    page.clock.run_for(5100)
    page.wait_for_selector(f"#row-{second.id}", state="detached")
    assert page.evaluate("document.activeElement.closest('tr').id") == f"row-{first.id}"
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    walk.look("queue-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("HOA toc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue?*words=HOA*")
    assert page.locator("tbody tr").count() == 1
    assert page.troubles == []


def test_a_lost_connection_is_told(page, walk, house, on_paper):
    house.add(b"first", reading=on_paper)
    page.clock.install()
    walk.log_in("vanthu")
    page.goto("/queue")
    page.context.set_offline(True)
    page.clock.run_for(5100)
    page.wait_for_selector("#offline:not([hidden])")
    page.context.set_offline(False)
    page.clock.run_for(5100)
    page.wait_for_selector("#offline", state="hidden")


def test_on_a_phone_the_queue_is_one_column(page, walk, house, on_paper):
    house.add(b"first", reading=on_paper, urgency=Urgency.URGENT, reason="low-confidence", state=State.NEEDS_REVIEW)
    house.add(b"second", reading=on_paper)
    page.set_viewport_size({"width": 390, "height": 844})
    walk.log_in("vanthu")
    page.goto("/queue")
    walk.look("queue-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("table.list a")
    page.wait_for_url("**/documents/*")
    walk.look("review-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_thousand_documents_are_shown_a_page_at_a_time(house, on_paper):
    made = [house.add(str(n).encode(), reading=on_paper, file_name=f"tep-{n:03}.pdf") for n in range(230)]
    browser = house.browser("vanthu")
    seen, address = [], "/queue"
    while address:
        text = browser.get(address).text
        seen += [row.split('"')[0] for row in text.split('<tr id="row-')[1:]]
        link = text.split('rel="next"')[0].rpartition('href="')[2] if 'rel="next"' in text else ""
        address = link.split('"')[0].replace("&amp;", "&")
    assert seen == [one.id for one in sorted(made, key=lambda d: (d.received_at, d.id))]


def test_rows_that_did_not_change_are_not_sent_again(house, on_paper):
    document = house.add(b"one", reading=on_paper)
    browser = house.browser("vanthu")
    tag = browser.get("/queue/rows").headers["etag"]
    assert browser.get("/queue/rows", headers={"If-None-Match": tag}).status_code == 304
    with house.services.register.begin() as uow:
        uow.documents.change(document.id, expect=State.READ, urgency=Urgency.URGENT)
        uow.commit()
    assert browser.get("/queue/rows", headers={"If-None-Match": tag}).status_code == 200


def test_another_office_is_neither_suggested_documents_nor_told_of_twins(house, facts, typed):
    mine = house.add(b"mine", facts=facts)
    others = house.add(b"theirs", facts=facts, office="phong-khac")
    browser = house.browser("vanthu")
    assert browser.get(f"/documents/{others.id}/twins?number=15").status_code == 404
    browser.post(f"/documents/{mine.id}/register", **typed)
    again = house.add(b"again", facts=facts)
    asked = {"number": "015", "symbol": "ubnd-vx", "issuer": "Uy ban nhan dan tinh Mau", "issued": "05/11/2026"}
    assert mine.id in browser.get(f"/documents/{again.id}/twins", params=asked).text
    assert mine.id not in browser.get(f"/documents/{again.id}/twins", params={**asked, "issued": "05/11/2025"}).text


@pytest.mark.parametrize(
    ("written", "day"),
    [("5/11", (11, 5)), ("0511", (11, 5)), ("05112026", (11, 5)), ("5.11", (11, 5)), ("05/11/2026", (11, 5))],
)
def test_a_day_typed_in_a_hurry_is_the_day(house, facts, typed, written, day):
    document = house.add(facts=facts)
    house.browser("vanthu").post(f"/documents/{document.id}/register", **{**typed, "issued_date": written})
    assert house.get(document.id).entry.issued_date == dt.date(2026, *day)


def test_what_the_clerk_typed_stays_when_it_is_refused(house, on_paper, typed):
    document = house.add(reading=on_paper)
    answer = house.browser("vanthu").post(f"/documents/{document.id}/register", **{**typed, "subject": ""})
    assert answer.status_code == 400
    assert 'name="code_number" value="15"' in answer.text
    assert dataclasses.replace(house.get(document.id), reading=None) == dataclasses.replace(document, reading=None)


def test_a_session_that_ends_while_a_clerk_types_loses_nothing(page, walk, house, letter_pdf, facts):
    document = house.add(letter_pdf, facts=facts)
    walk.log_in("vanthu")
    page.goto(f"/documents/{document.id}")
    page.fill("textarea[name=subject]", "Về việc gõ dở dang")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#still-kept:not([hidden])")
    walk.look("session-ended-while-typing")
    assert house.get(document.id).state is State.READ
    walk.log_in("vanthu")
    page.goto(f"/documents/{document.id}")
    page.wait_for_selector("#put-back:not([hidden])")
    assert page.input_value("textarea[name=subject]") == "Về việc gõ dở dang"
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/queue")
    assert house.get(document.id).entry.subject == "Về việc gõ dở dang"
    assert page.evaluate("sessionStorage.getItem('sent') || Object.keys(sessionStorage).join()") == ""
    assert page.troubles == []
