"""The desk served to a real browser, and what a person does in it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import uvicorn

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture
def served(house):
    """Serve the desk of this test on a free port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(house.app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)
    listening.close()


@pytest.fixture
def page(served):
    if CHROMIUM is None:
        pytest.fail("no chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=served, viewport={"width": 1366, "height": 860}, locale="vi-VN")
        page.set_default_timeout(30_000)
        page.troubles = []  # type: ignore[attr-defined]
        page.on("console", lambda m: page.troubles.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        yield page
        browser.close()


class Walk:
    """What a person does in the browser."""

    def __init__(self, page: Any, passwords: dict[str, str]) -> None:
        self.page = page
        self._passwords = passwords

    def log_in(self, name: str) -> None:
        self.page.goto("/login")
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", self._passwords[name])
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("nav")

    def look(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture where ``VANBAN_SCREENSHOTS`` names a folder."""
        if folder := os.environ.get("VANBAN_SCREENSHOTS"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)


@pytest.fixture
def walk(page: Any, passwords: dict[str, str]) -> Walk:
    return Walk(page, passwords)
