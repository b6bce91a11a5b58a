"""Suspects at the desk: by digest only, released by two people, and nobody's bytes before."""

import dataclasses
import hashlib
import uuid

import pytest

from vanban.domain.document import State
from vanban.domain.intake import Disposition
from vanban.domain.second_look import Decision

SHA256 = hashlib.sha256(b"false alarm").hexdigest()
WHY = {"why": "Dấu ĐẾN bị nhận nhầm", "paper_seen": "yes"}


@pytest.fixture
def suspect(house):
    return house.add_refused(Disposition.SUSPECT, "suspect", sha256=SHA256)


def decision(house) -> Decision | None:
    with house.services.register.begin() as uow:
        look = uow.second_looks.get(SHA256)
    return look.decision if look else None


def test_one_asks_and_another_confirms(house, suspect):
    clerk, official = house.browser("vanthu"), house.browser("lanhdao")
    assert f"/suspects/{SHA256}/ask" in official.get("/suspects").text
    asked = clerk.post(f"/suspects/{SHA256}/ask", stream="den", **WHY)
    assert "chờ người thứ hai xác nhận" in asked.text
    assert f"/suspects/{SHA256}/confirm" not in asked.text
    page = official.get("/suspects").text
    assert f"/suspects/{SHA256}/confirm" in page
    assert "Dấu ĐẾN bị nhận nhầm" in page
    assert "Chờ bạn xác nhận gỡ nghi mật" in official.get("/").text
    assert "Chờ bạn xác nhận gỡ nghi mật" not in clerk.get("/").text
    for _ in range(2):
        assert "Đã gỡ nghi mật" in official.post(f"/suspects/{SHA256}/confirm", **WHY).text
    assert decision(house) is Decision.RELEASED
    assert house.events(SHA256) == ["suspect.release-asked", "suspect.released"]


def test_who_asked_is_refused_also_when_the_form_is_made_by_hand(house, suspect):
    clerk = house.browser("vanthu")
    for _ in range(2):
        clerk.post(f"/suspects/{SHA256}/ask", stream="den", **WHY)
    answer = clerk.post(f"/suspects/{SHA256}/confirm", **WHY)
    assert answer.status_code == 400
    assert "phải do người khác xác nhận" in answer.text
    assert decision(house) is Decision.ASKED
    assert house.events(SHA256) == ["suspect.release-asked"]


@pytest.mark.parametrize("missing", ["why", "paper_seen"])
def test_neither_step_goes_without_a_reason_and_without_having_seen_the_paper(house, suspect, missing):
    clerk, official = house.browser("vanthu"), house.browser("lanhdao")
    assert clerk.post(f"/suspects/{SHA256}/ask", **WHY | {missing: ""}).status_code == 400
    assert decision(house) is None
    clerk.post(f"/suspects/{SHA256}/ask", **WHY)
    assert official.post(f"/suspects/{SHA256}/confirm", **WHY | {missing: ""}).status_code == 400
    assert decision(house) is Decision.ASKED


def test_a_suspect_document_shows_nothing_but_its_digest_until_it_is_released(house, letter_pdf):
    sha256 = hashlib.sha256(letter_pdf).hexdigest()
    document = house.add(letter_pdf, state=State.SUSPECT, file_name="", reason="suspect")
    clerk, official = house.browser("vanthu"), house.browser("lanhdao")
    addresses = (f"/documents/{document.id}", f"/documents/{document.id}/bytes/{sha256}")
    assert [clerk.get(one).status_code for one in addresses] == [404, 404]
    clerk.post(f"/suspects/{sha256}/ask", **WHY)
    assert [clerk.get(one).status_code for one in addresses] == [404, 404]
    official.post(f"/suspects/{sha256}/confirm", **WHY)
    assert house.get(document.id).state is State.RECEIVED
    assert [clerk.get(one).status_code for one in addresses] == [200, 200]
    assert sha256[:16] not in clerk.get("/suspects").text


def test_another_office_sees_only_what_may_be_its_own(house, suspect, accounts):
    other = dataclasses.replace(accounts[0], name=f"khac-{uuid.uuid4().hex[:6]}", office="phong-khac")
    house.services.let_in([other])
    house.add_refused(Disposition.SUSPECT, "suspect", sha256="cd" * 32, received_by="www-data")
    house.add(b"taken in", state=State.SUSPECT, file_name="", reason="suspect")
    house.browser("vanthu").post(f"/suspects/{SHA256}/ask", **WHY)
    stranger = house.browser()
    stranger.log_in(other.name, "chữ ký 1")
    page = stranger.get("/suspects").text
    assert "cd" * 32 in page, "nobody knows whose it is"
    assert SHA256 not in page, "who handed it in is of another office"
    assert hashlib.sha256(b"taken in").hexdigest()[:16] not in page
    for step in ("ask", "confirm"):
        assert stranger.post(f"/suspects/{SHA256}/{step}", **WHY).status_code == 404
