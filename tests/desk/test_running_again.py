"""Running again from the desk: refused files and documents that wait to be confirmed."""

import pytest

from vanban.domain.document import State
from vanban.domain.intake import Disposition


@pytest.fixture
def refused(house):
    return house.add_refused(Disposition.QUARANTINED, "no-office", file_name="thu.doc", office="van-phong")


def test_a_refused_file_is_asked_for_once_however_often_it_is_clicked(house, refused):
    clerk = house.browser("vanthu")
    address = f"/queue/refused/{refused.claim_id}/again"
    assert address in clerk.get("/queue/refused").text
    for _ in range(2):
        answer = clerk.post(address, why="LibreOffice đã được cài")
        assert answer.status_code == 200
    assert "Đang chờ tiếp nhận lại" in answer.text
    assert address not in answer.text
    assert house.events(refused.claim_id) == ["intake.rerun-asked"]


def test_without_a_reason_nothing_is_asked_and_another_offices_file_does_not_exist(house, refused):
    elsewhere = house.add_refused(Disposition.QUARANTINED, "empty", file_name="x.pdf", office="phong-khac")
    clerk = house.browser("vanthu")
    answer = clerk.post(f"/queue/refused/{refused.claim_id}/again", why=" ")
    assert (answer.status_code, "Phải nêu lý do" in answer.text) == (400, True)
    assert clerk.post(f"/queue/refused/{elsewhere.claim_id}/again", why="thử").status_code == 404
    assert house.events(refused.claim_id) == house.events(elsewhere.claim_id) == []


def test_a_document_is_read_again_and_the_next_one_opens(house, facts):
    document = house.add(b"one", facts=facts, state=State.NEEDS_REVIEW, reason="unreadable")
    following = house.add(b"two", facts=facts)
    clerk = house.browser("vanthu")
    assert "Đọc lại…" in clerk.get(f"/documents/{document.id}").text
    answer = clerk.post(f"/documents/{document.id}/reread", why="Máy đọc sai")
    assert answer.url.path == f"/documents/{following.id}"
    assert clerk.post(f"/documents/{document.id}/reread", why="Máy đọc sai").status_code == 200
    assert house.get(document.id).state is State.RECEIVED
    assert house.events(document.id).count("document.rerun") == 1


def test_a_registered_document_is_not_read_again(house, facts):
    document = house.add(b"one", facts=facts, state=State.REGISTERED)
    answer = house.browser("vanthu").post(f"/documents/{document.id}/reread", why="thử")
    assert (answer.status_code, "không đọc lại được" in answer.text) == (400, True)
    assert house.get(document.id).state is State.REGISTERED
