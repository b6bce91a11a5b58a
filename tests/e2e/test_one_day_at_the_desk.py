"""One day of everybody at the real system, in a real browser: from the files of a clerk to the archive.

Where ``VANBAN_SCREENSHOTS`` names a folder, the pictures of the guides (docs/vi) are kept there.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vanban.bootstrap import Services, build
from vanban.clock import HANOI
from vanban.domain.document import Document, State
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.offices import OUR_CHAIR, OUR_OFFICE
from vanban.samples.play import demo_pin
from vanban.services import workers
from vanban.services.installation import Installation
from vanban.settings import Settings

pytestmark = [pytest.mark.system, pytest.mark.browser, pytest.mark.timeout(900)]
CHROMIUM = shutil.which("chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
PATIENCE_SECONDS = 300
"""For a step that Airflow does on a busy machine."""


class Desk:
    """The desk of the running system in one browser window."""

    def __init__(self, page: Any, services: Services, passwords: dict[str, str]) -> None:
        self.page, self.services, self._passwords = page, services, passwords

    def log_in(self, name: str) -> None:
        self.page.goto("/login")
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", self._passwords[name])
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("nav")

    def log_out(self) -> None:
        self.page.click("header form[action='/logout'] button")
        self.page.wait_for_selector("input[name=password]")

    def picture(self, name: str) -> None:
        """Keep a picture for the guides."""
        if folder := os.environ.get("VANBAN_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def hand_in(self, file: Path, *, way: str) -> None:
        self.page.goto("/upload")
        self.page.check(f"input[name=stream][value={way}]")
        self.page.set_input_files("input[name=files]", str(file))
        self.page.check("input[name=not_secret]")

    def wait_for_state(self, file_name: str, *states: State) -> Document:
        """Return the document of a file once it has come so far, reloading nothing: Airflow and the signer work."""
        for _ in range(PATIENCE_SECONDS):
            with self.services.register.begin() as uow:
                found = [one for one in uow.documents.list(limit=1000) if one.file_name == file_name]
            if found and found[0].state in states:
                return found[0]
            self.page.wait_for_timeout(1000)
        pytest.fail(f"{file_name}: {[one.state for one in found]} instead of {states}")


@pytest.fixture(scope="module")
def services(system: Installation) -> Services:
    return build(Settings(home=system.home))


@pytest.fixture
def desk(system: Installation, services: Services) -> Iterator[Desk]:
    if CHROMIUM is None:
        pytest.fail("no chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        size = {"width": 1280, "height": 800}
        page = browser.new_page(base_url=workers.desk_url(system), viewport=size, locale="vi-VN")
        page.set_default_timeout(60_000)
        yield Desk(page, services, workers.desk_passwords(system))
        browser.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter from another office, as it arrives."""
    file = tmp_path / "Công văn về chuyển đổi số.pdf"
    file.write_bytes(render(compose("công văn", rng=random.Random(2711))))
    return file


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A decision of our office whose number and date are blank."""
    today = dt.datetime.now(HANOI)
    composed = compose(
        "quyết định",
        rng=random.Random(2712),
        office=OUR_OFFICE,
        issued_on=today.date(),
        capacity="head",
        signer=OUR_CHAIR,
    )
    file = tmp_path / "Dự thảo quyết định.pdf"
    file.write_bytes(render(replace(composed, number="", issued_on=None, year=today.year)))
    return file


def test_from_the_clerks_files_to_the_archive(desk: Desk, letter: Path, draft: Path) -> None:
    page = desk.page
    page.goto("/login")
    desk.picture("dang-nhap")
    desk.log_in("vanthu")
    page.goto("/")
    desk.picture("van-thu-viec-cua-toi")
    for file, way in ((letter, "den"), (draft, "di")):
        desk.hand_in(file, way=way)
        if way == "den":
            desk.picture("van-thu-nop-tep")
        page.click("button.primary")
        page.wait_for_selector("#finished:not([hidden])")
    incoming = desk.wait_for_state(letter.name, State.READ, State.NEEDS_REVIEW)
    outgoing = desk.wait_for_state(draft.name, State.READ, State.NEEDS_REVIEW)
    assert {incoming.received_by, outgoing.received_by} == {"vanthu"}
    page.goto("/queue")
    page.wait_for_selector(f"#row-{incoming.id}")
    desk.picture("van-thu-cho-xac-nhan")
    _register(desk, incoming, "Đã đăng ký, số đến:", picture="van-thu-xac-nhan-den")
    _register(desk, outgoing, "Đã đăng ký, số đi:", picture="van-thu-xac-nhan-di")
    desk.log_out()
    desk.log_in("lanhdao")
    page.goto("/")
    desk.picture("lanh-dao-viec-cua-toi")
    _sign_all(desk, "lanhdao", picture="lanh-dao")
    desk.wait_for_state(draft.name, State.SIGNED, State.SEALED, State.ARCHIVED)
    desk.log_out()
    desk.log_in("vanthu")
    _sign_all(desk, "vanthu", picture="van-thu-dong-dau")
    for file in (letter, draft):
        desk.wait_for_state(file.name, State.ARCHIVED)
    page.goto(f"/documents/{outgoing.id}")
    page.wait_for_selector(".sheet img")
    desk.picture("van-thu-da-luu-tru")
    page.goto("/search")
    page.fill("input[name=q]", "quyet dinh")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"a[href*='{outgoing.id}']")
    desk.picture("tim-kiem")
    desk.log_out()
    desk.log_in("luutru")
    page.goto(f"/archive/records/{outgoing.id}")
    page.wait_for_selector("main h1")
    desk.picture("luu-tru-goi")


def _register(desk: Desk, document: Document, said: str, *, picture: str) -> None:
    """Confirm a document by keyboard."""
    desk.page.goto(f"/documents/{document.id}")
    desk.page.wait_for_selector(".sheet img")
    desk.picture(picture)
    desk.page.keyboard.press("Control+Enter")
    desk.page.wait_for_selector(f"text={said}")


def _sign_all(desk: Desk, account: str, *, picture: str) -> None:
    """Freeze the list of everything that waits and grant it with the PIN."""
    page = desk.page
    page.goto("/batches")
    page.check("input[data-all]")
    desk.picture(f"{picture}-cho-ky")
    page.click("button.primary")
    page.wait_for_selector("input[name=pin]")
    desk.picture(f"{picture}-duyet")
    page.fill("input[name=pin]", demo_pin(desk.services, account))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=đã ký và kiểm tra", timeout=PATIENCE_SECONDS * 1000)
    desk.picture(f"{picture}-xong")


@pytest.mark.parametrize(
    ("name", "path", "picture"),
    [
        ("vanthu", "/registers", "van-thu-so"),
        ("vanthu", "/notices", "thong-bao"),
        ("vanthu", "/verify", "kiem-tra-chu-ky"),
        ("luutru", "/", "luu-tru-viec-cua-toi"),
        ("luutru", "/account", "luu-tru-doi-soat"),
        ("luutru", "/archive", "luu-tru-kho"),
        ("luutru", "/archive/case-files", "luu-tru-ho-so"),
        ("luutru", "/archive/holds", "luu-tru-lenh-giu"),
        ("luutru", "/archive/disposals", "luu-tru-tieu-huy"),
        ("luutru", "/archive/views", "luu-tru-ai-da-xem"),
        ("quantri", "/admin", "quan-tri-he-thong"),
        ("quantri", "/admin/users", "quan-tri-nguoi-dung"),
        ("quantri", "/authorities", "quan-tri-tham-quyen"),
        ("kiemtra", "/inspection", "kiem-tra-kiem-tra"),
    ],
)
def test_the_pages_of_the_others_open(desk: Desk, name: str, path: str, picture: str) -> None:
    troubles: list[str] = []
    desk.page.on("pageerror", lambda error: troubles.append(str(error)))
    desk.log_in(name)
    desk.page.goto(path)
    desk.page.wait_for_selector("main h1")
    desk.picture(picture)
    assert troubles == []
