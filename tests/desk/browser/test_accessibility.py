"""Every page of the desk, by the list of its routes, looked at by axe-core: nothing serious is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.furnished import ANYONE, NAMES, Furnished
from vanban.desk.accounts import Role

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found => found.violations
  .filter(one => ["moderate", "serious", "critical"].includes(one.impact))
  .map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).slice(0, 3).join(" | ")))"""
MANY = {"/documents/{document_id}", "/batches/{batch_id}"}
"""Routes whose every address is looked at: each shows a row in another state, with other forms."""
REFUSALS = {ANYONE: ["/v/none", "/none"], "clerk": ["/admin"], "official": ["/documents/none"]}
WIDTH = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 860}


def once(furnished: Furnished) -> Iterator[tuple[str, str]]:
    """Yield who looks at which page: each route as one of those who may."""
    seen: set[str] = set()
    for route, who, path in furnished.addresses():
        key = path if route in MANY else route
        if key in seen:
            continue
        answer = furnished.browser(who).get(path, follow_redirects=False)
        if answer.status_code == 200:
            seen.add(key)
            if "<header" in answer.text:  # else a file, or a part of a page that its script asks for
                yield who, path
    yield from ((who, path) for who, paths in REFUSALS.items() for path in paths)


@pytest.mark.timeout(900)
def test_no_page_has_anything_serious_and_each_fits_a_phone(page, walk, house, letter_pdf, draft_pdf, facts):
    furnished = Furnished(house, letter=letter_pdf, draft=draft_pdf, facts=facts)
    axe = AXE.read_text(encoding="utf-8")
    wrong: dict[str, list[str]] = {}
    page.goto("/login")
    page.evaluate(axe)
    page.evaluate("document.querySelector('main').append(new Image())")
    assert page.evaluate(LOOK, RULES) == ["image-alt: img"], "it would see a fault"
    pages = sorted(dict.fromkeys(once(furnished)), key=lambda one: one[0])
    assert len(pages) > 50
    last = ""
    for who, path in pages:
        if who != last:
            page.context.clear_cookies()
            last = who
            if who != ANYONE:
                walk.log_in(NAMES[Role(who)])
        page.goto(path)
        page.evaluate(axe)
        found = page.evaluate(LOOK, RULES)
        page.set_viewport_size(PHONE)
        found += [] if page.evaluate(WIDTH) else ["wider than a phone"]
        page.set_viewport_size(DESK)
        if found:
            wrong[f"{who} {path}"] = found
    assert wrong == {}


def test_a_verdict_has_nothing_serious(page, house, letter_pdf):
    from tests.desk.furnished import Changed

    house.services.verifier = Changed()
    page.goto("/verify")
    page.set_input_files("input[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": letter_pdf})
    page.click("button.primary")
    page.wait_for_selector(".signatures")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(LOOK, RULES) == []
