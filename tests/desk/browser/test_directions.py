"""From the official's inbox to the answer: the slip of an incoming document, with what was read as candidates."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.clock import HANOI
from vanban.desk.accounts import Account, Role
from vanban.domain.directions import Involvement, Part, Progress, Standing
from vanban.domain.document import Direction, RegisterEntry, State, Urgency

ENTRY = RegisterEntry(
    type_name="công văn", code_number="284", code_notation="SGDĐT-GDMN", issued_date=dt.date(2026, 7, 26),
    organ_name="SỞ GIÁO DỤC VÀ ĐÀO TẠO", subject="Triển khai cung cấp dịch vụ công trực tuyến", arrival_number=7,
)  # fmt: skip


@pytest.fixture
def due(house):
    return (house.services.clock.now().astimezone(HANOI) + dt.timedelta(days=9)).date()


@pytest.fixture
def tasks(due):
    place = {"page": 1, "box": [85, 280, 545, 330], "confidence": 0.82, "how": "day", "at": None, "every": None}
    return [
        {"who": "các cơ quan, đơn vị", "what": "gửi báo cáo kết quả thực hiện", "by": due.isoformat(), **place},
        {"who": None, "what": "<b>công khai</b> quy trình", "by": None, **place, "box": [85, 380, 545, 420]},
    ]


@pytest.fixture
def letter(house, letter_pdf, facts, tasks):
    reading = {"facts": facts, "tasks": tasks}
    return house.add(letter_pdf, state=State.REGISTERED, entry=ENTRY, reading=reading, urgency=Urgency.URGENT)


@pytest.fixture
def staffed(house, accounts):
    """The house with a unit's head and a member of it, whose office is their unit."""
    hashed = next(one.password_hash for one in accounts if one.name == "vanthu")
    names = ("truongphong", "chuyenvien")
    house.services.let_in([Account(name, Role.OFFICIAL, hashed, office="phong-noi-vu") for name in names])
    return house


def logged_in(house, name, passwords):
    browser = house.browser()
    assert browser.log_in(name, passwords.get(name, passwords["vanthu"])).status_code == 200
    return browser


def slip_of(house, document):
    with house.services.register.begin() as uow:
        return uow.directions.slip(document.id)


def test_the_slip_from_hand_to_hand(staffed, letter, passwords, due):
    official = logged_in(staffed, "lanhdao", passwords)
    path = f"/documents/{letter.id}"
    assert path in official.get("/directions").text
    stranger = logged_in(staffed, "truongphong", passwords)
    assert stranger.get(path).status_code == 404
    row = {"who": ["phong-noi-vu", ""], "involvement": ["chủ trì", "phối hợp"], "due": [f"{due:%d/%m/%Y}", ""]}
    answer = official.post(f"{path}/direction", words="Giao xử lý", **row, task=["0", ""], opinion="first", seen="0")
    assert answer.url.path == "/directions"
    assert slip_of(staffed, letter).leads[0].task == 0
    assert stranger.get(path).status_code == 200, "what was given to the unit is seen by the unit"
    assert path in stranger.get("/directions").text
    stranger.post(f"{path}/assignment", words="", who="chuyenvien", involvement="chủ trì", due="", task="")
    handler = logged_in(staffed, "chuyenvien", passwords)
    handler.post(f"{path}/proposal", words="Đề nghị họp")
    handler.post(f"{path}/progress", progress="đã giải quyết", answer="31/PNV-HC")
    slip = slip_of(staffed, letter)
    assert [one.part for one in slip.opinions] == [Part.LEADERSHIP, Part.UNIT, Part.HANDLER, Part.RESULT]
    assert slip.result.progress is Progress.DONE
    assert slip.standing(due) is Standing.DONE
    page = official.get("/directions").text
    assert "31/PNV-HC" in page
    assert "Đã giải quyết" in page


def test_who_may_not_direct_is_refused(house, letter):
    path = f"/documents/{letter.id}/direction"
    refused = {name: house.browser(name).post(path, words="x").status_code for name in ("vanthu", "luutru", "quantri")}
    assert refused == dict.fromkeys(refused, 403)
    assert house.browser("vanthu").post(f"/documents/{letter.id}/proposal", words="x").status_code == 400
    others = house.add(b"other office", state=State.REGISTERED, office="phong-khac")
    going = house.add(b"outgoing", state=State.REGISTERED, direction=Direction.OUTGOING)
    official = house.browser("lanhdao")
    assert official.post(f"/documents/{others.id}/direction", words="x").status_code == 404
    assert official.post(f"/documents/{going.id}/direction", words="x").status_code == 400
    assert official.post(f"/documents/{letter.id}/return", why="x").status_code == 403, "the clerk's to return"
    assert slip_of(house, letter).opinions == ()


def test_a_refused_opinion_keeps_what_was_typed(house, letter):
    row = {"who": "phong-noi-vu", "involvement": "phối hợp", "due": "32/01/2027", "task": ""}
    answer = house.browser("lanhdao").post(f"/documents/{letter.id}/direction", words="Ý kiến dài", **row)
    assert answer.status_code == 400
    assert "Ý kiến dài" in answer.text
    assert 'value="32/01/2027"' in answer.text


@pytest.mark.browser
def test_an_official_takes_over_what_was_read_changes_it_and_passes_it_on(page, walk, staffed, letter, due):
    page.clock.install()
    walk.log_in("lanhdao")
    page.goto("/directions")
    walk.look("directions-inbox")
    page.click("table.list a")
    page.wait_for_selector("#slip")
    page.hover(".candidates li >> nth=0")
    assert page.locator("rect.task.here").count() == 1
    assert page.locator(".candidates b").count() == 0, "what a file says never becomes markup"
    page.click('a:has-text("Đưa vào phiếu") >> nth=0')
    page.wait_for_url("**use=0*")
    assert page.input_value("input[name=who] >> nth=0") == "các cơ quan, đơn vị"
    # Whoever drew up the letter does not know the units here: as it is, it would reach nobody.
    page.click("text=Ghi ý kiến và chuyển")
    page.wait_for_selector("text=không ai nhận được")
    walk.look("slip-unknown-name")
    assert page.input_value("input[name=who] >> nth=0") == "các cơ quan, đơn vị"
    page.troubles.clear()
    page.fill("input[name=who] >> nth=0", "Phòng Nội vụ")
    page.click("text=Khẩn trương thực hiện.")
    page.fill("input[name=who] >> nth=1", "vanthu")
    page.select_option("select[name=involvement] >> nth=1", "phối hợp")
    walk.look("slip-form")
    page.dblclick("text=Ghi ý kiến và chuyển")
    page.wait_for_selector("text=Đã ghi vào phiếu giải quyết.")
    slip = slip_of(staffed, letter)
    assert len(slip.opinions) == 1
    assert [(one.who, one.involvement, one.due, one.task) for one in slip.direction.assignments] == [
        ("phong-noi-vu", Involvement.LEADS, due, 0),
        ("vanthu", Involvement.ASSISTS, None, None),
    ]
    assert slip.direction.words == "Khẩn trương thực hiện."
    page.click("table.list a")
    page.wait_for_selector("#slip")
    walk.look("slip-written", whole=True)
    page.set_viewport_size({"width": 390, "height": 844})
    walk.look("slip-phone", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto("/directions")
    walk.look("directions-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.troubles == []
