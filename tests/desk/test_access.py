"""Every route as every role, in the document's office and in another one: generated, so that a new route is in it."""

from __future__ import annotations

import re
from pathlib import Path

import argon2
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from httpx import Response
from starlette.routing import Mount

from vanban.desk.access import Rule, Way, rules, table
from vanban.desk.accounts import OVERSEERS, Account, Role
from vanban.domain.document import Direction, RegisterEntry, State

PASSWORD = "dùng chung khi thử"
OFFICES = ("van-phong", "phong-khac")
SUBJECT = "Về việc chỉ phòng này được biết"
RULES = rules()
BY_ROLE = [rule for rule in RULES if rule.way is Way.ROLE]
NOT_THERE_YET = {"/documents/{document_id}/qr.png"}
"""What a document has only once it was issued; ``test_for_anyone`` has it."""
ROLE_REFUSED = "Vai trò của bạn không được phép làm việc này"


@pytest.fixture(scope="module")
def accounts() -> list[Account]:
    """One person of each role in each of two offices."""
    hashed = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    made = [Account(_name(role, office), role, hashed, office) for role in Role for office in OFFICES]
    return [*made, Account("lanhdao", Role.OFFICIAL, hashed)]


@pytest.fixture
def ids(house, letter_pdf) -> dict[str, str]:
    """What the places in braces are filled with: rows of the first office."""
    entry = RegisterEntry(subject=SUBJECT, arrival_number=None)
    document = house.add(letter_pdf, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry)
    arrived = RegisterEntry(subject=SUBJECT, arrival_number=3)
    frozen = house.add(b"another", direction=Direction.OUTGOING, state=State.REGISTERED)
    official = house.browser()
    official.log_in("lanhdao", PASSWORD)
    batch = official.post("/batches", document=[frozen.id]).url.path.split("/")[-1]
    with house.services.register.begin() as uow:
        right = uow.authorities.list()[0].id
    return {
        "document_id": document.id,
        "arrived_id": house.add(letter_pdf + b"%%", state=State.REGISTERED, entry=arrived).id,
        "sha256": document.sha256,
        "page": "1",
        "batch_id": batch,
        "authority_id": right,
        "pc_id": "no-such-pc",
        "field": "organ_name",
    }


def _name(role: Role, office: str) -> str:
    return f"{role.value}-{office}"


def _send(browser, rule: Rule, ids: dict[str, str]) -> Response:
    """Ask as a page of this browser would; what has no value here is asked for with one that is nobody's."""
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda found: ids.get(found[1], "none"), rule.path)
    if rule.method == "GET":
        return browser.get(path, follow_redirects=False)
    return browser.client.request(rule.method, path, data={"csrf": browser.token()}, follow_redirects=False)


def _to_login(answer: Response) -> bool:
    return answer.status_code == 303 and answer.headers["location"].split("?")[0] == "/login"


def test_every_route_of_the_application_has_a_rule(house):
    ruled = {(rule.method, rule.path) for rule in RULES if rule.way is not Way.NONE}
    routes = [route for route in house.app.routes if not isinstance(route, Mount)]
    served = {(method, route.path) for route in routes for method in route.methods}
    assert served == ruled, "declare who may open it: see docs/access.md"
    assert [route.path for route in house.app.routes if isinstance(route, Mount)] == ["/static"]


def test_a_route_that_declares_nothing_has_no_rule():
    router = APIRouter()
    router.get("/forgotten")(lambda: "x")
    assert isinstance(router.routes[0], APIRoute)
    assert [rule.way for rule in rules([router])] == [Way.NONE]


def test_what_asks_for_no_login_is_a_short_list():
    assert {rule.path for rule in RULES if rule.way is Way.OPEN} == {
        "/login", "/language", "/health", "/healthz", "/agent/pair", "/verify", "/v/{code}", "/login/oidc",
        "/login/oidc/callback", "/login/oidc/left",
    }  # fmt: skip


def test_the_page_of_the_rules_is_current():
    page = Path(__file__).parents[2] / "docs" / "access.md"
    assert page.read_text(encoding="utf-8") == table(RULES), "run `make access`"


def test_nobody_is_sent_to_the_login_page_by_every_route_that_asks_for_a_role(house, ids):
    browser = house.browser()
    assert {rule.path for rule in BY_ROLE if not _to_login(_send(browser, rule, ids))} == set()


@pytest.mark.parametrize("role", Role)
def test_a_paired_pcs_interface_takes_no_cookie(house, ids, role):
    browser = house.browser()
    browser.log_in(_name(role, OFFICES[0]), PASSWORD)
    found = {_send(browser, rule, ids).status_code for rule in RULES if rule.way is Way.PAIRED_PC}
    assert found <= {401, 429}


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("role", Role)
def test_every_route_as_every_role_in_both_offices(house, ids, role, office):
    browser = house.browser()
    browser.log_in(_name(role, office), PASSWORD)
    wrong = {}
    for rule in sorted(BY_ROLE, key=lambda one: one.path == "/logout"):
        answer = _send(browser, rule, ids)
        if _to_login(answer):  # the one before ended the session
            browser.log_in(_name(role, office), PASSWORD)
            answer = _send(browser, rule, ids)
        refused = answer.status_code == 403 and ROLE_REFUSED in answer.text
        if refused is (role in rule.roles) or answer.status_code >= 500 or _is_open_too_far(answer, rule, role, office):
            wrong[f"{rule.method} {rule.path}"] = answer.status_code
        if SUBJECT in answer.text:
            assert role is not Role.ADMIN, rule
            assert office == OFFICES[0] or role in OVERSEERS, rule
    assert wrong == {}


def _is_open_too_far(answer: Response, rule: Rule, role: Role, office: str) -> bool:
    """Return whether a row of another office was shown or changed, or one of the own office was not shown."""
    of_a_document = "{document_id}" in rule.path or "{arrived_id}" in rule.path
    of_an_office = of_a_document or "{batch_id}" in rule.path
    if role not in rule.roles or not of_an_office:
        return False
    if office != OFFICES[0] and role not in OVERSEERS:
        return answer.status_code not in {403, 404}
    if rule.path in NOT_THERE_YET:
        return False
    return rule.method == "GET" and of_a_document and answer.status_code != 200


def test_who_inspects_changes_nothing():
    changing = {rule.path for rule in RULES if rule.method != "GET" and Role.AUDITOR in rule.roles}
    own = {"/logout", "/password", "/rights/{change_id}/confirm", "/rights/{change_id}/refuse"}
    own |= {"/notices/read", "/notices/contact", "/search/saved", "/search/saved/drop"}
    assert changing == own, "the own account's password, notices and searches, and a change of the own rights"


def test_findings_and_events_are_shown_to_who_inspects(house, ids):
    from vanban.domain.findings import Finding

    now = house.services.clock.now()
    with house.services.register.begin() as uow:
        uow.findings.settle({"one": [Finding("altered", ids["document_id"], "originals/ab")]}, at=now)
        uow.events.append(at=now, actor="vanthu", name="document.registered", subject=ids["document_id"])
        uow.commit()
    browser = house.browser()
    browser.log_in(_name(Role.AUDITOR, OFFICES[1]), PASSWORD)
    page = browser.get("/inspection", params={"subject": ids["document_id"]}).text
    assert "originals/ab" in page
    assert "Đăng ký" in page
    assert "document.viewed" not in page
    assert SUBJECT not in page
    with house.services.register.begin() as uow:
        uow.findings.settle({"one": []}, at=now)
        uow.commit()
    assert "originals/ab" not in browser.get("/inspection").text
    assert "originals/ab" in browser.get("/inspection?closed=true").text
