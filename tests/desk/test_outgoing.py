"""The clerk's outgoing work: the form of drafts, which is told and never blocks."""

from __future__ import annotations

import dataclasses
import random

import pytest

from vanban.domain.document import Direction, RegisterEntry, State
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.offices import OUR_OFFICE


@pytest.fixture(scope="session")
def wrong_pdf() -> bytes:
    letter = compose("công văn", rng=random.Random(3), office=OUR_OFFICE)
    return render(dataclasses.replace(letter, symbol="QĐ-UBND", recipients=("Như trên",), number="", issued_on=None))


def add_draft(house, data, **fields):
    return house.add(data, direction=Direction.OUTGOING, **{"reading": {"facts": {}}, **fields})


def test_the_form_of_a_draft_is_told_beside_it_with_rule_place_and_remedy(house, wrong_pdf):
    document = add_draft(house, wrong_pdf)
    browser = house.browser("vanthu")
    assert f'data-from="/documents/{document.id}/format"' in browser.get(f"/documents/{document.id}").text
    told = browser.get(f"/documents/{document.id}/format").text
    assert told.count("<li") == 2
    assert "NĐ 30/2020, Phụ lục I, Phần I, II.3.b" in told
    assert "có chữ viết tắt của quyết định" in told
    assert "Dòng cuối ghi như “- Lưu: VT, VP.”" in told
    assert told.count("data-width=") == 2
    assert house.get(document.id) == document


def test_a_draft_with_warnings_is_registered_all_the_same(house, wrong_pdf):
    document = add_draft(house, wrong_pdf)
    typed = {"type_name": "công văn", "code_notation": "QĐ-UBND", "organ_name": "ỦY BAN NHÂN DÂN", "subject": "V/v thử"}
    browser = house.browser("vanthu")
    browser.post(f"/documents/{document.id}/register", **typed)
    assert house.get(document.id).state is State.REGISTERED
    assert browser.get(f"/documents/{document.id}/format").text.count("<li") == 2


def test_a_draft_that_is_right_is_told_so(house, draft_pdf):
    document = add_draft(house, draft_pdf)
    assert "Không thấy sai khác" in house.browser("vanthu").get(f"/documents/{document.id}/format").text


def test_what_cannot_be_opened_is_told_and_not_an_error(house):
    document = add_draft(house, b"%PDF-1.7 not much")
    answer = house.browser("vanthu").get(f"/documents/{document.id}/format")
    assert answer.status_code == 200
    assert "Không kiểm tra được thể thức" in answer.text


def test_only_drafts_are_checked(house, letter_pdf, draft_pdf):
    incoming = house.add(letter_pdf)
    copy = add_draft(house, draft_pdf, state=State.REGISTERED, entry=RegisterEntry(type_name="bản sao y"))
    browser = house.browser("vanthu")
    for document in (incoming, copy):
        assert browser.get(f"/documents/{document.id}/format").status_code == 404
        assert 'id="format"' not in browser.get(f"/documents/{document.id}").text
