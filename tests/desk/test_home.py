"""The first page and the navigation: everyone finds what waits for them, and no link that is not theirs."""

import dataclasses
import datetime as dt

import pytest

from vanban.clock import HANOI
from vanban.desk.accounts import Role
from vanban.desk.navigation import NAVIGATION, current_link, links_for
from vanban.desk.public_pages import is_public
from vanban.domain.casefile import CaseFile, CaseState, FileCode
from vanban.domain.directions import Assignment, Involvement, Progress
from vanban.domain.disposal import DisposalList
from vanban.domain.document import Direction, State, Urgency
from vanban.workflows.direct_document import Person, direct_document, report_progress

NAMES = {"vanthu": Role.CLERK, "lanhdao": Role.OFFICIAL, "luutru": Role.ARCHIVIST, "quantri": Role.ADMIN}
NAMES["kiemtra"] = Role.AUDITOR


@pytest.mark.parametrize(("name", "role"), NAMES.items())
def test_every_link_of_the_navigation_opens_for_its_role(house, name, role):
    browser = house.browser(name)
    for link in links_for(role):
        answer = browser.get(link.path)
        assert answer.status_code == 200, link.path
        # A page for anyone knows nobody, and so nobody's navigation.
        assert is_public(link.path) or 'aria-current="page"' in answer.text


def test_the_clerk_sees_how_many_wait_and_that_one_is_urgent(house, facts):
    assert "Không có việc nào đang chờ bạn" in house.browser("vanthu").get("/").text
    house.add(b"a", state=State.READ, facts=facts)
    calm = house.browser("vanthu").get("/").text
    assert '<b class="amount">1</b>' in calm
    assert "Làm ngay" not in calm
    house.add(b"b", state=State.READ, facts=facts, urgency=Urgency.EXPRESS)
    pressing = house.browser("vanthu").get("/").text
    assert '<b class="amount">2</b>' in pressing
    assert "Làm ngay" in pressing


def test_the_official_sees_what_waits_for_a_signature(house):
    house.add(b"a", state=State.REGISTERED, direction=Direction.OUTGOING)
    assert '<b class="amount">1</b>' in house.browser("lanhdao").get("/").text


def test_who_was_given_a_document_sees_it_until_it_is_done(house):
    document = house.add(b"a", state=State.REGISTERED, direction=Direction.INCOMING)
    room, today = house.services.direction_room, house.services.clock.now().astimezone(HANOI).date()
    given = Assignment("vanthu", Involvement.LEADS, today)
    who, whom = Person("lanhdao", "van-phong"), Person("vanthu", "van-phong")
    assert "Giải quyết văn bản được giao" not in house.browser("vanthu").get("/").text
    direct_document(document.id, by=who, words="Giao văn thư", assignments=(given,), room=room)
    assert "quá hạn" not in house.browser("vanthu").get("/").text
    house.services.clock.ahead = dt.timedelta(days=2)
    page = house.browser("vanthu").get("/").text
    assert 'href="/directions#given"' in page
    assert "1 văn bản quá hạn" in page
    assert "Giải quyết văn bản được giao" not in house.browser("lanhdao").get("/").text, "it was given to another"
    report_progress(document.id, by=whom, progress=Progress.DONE, words="Đã làm", room=room)
    assert "Giải quyết văn bản được giao" not in house.browser("vanthu").get("/").text


def test_the_archivist_sees_at_once_that_the_account_does_not_balance(house):
    house.add(b"x", state=State.READ)
    assert "KHÔNG cân đối" not in house.browser("luutru").get("/").text
    with house.services.register.begin() as uow:
        item = uow.intake.list()[0]
        uow.intake.add(dataclasses.replace(item, claim_id="another", sha256="ee" * 32, document_id="gone"))
        uow.commit()
    assert "KHÔNG cân đối" in house.browser("luutru").get("/").text, "a file was accepted, its document is not there"


def test_the_archivist_sees_what_is_to_be_handed_over_and_what_is_to_be_approved(house):
    calm = house.browser("luutru").get("/").text
    assert 'href="/archive/hand-over"' in calm
    now = house.services.clock.now()
    ended = now.date() - dt.timedelta(days=400)
    code = FileCode("000.00.00.H26", 2025, "01.TCCB")
    case_file = CaseFile("case", "van-phong", code, "Hồ sơ", "10N", "luutru", now, state=CaseState.CLOSED, ended=ended)
    with house.services.register.begin() as uow:
        uow.case_files.add(case_file)
        uow.disposals.add(DisposalList("list-1", "luutru2", now, "Hết thời hạn", ()))
        uow.disposals.add(DisposalList("list-2", "luutru", now, "Của chính mình", ()))
        uow.commit()
    page = house.browser("luutru").get("/").text
    assert page.count('<b class="amount">1</b>') == 2, "the case file, and the other person's list"
    assert page.count("Làm ngay") == 1, "the case file is overdue"


def test_the_longest_path_is_where_one_is():
    links = links_for(Role.CLERK)
    for path in ("/queue/refused", "/queue/refused/x"):
        found = current_link(links, path)
        assert found is not None
        assert found.path == "/queue/refused"
    assert current_link(links, "/pcs") is None


def test_no_two_links_of_a_role_lead_to_one_page():
    for role in Role:
        paths = [link.path for link in NAVIGATION if role in link.roles]
        assert len(paths) == len(set(paths))
