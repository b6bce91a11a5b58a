"""Every page of the desk, by the list of its routes: named, in one language; and every form bears a second click."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.desk.conftest import PASSWORDS, PIN, built, read_facts
from tests.desk.furnished import ANYONE, NAMES, Furnished
from tests.desk.page_text import Form, PageText
from vanban.desk.access import Rule, Way, rules
from vanban.desk.accounts import Role

ELSEWHERE = {"/login/oidc", "/login/oidc/callback", "/login/oidc/left"}
"""Only where an identity provider is set up; ``test_single_sign_on`` has them."""
ENGLISH = re.compile(
    r"\b(the|of|is|are|and|not|with|for|was|this|that|files?|pages?|documents?|see|run|none|yes|open|waits?)\b", re.I
)
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I)
IN_THE_DOCUMENTS = (
    "ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "ỦY BAN NHÂN DÂN TỈNH MẪU", "Về việc thử từng trang", "Về việc thử nghiệm hệ thống",
    "CHỦ TỊCH", "Nguyễn Văn Mẫu", "Sở Nội vụ", "Quyết định", "quyết định", "công văn", "QĐ-UBND", "Lưu: VT",
    "Hồ sơ thử",
    "Hết hạn", "thiếu trang", "Dấu ĐẾN bị nhận nhầm", "Giao xử lý", "các đơn vị", "gửi báo cáo", "Thanh tra",
    "Đồng ý", "SAO LỤC", "đầu tư đường Nguyễn Huệ", "giấy mời", "Sai thẩm quyền", "Tiếng Việt", "khôngcógìcả",
)  # fmt: skip
"""What somebody wrote, and what is shown as it is written in both languages."""
MORE_THAN_ONCE: Mapping[str, str] = {
    "/batches": "a new list takes the place of the one that was begun, which nobody approved",
    "/admin/users/{name}/password": "the page that stays shows the newer password",
    "/search/saved": "kept under the same name, with the time of the second click",
    "/upload": "the same file comes in as a duplicate; the page sends it once (test_handing_in)",
}
"""What a second click does again, and why that harms nobody."""
ELSEWHERE_CLICKED: Mapping[str, str] = {
    "/upload/one": "sent by the script of the page, file by file: test_handing_in",
    "/admin/issuers": "test_admin_pages: the second one is of an older table",
    "/admin/retention": "checks a table, changes nothing",
    "/pcs/code": "a code is kept in memory for some minutes: test_agent_interface",
    "/pcs/{pc_id}/end": "needs a paired PC: test_agent_interface",
    "/documents/{document_id}/copies": "draws a copy: test_copies",
    "/archive/holds/{hold_id}/release": "needs a second archivist: test_archive_pages",
    "/archive/disposals": "needs what is due: test_archive_pages",
    "/archive/disposals/{list_id}/approve": "needs a second archivist: test_archive_pages",
    "/admin/users/{name}/enable": "needs a disabled account: test_accounts",
    "/batches/{batch_id}/again": "needs a failed list: test_official",
    "/registers/close": "needs a year that is over: test_registers",
}


@pytest.fixture(scope="module")
def furnished(letter_pdf, draft_pdf, accounts, tmp_path_factory) -> Furnished:
    house = built(tmp_path_factory.mktemp("house"), accounts)
    return Furnished(house, letter=letter_pdf, draft=draft_pdf, facts=read_facts())


@pytest.fixture(scope="module")
def opened(furnished) -> list[tuple[str, str, str, Any]]:
    """Every page as its people see it, in Vietnamese: route, who, address, answer."""
    return [
        (route, who, path, furnished.browser(who).get(path, follow_redirects=False))
        for route, who, path in furnished.addresses()
    ]


def is_page(answer: Any) -> bool:
    return "text/html" in answer.headers.get("content-type", "") and "<html" in answer.text


def test_every_route_has_an_address_that_opens(opened):
    there = {route for route, _, _, answer in opened if answer.status_code in (200, 303)}
    asked = {rule.path for rule in rules() if rule.method == "GET" and rule.way in (Way.ROLE, Way.OPEN)}
    assert asked - there == ELSEWHERE, "give the new page an address in furnished.py"


def test_every_page_is_named_and_has_one_heading(opened):
    pages = [(path, PageText(answer.text)) for _, _, path, answer in opened if is_page(answer)]
    assert [path for path, page in pages if not page.title.partition("·")[0].strip()] == []
    assert {path: page.headings for path, page in pages if page.headings != 1} == {}


def test_no_vietnamese_page_says_something_in_english(opened):
    wrong = {}
    for route, _, _, answer in opened:
        if "text/html" in answer.headers.get("content-type", ""):
            texts = [one for one in PageText(answer.text).texts if " " in one and "/tmp/" not in one]
            wrong |= {text: route for text in texts if ENGLISH.search(without_data(text))}
    assert wrong == {}


def test_no_english_page_says_something_in_vietnamese(furnished, opened):
    wrong = {}
    for role in NAMES:
        furnished.browser(role.value).post("/language", language="en", back="/notices/unread")
    for route, who, path, answer in opened:
        if "text/html" not in answer.headers.get("content-type", "") or route in ELSEWHERE | {"/login"}:
            continue
        asked = f"{path}{'&' if '?' in path else '?'}lang=en" if who == ANYONE else path
        page = PageText(furnished.browser(who).get(asked).text)
        wrong |= {text: route for text in page.texts if VIETNAMESE.search(without_data(text))}
    for role in NAMES:
        furnished.browser(role.value).post("/language", language="vi", back="/notices/unread")
    assert wrong == {}


def without_data(text: str) -> str:
    for known in IN_THE_DOCUMENTS:
        text = text.replace(known, "")
    return text


def test_a_second_click_on_any_form_does_nothing_again(furnished, opened):
    register = furnished.house.services.register
    fresh, clicked, wrong = register.committed, set(), {}
    for who, form, rule in one_of_each(forms_of(opened), furnished):
        register.committed = fresh.copy()
        browser = furnished.browser(who)
        cookies = dict(browser.client.cookies)
        before = what_is_there(furnished)
        first, afterwards = click(furnished, browser, form)
        second, again = click(furnished, browser, form)
        if first.status_code < 400 and (before != afterwards):
            clicked.add(rule.path)
        if second.status_code >= 500 or (afterwards != again and rule.path not in MORE_THAN_ONCE):
            wrong[f"{who} {form.action}"] = sorted(name for name in again if again[name] != afterwards[name])
        browser.client.cookies.clear()
        for name, value in cookies.items():
            browser.client.cookies.set(name, value, domain="127.0.0.1")
    register.committed = fresh
    assert wrong == {}
    changing = {rule.path for rule in rules() if rule.method == "POST" and rule.way is Way.ROLE}
    assert changing - clicked <= set(ELSEWHERE_CLICKED), "a form that was not found, or that was refused as filled in"


def forms_of(opened) -> Iterator[tuple[str, Form]]:
    for _, who, _, answer in opened:
        if "text/html" in answer.headers.get("content-type", ""):
            yield from ((who, form) for form in PageText(answer.text).forms if form.method == "post")


def one_of_each(forms, furnished) -> list[tuple[str, Form, Rule]]:
    """Return the forms of each route, a few of those that look alike, each filled in; who leaves comes last."""
    patterns = [
        (rule, re.compile(re.sub(r"{\w+}", "[^/]+", rule.path)))
        for rule in rules()
        if rule.method == "POST" and rule.way is Way.ROLE
    ]
    found: dict[tuple[str, tuple[str, ...]], tuple[str, Form, Rule]] = {}
    for who, form in forms:
        rule = next((rule for rule, pattern in patterns if pattern.fullmatch(form.action)), None)
        if rule is None or (who != ANYONE and Role(who) not in rule.roles):
            continue
        typed = typed_in(furnished, who)
        form.fields |= {name: [value] for name, value in typed.get(rule.path, {}).items()}
        if rule.path != "/admin/users/{name}/rights" or form.action.endswith("vanthu/rights"):
            found.setdefault((rule.path, tuple(sorted(form.fields))), (who, form, rule))
    return sorted(found.values(), key=lambda one: one[2].path == "/logout")


def typed_in(furnished, who: str) -> dict[str, dict[str, str]]:
    """Return what a person types where the least that a form asks for is not enough."""
    own = {"chosen": "mật khẩu của riêng tôi", "again": "mật khẩu của riêng tôi"}
    person = {"account": "vanthu", "kinds": "", "capacity": "TUQ", "until": "2030-01-01", "basis_number": "12"}
    return {
        "/password": {"present": PASSWORDS.get(NAMES[Role(who)], "") if who != ANYONE else "", **own},
        "/admin/users": {"name": "nguoi-moi"},
        "/admin/users/{name}/rights": {"role": "official"},
        "/archive/case-files/{case_file_id}/documents": {"document": furnished.unfiled, "why": "Bổ sung"},
        "/archive/holds": {"subject": furnished.unfiled},
        "/authorities": {} if who == "admin" else {**person, "basis_symbol": "GUQ-UBND", "basis_date": "2026-01-05"},
        "/batches/{batch_id}/grant": {"pin": PIN},
        "/batches/{batch_id}/lines/{line_id}/approve": {"pin": PIN},
        "/documents/{document_id}/assignment": {
            "words": "Giao xử lý",
            "who": "lanhdao",
            "involvement": "chủ trì",
            "due": "",
            "task": "",
        },
        "/documents/{document_id}/direction": {"words": "Giao xử lý"},
        "/documents/{document_id}/copies": {"code": "UBND", "pages": "1"},
    }


def click(furnished, browser, form: Form) -> tuple[Any, dict[str, str]]:
    fields = {name: value for name, value in form.fields.items() if name != "csrf"}
    files = {"files": ("a.pdf", b"%PDF-1.7 x")} if form.sends_files else None
    answer = browser.post(form.action, files=files, **fields)
    return answer, what_is_there(furnished)


def what_is_there(furnished) -> dict[str, str]:
    """Return everything that the register holds, in words; who looked and who failed to log in is no change."""
    state = furnished.house.services.register.committed
    aside = {"events", "event_tree", "pointed_to", "login_failures"}
    told = {name: repr(getattr(state, name)) for name in state.__slots__ if name not in aside}
    told["events"] = repr(
        [(e.name, e.subject) for e in state.events if not e.name.startswith(("document.viewed", "desk."))]
    )
    return told
