"""The official looks through a list and approves it: by keyboard, on a tablet, with network and session lost."""

import dataclasses

import pytest

from vanban.clock import HANOI
from vanban.domain.batch import ItemState
from vanban.domain.document import Direction, RegisterEntry, State, Urgency
from vanban.domain.notices import NoticeKind, notice
from vanban.ports.books import Book

pytestmark = pytest.mark.browser
SIZES = {"desktop": (1366, 860), "tablet-wide": (1024, 768), "tablet-high": (768, 1024)}


@pytest.fixture
def waiting(house, draft_pdf):
    """Three numbered drafts that wait; the file is the same but for a comment, so that each has its own digest."""
    return [_wait(house, draft_pdf + f"%{number}\n".encode(), number) for number in ("01", "02", "03")]


def _wait(house, data, number):
    entry = RegisterEntry(
        type_name="quyết định", code_number=number, code_notation="QĐ-UBND",
        subject="Về việc ban hành Quy chế làm việc của Ủy ban nhân dân phường nhiệm kỳ 2026 – 2031",
    )  # fmt: skip
    urgency = Urgency.EXPRESS if number == "02" else Urgency.NORMAL
    document = house.add(
        data, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry, urgency=urgency, pages=1
    )
    year = house.services.clock.now().astimezone(HANOI).year
    with house.services.register.begin() as uow:
        uow.numbers.take(Book(document.office, document.direction, year), document_id=document.id)
        uow.commit()
    return document


def begin_list(page, walk):
    walk.log_in("lanhdao")
    page.goto("/batches")
    page.check("input[data-all]")
    page.click("button.primary")
    page.wait_for_url("**/batches/*")  # waits for the load event, and so for the first page image
    assert page.locator("#line .sheet img").first.evaluate("image => image.naturalWidth") > 0


def shown_number(page):
    return page.locator("#line article").get_attribute("data-number")[:2]


def finish_one(house, batch_id, document_id, **changes):
    """Play the signing worker for one document."""
    with house.services.register.begin() as uow:
        item = next(i for i in uow.batches.get(batch_id).items if i.document_id == document_id)
        uow.batches.set_item(batch_id, dataclasses.replace(item, **changes))
        uow.commit()


def close(house, batch_id):
    with house.services.register.begin() as uow:
        uow.batches.close(batch_id, at=house.services.clock.now())
        uow.commit()


def test_by_keyboard_from_the_list_to_the_result_of_each_document(page, house, walk, pin, waiting):
    begin_list(page, walk)
    assert shown_number(page) == "02", "the most urgent one comes first"
    assert page.locator("#line rect.place").count() <= 1
    walk.look("approve")
    page.keyboard.press("j")
    page.wait_for_selector("#line article[data-number^='01']")
    page.keyboard.press("r")
    page.keyboard.type("Sai căn cứ pháp lý")
    walk.look("refuse")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_selector("#line article[data-number^='03']")
    assert page.locator(".seen b").inner_text() == "3"
    page.keyboard.press("k")
    page.wait_for_selector("#line article[data-number^='01'] .refuse[open]")
    assert page.input_value("textarea[name=why]") == "Sai căn cứ pháp lý", "what was typed is kept"
    page.dblclick(".refuse button.danger")
    page.wait_for_selector("text=Đã từ chối ký")
    refused = next(d for d in waiting if d.entry.code_number == "01")
    assert (house.get(refused.id).state, house.get(refused.id).note) == (State.RETURNED, "Sai căn cứ pháp lý")
    assert (shown_number(page), page.locator(".lines li").count()) == ("03", 2)
    page.keyboard.press("p")
    page.keyboard.type(pin)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đang ký: 0 / 2")
    walk.look("signing-begun")
    watch_it_being_signed(page, house, walk, waiting)
    assert page.troubles == []


def watch_it_being_signed(page, house, walk, waiting):
    batch_id = page.url.rpartition("/")[2]
    page.evaluate("window.same = true")
    done, failed = waiting[1], waiting[2]
    finish_one(house, batch_id, done.id, state=ItemState.DONE, result_sha256="cd" * 32)
    page.wait_for_selector(f"#row-{done.id} .state.done")
    page.wait_for_selector("text=Đang ký: 1 / 2")
    walk.look("signing")
    message = "Không lấy được dấu thời gian. Hãy kiểm tra kết nối tới dịch vụ."
    finish_one(house, batch_id, failed.id, state=ItemState.FAILED, reason="timestamp", message_vi=message)
    with house.services.register.begin() as uow:
        uow.documents.change(failed.id, expect=State.APPROVED, state=State.REGISTERED, reason="signing-timestamp")
        uow.commit()
    close(house, batch_id)
    page.wait_for_selector("text=1 đã ký và kiểm tra, 1 không ký được")
    assert message in page.locator(f"#row-{failed.id}").inner_text()
    assert page.evaluate("window.same"), "the page was never loaded again"
    walk.look("signing-results")
    page.dblclick("form.again button")
    page.wait_for_selector("form.pin")
    assert shown_number(page) == "03"


