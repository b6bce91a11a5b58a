"""Handing in, in a real browser: dropped files with progress and an error for each, and photos on a phone."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from PIL import Image

from vanban.settings import MIB, Limits

pytestmark = pytest.mark.browser
DROP = """([names, large]) => {
  const carried = new DataTransfer();
  names.forEach((name) => carried.items.add(new File([name], name)));
  carried.items.add(new File([new Uint8Array(large)], "to.pdf"));
  document.querySelector(".drop").dispatchEvent(
    new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""
PHONE = {"width": 390, "height": 844}


def photo(colour: str) -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (90, 120), colour).save(out, "JPEG")
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def folder(house):
    house.services.settings = house.services.settings.model_copy(update={"limits": Limits(file_bytes=MIB)})
    return house.services.settings.intake / "den" / "van-phong"


def test_dropped_files_are_sent_one_by_one_each_with_its_own_outcome(page, walk, folder):
    walk.log_in("vanthu")
    page.goto("/upload")
    page.evaluate(DROP, [["a.pdf", "b.pdf", "c.pdf"], MIB + 1])
    rows = page.locator("#files li")
    assert rows.count() == 4
    assert "Lớn hơn 1 MiB" in rows.nth(3).inner_text()
    page.check("input[name=not_secret]")
    held: list[object] = []
    page.route("**/upload/one", lambda route: held.append(route) if not held else route.continue_())
    page.click("button.primary")
    rows.nth(0).get_by_role("button", name="Hủy").wait_for()
    page.click("button.primary")  # a second click while it sends
    rows.nth(0).get_by_role("button", name="Hủy").click()
    page.wait_for_selector("#files li.good >> nth=1")
    walk.look("upload-files", whole=True)
    assert "Đã hủy, chưa nộp" in rows.nth(0).inner_text()
    assert sorted(path.name for path in folder.iterdir()) == ["b.pdf", "c.pdf"]
    assert page.locator("#finished").is_hidden(), "two files are not handed in"
    rows.nth(3).get_by_role("button", name="Bỏ").click()
    page.click("button.primary")  # what was cancelled is sent again, what is done is not
    page.wait_for_selector("#finished:not([hidden])")
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", "b.pdf", "c.pdf"]
    assert page.troubles == []


def test_photos_taken_on_a_phone_are_put_in_order_and_become_one_pdf(page, walk, folder):
    page.set_viewport_size(PHONE)
    walk.log_in("vanthu")
    page.goto("/upload")
    camera = page.locator("input[capture]")
    taken = [photo(colour) for colour in ("red", "lime", "blue")]
    for one in (taken[2], taken[0], taken[1]):
        camera.set_input_files([one])
    sheets = page.locator("#photos li")
    sheets.nth(0).get_by_role("button", name="Xuống sau").click()
    sheets.nth(1).get_by_role("button", name="Xuống sau").click()
    camera.set_input_files([photo("black")])
    sheets.nth(3).get_by_role("button", name="Bỏ").click()
    assert [sheets.nth(at).locator("span").first.inner_text() for at in range(3)] == ["Trang 1", "Trang 2", "Trang 3"]
    page.wait_for_function("document.querySelectorAll('#photos canvas[width=\"90\"]').length === 3")
    page.check("input[name=not_secret]")
    walk.look("upload-phone", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing runs out of the screen"
    page.click("button.primary")
    page.wait_for_selector("#joined li.good")
    page.wait_for_selector("#finished:not([hidden])")
    walk.look("upload-phone-done", whole=True)
    [made] = folder.iterdir()
    with pikepdf.open(made) as pdf:
        assert [one.Resources.XObject.Im0.read_raw_bytes() for one in pdf.pages] == [one["buffer"] for one in taken]
    assert page.troubles == []


def test_a_lost_connection_and_an_ended_session_lose_nothing_that_was_chosen(page, walk, folder, passwords):
    walk.log_in("vanthu")
    page.goto("/upload")
    page.evaluate(DROP, [["a.pdf"], 1])
    page.check("input[name=not_secret]")
    page.context.set_offline(True)
    page.click("button.primary")
    page.wait_for_selector("#trouble:not([hidden]) >> text=Mất kết nối")
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.click("button.primary")
    page.wait_for_selector("#trouble:not([hidden]) >> text=Phiên đăng nhập đã hết")
    assert list(folder.iterdir()) == []
    tab = page.context.request  # as another tab: the same cookies
    token = re.search(r'name="csrf" value="([^"]+)"', tab.get("/login").text())[1]
    tab.post("/login", form={"csrf": token, "name": "vanthu", "password": passwords["vanthu"]})
    page.click("button.primary")
    page.wait_for_selector("#finished:not([hidden])")
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", "to.pdf"]
