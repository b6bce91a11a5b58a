"""The clerk's outgoing work in a real browser: where a draft differs from the decree is shown on the page."""

from __future__ import annotations

import dataclasses
import random

import pytest

from vanban.domain.document import Direction
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.offices import OUR_OFFICE

pytestmark = pytest.mark.browser


def test_a_warning_points_at_its_place_on_the_page(page, walk, house):
    letter = compose("công văn", rng=random.Random(3), office=OUR_OFFICE)
    letter = dataclasses.replace(letter, symbol="QĐ-UBND", recipients=("Như trên",), number="", issued_on=None)
    document = house.add(render(letter), direction=Direction.OUTGOING, reading={"facts": {}})
    walk.log_in("vanthu")
    page.goto(f"/documents/{document.id}")
    page.wait_for_selector("#format .format li")
    page.click("#format li >> text=không có dòng")
    assert page.locator("rect.format-place").count() == 2
    here = page.locator("rect.format-place.here")
    assert here.count() == 1
    shown = here.bounding_box()
    assert 0 < shown["y"] < 860, "the page goes to the place"
    walk.look("draft-form")
    assert page.troubles == []
