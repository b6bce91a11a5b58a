"""A working day in a real browser: the clerk registers by keyboard, the official approves with the PIN."""

import os
from pathlib import Path

import pytest

from processors.reading import SandboxedReader
from vanban.domain.document import Direction, State, Urgency

pytestmark = pytest.mark.browser


def read_really(data, tmp_path, services):
    """Read a born-digital letter with the real reader, so that the places on the page are real."""
    file, work = tmp_path / "letter.pdf", tmp_path / "pass"
    file.write_bytes(data)
    work.mkdir(exist_ok=True)
    return SandboxedReader(limits=services.settings.limits).read(file, work=work).as_json()


def look(page, name):
    """Keep a picture where ``VANBAN_SCREENSHOTS`` names a folder."""
    if folder := os.environ.get("VANBAN_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def log_in(page, name, password):
    page.goto("/login")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")


def log_out(page):
    page.click("header form[action='/logout'] button")
    page.wait_for_selector("input[name=password]")


def test_from_the_clerks_keyboard_to_the_officials_pin(page, house, passwords, pin, letter_pdf, draft_pdf, tmp_path):
    reading = read_really(letter_pdf, tmp_path, house.services)
    reading["facts"]["subject"]["confidence"] = 0.62
    incoming = house.add(letter_pdf, reading=reading, file_name="<b>Công văn</b> đến 01.pdf", urgency=Urgency.EXPRESS)
    outgoing = house.add(
        draft_pdf,
        direction=Direction.OUTGOING,
        reading=read_really(draft_pdf, tmp_path, house.services),
        state=State.NEEDS_REVIEW,
        reason="low-confidence",
        file_name="Dự thảo quyết định.pdf",
    )
    look_at_login(page)
    log_in(page, "vanthu", passwords["vanthu"])
    page.goto("/queue")
    look(page, "queue")
    open_first_document(page)
    page.focus("textarea[name=subject]")
    assert page.locator("rect.here").count() == 1, "the place of the subject lights up on the page"
    look(page, "review")
    page.fill("textarea[name=subject]", "Về việc văn thư đã sửa bằng tay")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Đã đăng ký, số đến: 1.")
    assert house.get(incoming.id).entry.subject == "Về việc văn thư đã sửa bằng tay"
    assert page.url.endswith(outgoing.id), "the next document opens by itself"
    look(page, "review-outgoing")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Đã đăng ký, số đi: 01.")
    log_out(page)
    approve(page, house, outgoing, passwords, pin)
    assert page.troubles == []


def open_first_document(page):
    page.click("table.list a")
    page.wait_for_url("**/documents/*")  # waits for the load event, and so for the first page images
    assert page.locator(".sheet img").first.evaluate("image => image.naturalWidth") > 0


def look_at_login(page):
    page.goto("/login")
    look(page, "login")


def approve(page, house, outgoing, passwords, pin):
    log_in(page, "lanhdao", passwords["lanhdao"])
    page.goto("/batches")
    look(page, "to-sign")
    open_first_document(page)
    look(page, "document")
    page.click("nav a[href='/batches']")
    page.check("input[data-all]")
    assert page.is_checked("input[name=document]")
    page.click("button.primary")
    page.wait_for_selector("input[name=pin]")
    look(page, "approve")
    page.fill("input[name=pin]", pin)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đang ký: 0 / 1")
    look(page, "signing")
    assert house.get(outgoing.id).state is State.APPROVED
    assert len(house.services.pin_seal.sealed) == 1
    house.finish_batch(page.url.rpartition("/")[2])
    page.wait_for_selector("text=1 đã ký và kiểm tra")  # the page refreshes itself
    look(page, "signed")


@pytest.mark.parametrize(("name", "path"), [("luutru", "/account"), ("quantri", "/admin"), ("vanthu", "/upload")])
def test_the_other_pages_hold_without_a_word_from_the_browser(page, house, passwords, name, path):
    house.add(b"%PDF-1.7 broken", file_name="hong.pdf")
    log_in(page, name, passwords[name])
    page.goto(path)
    look(page, path.strip("/"))
    page.click("header form[action='/language'] button")
    page.wait_for_selector("html[lang=en]")
    assert page.troubles == []
