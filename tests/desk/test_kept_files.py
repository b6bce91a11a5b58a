"""Styles and scripts are kept by the browser under an address that holds their digest, and never without it."""

import re

_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def test_what_a_page_names_is_kept_and_another_version_is_not(house):
    browser = house.browser("vanthu")
    named = set(_ASSET.findall(browser.get("/queue").text))
    assert {one.partition("?")[0] for one in named} >= {"/static/desk.css", "/static/desk.js", "/static/queue.js"}
    for address in named:
        assert re.search(r"\?v=[0-9a-f]{16}$", address), address
        assert "immutable" in browser.get(address).headers["cache-control"]
    for address in ("/static/desk.css", "/static/desk.css?v=0123456789abcdef", "/static/there-is-none.css?v=1"):
        assert browser.get(address).headers["cache-control"] == "no-store"


def test_pages_themselves_are_not_stored(house):
    assert house.browser("vanthu").get("/queue").headers["cache-control"] == "no-store"
