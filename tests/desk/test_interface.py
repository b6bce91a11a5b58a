"""Every operation of the desk's OpenAPI description, as every role, with what schemathesis makes up and with odd ids.

On the real register: what a text column or a number does not take shows there only.
"""

from __future__ import annotations

import collections
import re
import warnings
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase

from vanban.desk.accounts import Role
from vanban.desk.app import create_app
from vanban.desk.openapi import described
from vanban.domain.document import Direction, RegisterEntry, State

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies
    import schemathesis

NAMES = {Role.CLERK: "vanthu", Role.OFFICIAL: "lanhdao", Role.ARCHIVIST: "luutru", Role.ADMIN: "quantri"}
NAMES[Role.AUDITOR] = "kiemtra"
EXAMPLES = 2
"""Of each operation; each is sent by every role, and by nobody."""
ODD = ("a%00b", "%E2%80%AE%F0%9F%A6%86", "%ED%A0%80", "..%2F..%2Fetc", "%27%3B--", "9" * 30, "nan")
ENTRY = RegisterEntry(subject="Về việc thử giao tiếp", code_number="15", code_notation="QĐ-UBND")
ENDS_THE_SESSION = {("POST", "/logout"), ("POST", "/login")}


class Asking:
    """Sends requests as everybody, and notes what no description allows."""

    def __init__(self, house: Any) -> None:
        self.document = described()
        self.asked: collections.Counter[int] = collections.Counter()
        self.wrong: dict[str, int] = {}
        self.people = {None: house.browser(), **{role: house.browser(name) for role, name in NAMES.items()}}
        found = {
            who: re.search(r'name="csrf" value="([^"]+)"', one.get("/login").text) for who, one in self.people.items()
        }
        self.tokens = {who: one[1] for who, one in found.items() if one}

    def made_up(self, case: Any) -> None:
        """Send what schemathesis made up, with the session's token in its form."""
        sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
        for who in self.people:
            data, files = sent.get("data"), sent.get("files")
            if isinstance(data, dict):
                data = {**data, "csrf": self.tokens[who]}
            if files:
                # Numbers are no form fields; the client at hand takes them for files.
                texts = [
                    (name, (file, value if isinstance(value, bytes) else str(value)))
                    for name, (file, value, *_) in files
                    if name != "csrf"
                ]
                files = [*texts, ("csrf", (None, self.tokens[who]))]
            self.send(
                who,
                case.method,
                case.operation.path,
                sent["url"],
                params=sent.get("params"),
                data=data,
                json=sent.get("json"),
                files=files,
            )

    def odd(self, method: str, path: str, operation: dict[str, Any]) -> None:
        """Send ids that nobody gives, as somebody who may open it."""
        who = Role(operation["x-roles"][0]) if "x-roles" in operation else None
        for id_ in ODD:
            data = {"csrf": self.tokens[who]} if method == "post" else None
            self.send(who, method, path, re.sub(r"{\w+}", id_, path), data=data)

    def send(self, who: Role | None, method: str, path: str, url: str, **given: Any) -> None:
        client = self.people[who].client
        answer = client.request(method, url, headers={"authorization": "Bearer x"}, follow_redirects=False, **given)
        self.asked[answer.status_code] += 1
        may = self.document["paths"][path][method.lower()]["responses"]
        if answer.status_code >= 500 or str(answer.status_code) not in may:
            self.wrong[f"{who or 'nobody'} {method} {url[:80]}"] = answer.status_code


@pytest.mark.services
def test_every_operation_answers_as_described_whoever_asks(house, accounts, register, letter_pdf, facts):
    house.services.register = register
    house.services.give_rights()
    house.services.let_in(accounts)
    house.app = create_app(house.services, "another secret for tests")
    visitors = house.app.state.desk.visitors
    visitors._looks._most = visitors._uploads._most = 10**9
    house.add(letter_pdf, facts=facts)
    house.add(b"to sign", direction=Direction.OUTGOING, state=State.REGISTERED, entry=ENTRY)
    asking = Asking(house)
    for made in schemathesis.openapi.from_dict(asking.document).get_all_operations():
        operation = made.ok()
        if (operation.method.upper(), operation.path) in ENDS_THE_SESSION:
            continue
        run = hypothesis.settings(
            max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(hypothesis.given(case=operation.as_strategy())(asking.made_up))  # fmt: skip
        hypothesis.seed(20261127)(run)()
    for path, methods in asking.document["paths"].items():
        for method, described_ in methods.items():
            if "{" in path:
                asking.odd(method, path, described_)
    assert asking.wrong == {}
    assert {200, 303, 400, 403, 404} <= set(asking.asked), asking.asked


def test_an_account_of_a_desk_without_its_spool_says_so(house):
    house.services.settings.spool.rmdir()
    page = house.browser("luutru").get("/account")
    assert page.status_code == 200
    assert "Không có thư mục spool." in page.text
    assert "KHÔNG cân đối" in page.text


def test_what_nobody_foresaw_is_told_without_its_words(house):
    class Broken:
        def verify(self, data: bytes) -> None:
            raise RuntimeError("Về việc mật")

    house.services.verifier = Broken()
    page = house.browser().client.post("/verify", files={"file": ("a.pdf", b"a")})
    assert page.status_code == 500
    assert "Hãy báo quản trị" in page.text
    assert "Về việc mật" not in page.text
    assert page.headers["content-security-policy"]
