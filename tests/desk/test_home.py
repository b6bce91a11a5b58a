"""The first page and the navigation: everyone finds what waits for them, and no link that is not theirs."""

import pytest

from vanban.desk.accounts import Role
from vanban.desk.navigation import NAVIGATION, current_link, links_for
from vanban.domain.document import Direction, State, Urgency

NAMES = {"vanthu": Role.CLERK, "lanhdao": Role.OFFICIAL, "luutru": Role.ARCHIVIST, "quantri": Role.ADMIN}
NAMES["kiemtra"] = Role.AUDITOR


@pytest.mark.parametrize(("name", "role"), NAMES.items())
def test_every_link_of_the_navigation_opens_for_its_role(house, name, role):
    browser = house.browser(name)
    for link in links_for(role):
        answer = browser.get(link.path)
        assert answer.status_code == 200, link.path
        assert 'aria-current="page"' in answer.text


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


def test_the_archivist_sees_at_once_that_the_account_does_not_balance(house):
    assert "KHÔNG cân đối" not in house.browser("luutru").get("/").text
    house.add(b"x", state=State.READ)
    assert "KHÔNG cân đối" in house.browser("luutru").get("/").text, "its intake copy is not in done/"


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