SMALL = """() => [...document.querySelectorAll('.signing main button, .signing main .button, .lines a')]
    .filter((one) => one.offsetParent && !one.classList.contains('plain'))
    .map((one) => one.getBoundingClientRect()).filter((box) => box.height < 44 || box.width < 44).length"""


def test_the_pages_fit_a_tablet_and_a_finger(page, walk, waiting):
    begin_list(page, walk)
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert fits(page)
        assert page.evaluate(SMALL) == 0
        walk.look(f"approve-{name}")
    page.click("a[rel=next]")
    page.wait_for_selector("#line article[data-number^='01']")
    walk.look("approve-next-tablet")
    page.goto("/batches")
    walk.look("waiting-tablet")
    assert fits(page)
    assert page.locator(".choose .touch").first.bounding_box()["height"] >= 44
    assert page.troubles == []


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_lost_connection_and_an_ended_session_lose_nothing_that_was_typed(page, house, walk, waiting):
    begin_list(page, walk)
    page.keyboard.press("r")
    page.keyboard.type("Thiếu phụ lục kèm theo")
    page.context.set_offline(True)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_selector("#offline:not([hidden])")
    assert "Mất kết nối" in page.inner_text("#offline")
    page.context.set_offline(False)
    page.keyboard.press("j")
    page.wait_for_selector("#line article[data-number^='01']")
    assert page.is_hidden("#offline")
    page.context.clear_cookies()
    page.keyboard.press("j")
    page.wait_for_selector("#offline:not([hidden]) >> text=Phiên làm việc đã hết")
    walk.look("session-ended")
    page.click("#offline a")
    walk.log_in("lanhdao")
    page.goto("/batches")
    page.click("text=Xem tiếp và duyệt")
    page.wait_for_selector("#line article[data-number^='02'] .refuse[open]")
    assert page.input_value("textarea[name=why]") == "Thiếu phụ lục kèm theo"
    assert {house.get(d.id).state for d in waiting} == {State.REGISTERED}


def test_the_bell_rings_without_the_page_being_loaded_again(page, house, walk):
    walk.log_in("lanhdao")
    page.goto("/authorities")
    assert page.locator(".bell b").is_hidden()
    with house.services.register.begin() as uow:
        for about, kind in enumerate(NoticeKind):
            at = house.services.clock.now()
            told = {"path": "/batches", "label": "05/QĐ-UBND", "at": at}
            uow.notices.add(notice(kind, account="lanhdao", about=str(about), **told))
        uow.commit()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(".bell b:not([hidden])")
    assert page.inner_text(".bell b") == str(len(NoticeKind))
    page.set_viewport_size({"width": 768, "height": 1024})
    page.click(".bell")
    page.wait_for_selector(".notices .unread")
    walk.look("notices")
    assert fits(page)
    page.dblclick(".notices li:first-child button")
    page.wait_for_url("**/batches")
    page.wait_for_selector(f".bell b >> text={len(NoticeKind) - 1}")


def test_delegating_and_revoking_on_a_tablet(page, house, walk):
    walk.log_in("lanhdao")
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto("/authorities")
    page.fill("input[name=account]", "pho")
    page.fill("input[name=kinds]", "giấy mời, công văn")
    page.fill("input[name=until]", "2099-12-31")
    page.fill("input[name=basis_number]", "12")
    page.fill("input[name=basis_symbol]", "GUQ-UBND")
    page.fill("input[name=basis_date]", "2026-01-05")
    page.select_option("select[name=capacity]", "TUQ")
    page.dblclick("form.rights button.primary")
    page.wait_for_selector("text=Đã giao thẩm quyền cho pho")
    assert page.locator("td:text-matches('^pho')").count() == 1
    walk.look("delegated")
    assert fits(page)
    page.click("summary:has-text('Chấm dứt')")
    page.fill("input[name=why]", "Đã đi công tác về")
    page.dblclick("form[action$='/end'] button")
    page.wait_for_selector("text=Đã chấm dứt thẩm quyền")
    assert page.locator("td:text-matches('^pho')").count() == 0
    assert page.troubles == []
