"""The clerk's outgoing work in a real browser: where a draft differs from the decree is shown on the page."""

from __future__ import annotations

import dataclasses
import random

import pytest

from vanban.domain.document import Direction, RegisterEntry, State
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
    page.wait_for_selector("#format-hint >> text=có 2 điểm cần xem")
    walk.look("draft-form-hint")
    page.click("#format li >> text=không có dòng")
    assert page.locator("rect.format-place").count() == 2
    here = page.locator("rect.format-place.here")
    assert here.count() == 1
    shown = here.bounding_box()
    assert 0 < shown["y"] < 860, "the page goes to the place"
    walk.look("draft-form")
    assert page.troubles == []


def test_from_the_seal_to_the_recipients_and_back(page, walk, house):
    entry = RegisterEntry(
        type_name="quyết định", code_number="05", code_notation="QĐ-UBND", subject="Về việc thành lập Tổ giúp việc",
        to_places="Như Điều 4; Ủy ban nhân dân tỉnh (để báo cáo); Lưu: VT, VP", organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
    )  # fmt: skip
    data = render(compose("quyết định", rng=random.Random(3), office=OUR_OFFICE))
    document = house.add(data, direction=Direction.OUTGOING, state=State.SEALED, entry=entry)
    walk.log_in("vanthu")
    page.goto("/issuing")
    walk.look("issuing")
    page.click("text=Quyết định: Về việc thành lập Tổ giúp việc")
    page.locator("input[name=recipient]").nth(2).fill("Công an phường")
    page.locator("select[name=way]").nth(2).select_option("giao trực tiếp")
    page.dblclick("text=Ghi đã phát hành")
    page.wait_for_selector("text=Đã ghi việc phát hành")
    walk.look("issued")
    assert house.events(document.id).count("document.issued") == 1
    official = house.browser("lanhdao")
    official.post(f"/documents/{document.id}/recall", reason="Sai căn cứ pháp lý", basis="")
    page.reload()
    for box in page.locator(".told input[type=checkbox]").all():
        box.check()
    walk.look("recall-told")
    page.click("text=Hoàn tất thu hồi")
    page.wait_for_selector("text=VĂN BẢN ĐÃ BỊ THU HỒI")
    walk.look("recalled")
    assert page.troubles == []
