"""The tabs of the archive's and the system's pages, beside the navigation of a wide screen."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("name", "path"), [("luutru", "/archive"), ("quantri", "/admin")])
def test_every_tab_can_be_clicked_on_a_wide_screen(page, walk, name, path):
    walk.log_in(name)
    page.goto(path)
    walk.look(f"tabs-{name}")
    count = page.locator("main nav.tabs a").count()
    assert count > 2
    for number in range(count):
        tab = page.locator("main nav.tabs a").nth(number)
        said = tab.inner_text()
        tab.click(timeout=5000)
        page.wait_for_selector(f"main nav.tabs a[aria-current]:has-text('{said}')")
    assert page.troubles == []
