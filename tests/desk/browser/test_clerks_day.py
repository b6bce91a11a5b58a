"""A clerk's day: by keyboard alone, and on a phone; what is wrong with a file is put right on the way."""

from __future__ import annotations

import hashlib

import pytest

from vanban.domain.document import RegisterEntry, State
from vanban.domain.intake import Disposition
from vanban.domain.second_look import Decision

pytestmark = pytest.mark.browser
SHA256 = hashlib.sha256(b"false alarm").hexdigest()
PHONE = {"width": 390, "height": 844}
FOCUSED = """() => {
  const one = document.activeElement;
  return one.matches("a, button, summary, input, textarea") ? `${one.textContent} ${one.name || ""}` : "";
}"""


@pytest.fixture
def morning(house, letter_pdf, facts):
    """What lies there in the morning: a letter to confirm, one read badly, one refused, one locked."""
    house.add_refused(Disposition.SUSPECT, "suspect", sha256=SHA256)
    house.refused = house.add_refused(Disposition.QUARANTINED, "no-office", file_name="thu.doc", office="van-phong")
    house.letter = house.add(letter_pdf, reading={"facts": facts}, state=State.NEEDS_REVIEW, reason="low-confidence")
    house.unread = house.add(letter_pdf + b"\n", state=State.NEEDS_REVIEW, reason="unreadable", file_name="mo.pdf")
    return house


def decision(house) -> Decision | None:
    with house.services.register.begin() as uow:
        look = uow.second_looks.get(SHA256)
    return look.decision if look else None


class Keys:
    """A person who has no mouse."""

    def __init__(self, page) -> None:
        self._page = page

    def log_in(self, name: str, password: str) -> None:
        self._page.goto("/login")
        self.to("name")
        self.write(name)
        self.press("Tab")
        self.write(password)
        self.press("Enter")
        self._page.wait_for_selector("nav")
        self._page.wait_for_load_state()

    def to(self, what: str, *, most: int = 90) -> None:
        """Press Tab until the focus is on something that says or is called so."""
        for _ in range(most):
            if what in self._page.evaluate(FOCUSED):
                return
            self.press("Tab")
        pytest.fail(f"{what} is not reached by Tab")

    def go(self, what: str, address: str) -> None:
        """Follow a link; the page may already be at that address, so it is the going that is waited for."""
        self.to(what)
        with self._page.expect_navigation(url=address):
            self.press("Enter")

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def write(self, words: str) -> None:
        self._page.keyboard.type(words)


def test_a_clerks_day_by_keyboard_alone(page, walk, morning, passwords):
    house, keys = morning, Keys(page)
    keys.log_in("vanthu", passwords["vanthu"])
    keys.go("Xác nhận và đăng ký văn bản", "**/queue")
    page.wait_for_load_state()
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(f"**/documents/{house.letter.id}")
    keys.press("Control+a")
    keys.write("Về việc thử nghiệm bằng bàn phím")
    keys.press("Control+Enter")
    page.wait_for_url(f"**/documents/{house.unread.id}")
    assert house.get(house.letter.id).entry.subject == "Về việc thử nghiệm bằng bàn phím"
    keys.to("Đọc lại…")
    keys.press("Enter")
    keys.to("why")
    keys.write("Máy đọc hỏng")
    keys.press("Enter")
    page.wait_for_url("**/queue")
    assert house.get(house.unread.id).state is State.RECEIVED
    keys.go("Không tiếp nhận", "**/queue/refused")
    keys.to("Tiếp nhận lại…")
    keys.press("Enter")
    keys.to("why")
    keys.write("LibreOffice đã được cài")
    keys.press("Enter")
    page.wait_for_selector("text=Đang chờ tiếp nhận lại")
    walk.look("refused")
    keys.go("Nghi có dấu mật", "**/suspects")
    keys.to("Nhận nhầm, đề nghị gỡ…")
    keys.press("Enter")
    keys.to("why")
    keys.write("Dấu ĐẾN bị nhận nhầm")
    keys.press("Tab")
    keys.press("Space")
    walk.look("suspects-asking", whole=True)
    keys.press("Enter")
    page.wait_for_selector("text=Chờ người thứ hai")
    walk.look("suspects-asked")
    keys.go("Đăng xuất", "**/login")
    keys.log_in("lanhdao", passwords["lanhdao"])
    keys.go("Việc của tôi", "**/")
    keys.go("Chờ bạn xác nhận gỡ nghi mật", "**/suspects")
    keys.to("Xác nhận gỡ…")
    keys.press("Enter")
    keys.to("why")
    keys.write("Đã xem bản giấy")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    page.wait_for_selector("text=Đã gỡ nghi mật")
    assert decision(house) is Decision.RELEASED
    assert page.troubles == []


def test_a_clerks_pages_on_a_phone(page, walk, morning):
    house = morning
    page.set_viewport_size(PHONE)
    walk.log_in("vanthu")
    house.add(b"%PDF-1.7 x", state=State.REGISTERED, entry=RegisterEntry(subject="Về việc " + "rất dài " * 30))
    for path in ("/", "/queue", "/queue/refused", "/suspects", "/documents", "/batches", "/directions", "/search"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.goto("/suspects")
    page.click("summary:has-text('Nhận nhầm')")
    walk.look("suspects-phone", whole=True)
    page.goto(f"/documents/{house.letter.id}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.fill("[name=subject]", "Đăng ký trên điện thoại")
    walk.look("review-phone", whole=True)
    page.click("form.entry button.primary")
    page.wait_for_url(f"**/documents/{house.unread.id}")
    assert house.get(house.letter.id).entry.subject == "Đăng ký trên điện thoại"
    assert page.troubles == []
