"""Copies on the pages: the form, its double click, and the way to the seal."""

from __future__ import annotations

import random
import re

import pytest

from vanban.domain.batch import Purpose
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.workflows.assemble_batch import waiting_for

ENTRY = RegisterEntry(type_name="kế hoạch", code_number="15", code_notation="KH-UBND", subject="Về việc thử")


@pytest.fixture(scope="module")
def plan() -> bytes:
    return render(compose("kế hoạch", rng=random.Random(4)))


def send(browser, document, **fields):
    page = browser.get(f"/documents/{document.id}").text
    request = re.search(r'name="request" value="([^"]+)"', page)
    form = {"request": request[1] if request else "", "code": "UBND", "to_places": "Trạm Y tế", **fields}
    return [browser.post(f"/documents/{document.id}/copies", **form) for _ in range(2)]


def test_a_certified_copy_of_an_incoming_document_waits_for_the_seal(house, plan):
    source = house.add(plan, state=State.REGISTERED, entry=ENTRY, pages=2)
    clerk = house.browser("vanthu")
    first, second = send(clerk, source, form="bản sao y")
    assert first.url.path == second.url.path != f"/documents/{source.id}"
    assert "01/SY-UBND" in first.text
    assert "Sao từ" in first.text
    made = first.url.path.split("/")[-1]
    waiting = waiting_for(Purpose.SEAL, office="van-phong", room=house.services.approval_room)
    assert [one.id for one in waiting] == [made]
    assert "Sao y 01/SY-UBND" in clerk.get(f"/documents/{source.id}").text


def test_of_what_the_office_sealed_itself_only_an_extract_is_made(house, plan):
    source = house.add(plan, direction=Direction.OUTGOING, state=State.SEALED, entry=ENTRY, pages=2)
    clerk = house.browser("vanthu")
    assert 'value="bản sao y"' not in clerk.get(f"/documents/{source.id}").text
    refused = send(clerk, source, form="bản sao y")[0]
    assert (refused.status_code, "bản gốc điện tử" in refused.text) == (400, True)
    assert send(clerk, source, form="bản trích sao", pages="9")[0].status_code == 400
    made = send(clerk, source, form="bản trích sao", pages="2")[0]
    assert "01/TrS-UBND" in made.text
    assert house.get(made.url.path.split("/")[-1]).pages == 1
    assert house.browser("lanhdao").post(f"/documents/{source.id}/copies", form="bản sao y").status_code == 403


def test_of_what_came_signed_the_form_offers_an_extract_and_says_why(house, plan):
    signed = house.add(plan, state=State.REGISTERED, entry=ENTRY, pages=2, verdict={"verdict": "valid"})
    clerk = house.browser("vanthu")
    page = clerk.get(f"/documents/{signed.id}").text
    assert 'value="bản trích sao"' in page
    assert 'value="bản sao y"' not in page
    assert "Điều 25" in page
    assert "gửi chính tệp đã ký số" in send(clerk, signed, form="bản sao y")[0].text


def test_a_copy_made_here_leaves_the_account_balanced(house, plan):
    from vanban.workflows.account import take_account

    source = house.add(plan, state=State.REGISTERED, entry=ENTRY, pages=2)
    before = take_account(house.services.account_office).problems
    send(house.browser("vanthu"), source, form="bản sao y")
    assert take_account(house.services.account_office).problems == before
