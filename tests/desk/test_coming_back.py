"""Logging in leads to where one was going, and never away from the desk."""

import re

import pytest

from tests.desk.conftest import PASSWORDS

QUEUE = "/queue?words=ho%E1%BA%A3"


def _after_log_in(browser, address: str, name: str = "vanthu") -> str:
    """Open an address without a session, fill in what comes, and return where that leads."""
    form = browser.get(address)
    assert form.url.path == "/login"
    wanted = re.search(r'name="next" value="([^"]*)"', form.text)[1].replace("&amp;", "&")
    fields = {"csrf": browser.token(), "name": name, "password": PASSWORDS[name], "next": wanted}
    return browser.client.post("/login", data=fields, follow_redirects=False).headers["location"]


def test_logging_in_leads_to_the_page_that_was_asked_for(house):
    assert _after_log_in(house.browser(), QUEUE) == QUEUE
    assert _after_log_in(house.browser(), "/") == "/"


def test_a_mistyped_password_forgets_nothing(house):
    browser = house.browser()
    fields = {"csrf": browser.token(), "name": "vanthu", "password": "no", "next": QUEUE}
    wrong = browser.client.post("/login", data=fields)
    assert wrong.status_code == 401
    assert f'name="next" value="{QUEUE}"' in wrong.text


def test_a_form_that_met_no_session_leads_back_to_its_page(house):
    document = house.add()
    browser, page = house.browser(), f"/documents/{document.id}"
    for referer, wanted in ((f"http://127.0.0.1{page}", page), ("http://evil.example/x", "/"), ("", "/")):
        answer = browser.client.post(f"{page}/register", headers={"referer": referer}, follow_redirects=False)
        assert answer.headers["location"] == ("/login" if wanted == "/" else f"/login?next={page.replace('/', '%2F')}")


def test_a_page_that_the_role_may_not_open_is_refused_as_ever(house):
    browser = house.browser()
    assert _after_log_in(browser, "/admin") == "/admin"
    assert browser.get("/admin").status_code == 403


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil", "/" + "a" * 2000, ""],
)
def test_nothing_leads_away_from_the_desk(house, elsewhere):
    browser = house.browser()
    assert 'name="next" value="/"' in browser.get("/login", params={"next": elsewhere}).text
    fields = {"csrf": browser.token(), "name": "vanthu", "password": PASSWORDS["vanthu"], "next": elsewhere}
    assert browser.client.post("/login", data=fields, follow_redirects=False).headers["location"] == "/"
    here = browser.client.get("/login", params={"next": elsewhere}, follow_redirects=False)
    assert here.headers["location"] == "/", "who is logged in already"
    language = {"csrf": browser.token(), "language": "en", "back": elsewhere}
    assert browser.client.post("/language", data=language, follow_redirects=False).headers["location"] == "/"
