"""Accounts as administrator and person live them: first login, new rights, guesses, and a desk that is restarted."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from vanban.desk.accounts import Account, Role
from vanban.desk.attempts import FREE_TRIES, FREE_TRIES_OF_AN_ADDRESS
from vanban.domain.errors import ServiceUnavailableError

LOGIN = "/login?next=%2Fqueue"
OWN = "bốn từ dễ nhớ thôi"


@pytest.fixture
def second_admin(house, accounts) -> str:
    house.services.let_in([Account("quantri2", Role.ADMIN, accounts[0].password_hash)])
    return "quantri2"


def given_password(page: str) -> str:
    found = re.search(r'<strong class="code">([^<]+)</strong>', page)
    assert found
    return found[1]


def change_of(house, name):
    with house.services.register.begin() as uow:
        [change] = uow.people.waiting(account=name)
    return change


def role_of(house, name):
    with house.services.register.begin() as uow:
        return uow.people.get(name).role


def test_a_new_person_chooses_a_password_before_anything_else(house):
    added = house.browser("quantri").post("/admin/users", name="moi", role="clerk", office="van-phong")
    first = given_password(added.text)
    person = house.browser()
    person.log_in("moi", first)
    assert person.get("/queue", follow_redirects=False).headers["location"] == "/password"
    for wrong in ({"present": "x"}, {"again": "khác hẳn đi rồi"}, {"chosen": "ngắn", "again": "ngắn"}):
        fields = {"present": first, "chosen": OWN, "again": OWN} | wrong
        assert person.post("/password", **fields).status_code == 400
    assert person.post("/password", present=first, chosen=first, again=first).status_code == 400
    assert person.post("/password", present=first, chosen=OWN, again=OWN).url.path == "/"
    assert person.get("/queue").status_code == 200
    assert house.browser().log_in("moi", first).status_code == 401
    assert house.browser().log_in("moi", OWN).status_code == 200
    assert house.events("moi")[:1] == ["account.added"]


def test_other_sessions_end_with_a_new_password(house, passwords):
    here, elsewhere = house.browser("vanthu"), house.browser("vanthu")
    assert here.post("/password", present=passwords["vanthu"], chosen=OWN, again=OWN).status_code == 200
    assert here.get("/queue", follow_redirects=False).status_code == 200
    assert elsewhere.get("/queue", follow_redirects=False).headers["location"] == LOGIN


def test_a_disabled_account_is_out_at_once_and_may_come_back(house):
    clerk, admin = house.browser("vanthu"), house.browser("quantri")
    assert admin.post("/admin/users/vanthu/disable").status_code == 200
    assert clerk.get("/queue", follow_redirects=False).headers["location"] == LOGIN
    assert house.browser().log_in("vanthu").status_code == 401
    admin.post("/admin/users/vanthu/enable")
    assert clerk.get("/queue", follow_redirects=False).headers["location"] == "/login?next=%2Fqueue", (
        "the old session stays ended"
    )
    assert house.browser().log_in("vanthu").status_code == 200


def test_the_last_administrator_stays(house, second_admin):
    admin = house.browser("quantri")
    assert admin.post("/admin/users/quantri/disable").status_code == 400, "nobody disables themselves"
    assert admin.post(f"/admin/users/{second_admin}/disable").status_code == 200
    assert role_of(house, "quantri") is Role.ADMIN


def test_rights_change_only_when_the_person_concerned_confirms(house):
    admin, clerk = house.browser("quantri"), house.browser("vanthu")
    assert admin.post("/admin/users/vanthu/rights", role="official", office="phong-khac").status_code == 200
    change = change_of(house, "vanthu")
    assert role_of(house, "vanthu") is Role.CLERK
    assert "Thay đổi quyền bạn đề nghị" in admin.get("/").text
    assert "Thay đổi quyền chờ xác nhận" in clerk.get("/").text
    assert "Thay đổi quyền chờ xác nhận" not in house.browser("luutru").get("/").text
    assert admin.post(f"/rights/{change.id}/confirm").status_code == 400, "who asked"
    assert house.browser("luutru").post(f"/rights/{change.id}/confirm").status_code == 400, "somebody else"
    clerk.post(f"/rights/{change.id}/confirm")
    assert role_of(house, "vanthu") is Role.OFFICIAL
    assert clerk.get("/queue", follow_redirects=False).headers["location"] == "/login?next=%2Fqueue", (
        "rights are those of the login"
    )
    assert house.events("vanthu")[-2:] == ["account.rights-asked", "account.rights-confirmed"]


def test_a_second_administrator_confirms_once(house, second_admin, passwords):
    admin, other = house.browser("quantri"), house.browser()
    other.log_in(second_admin, passwords["vanthu"])
    admin.post("/admin/users/lanhdao/rights", role="archivist", office="van-phong")
    twice = admin.post("/admin/users/lanhdao/rights", role="clerk", office="van-phong")
    assert twice.status_code == 400, "one change at a time"
    change = change_of(house, "lanhdao")
    assert [other.post(f"/rights/{change.id}/confirm").status_code for _ in range(2)] == [200, 409]
    assert role_of(house, "lanhdao") is Role.ARCHIVIST
    assert "Thay đổi quyền chờ xác nhận" not in other.get("/").text


def test_who_asked_may_take_it_back(house):
    admin = house.browser("quantri")
    admin.post("/admin/users/lanhdao/rights", role="clerk", office="van-phong")
    assert admin.post(f"/rights/{change_of(house, 'lanhdao').id}/refuse").status_code == 200
    assert role_of(house, "lanhdao") is Role.OFFICIAL


def test_an_administrator_gives_nothing_to_themselves(house):
    admin = house.browser("quantri")
    refused = admin.post("/admin/users/quantri/rights", role="official", office="van-phong")
    assert refused.status_code == 400
    assert "Không ai được tự thay đổi quyền" in refused.text
    right = {"account": "quantri", "capacity": "DIRECT", "office": "van-phong", "from": "", "until": ""}
    with house.services.register.begin() as uow:
        before = len(uow.authorities.list())
    assert admin.post("/authorities", **right).status_code == 400
    with house.services.register.begin() as uow:
        assert len(uow.authorities.list()) == before


def test_a_register_that_is_away_is_told_as_such(house, monkeypatch):
    clerk = house.browser("vanthu")

    def away():
        raise ServiceUnavailableError("The register does not answer.", vi="Sổ đăng ký không trả lời.")

    monkeypatch.setattr(house.services.register, "begin", away)
    answer = clerk.get("/queue")
    assert answer.status_code == 503
    assert "Sổ đăng ký không trả lời" in answer.text


@pytest.mark.parametrize("name", ["", "Có Dấu", "a/b", "x" * 41, "vanthu"])
def test_a_name_that_cannot_be_one_or_is_taken_is_refused(house, name):
    answer = house.browser("quantri").post("/admin/users", name=name, role="clerk", office="van-phong")
    assert answer.status_code == 400


def test_sessions_survive_a_restart_and_ended_ones_stay_ended(house):
    staying, leaving = house.browser("vanthu"), house.browser("vanthu")
    copied = dict(leaving.client.cookies)
    page = leaving.get("/queue").text
    leaving.client.post("/logout", data={"csrf": page.split('name="csrf" value="')[1].split('"')[0]})
    house.restart()
    stayed, thief = house.browser(), house.browser()
    stayed.client.cookies.update(dict(staying.client.cookies))
    thief.client.cookies.update(copied)
    assert stayed.get("/queue", follow_redirects=False).status_code == 200
    assert thief.get("/queue", follow_redirects=False).status_code == 303


def test_guesses_are_counted_over_a_restart(house):
    for _ in range(FREE_TRIES):
        assert house.browser().log_in("vanthu", "guess").status_code == 401
    house.restart()
    assert house.browser().log_in("vanthu").status_code == 429
    house.services.clock.ahead = dt.timedelta(minutes=16)
    assert house.browser().log_in("vanthu").status_code == 200


def test_an_address_that_tries_many_names_waits(house):
    browser = house.browser()
    for number in range(FREE_TRIES_OF_AN_ADDRESS):
        assert browser.log_in(f"name-{number}", "guess").status_code == 401
    assert browser.log_in("vanthu").status_code == 429


def test_what_was_typed_as_a_name_is_not_kept(house):
    house.browser().log_in("a-password-in-the-wrong-field", "x")
    assert house.services.register.committed.login_failures
    assert "a-password-in-the-wrong-field" not in repr(house.services.register.committed)
