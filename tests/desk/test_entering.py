"""Who gets in, how often one may guess, and what every answer carries."""

import datetime as dt
import json
import urllib.parse

import pytest

from vanban.desk.accounts import Accounts, Role
from vanban.desk.demo_accounts import demo_accounts, ensure_accounts
from vanban.register.memory import MemoryRegister

PAGES = {
    "/queue": {"vanthu"},
    "/queue/refused": {"vanthu"},
    "/upload": {"vanthu"},
    "/batches": {"vanthu", "lanhdao"},
    "/documents": {"vanthu", "lanhdao", "luutru", "kiemtra"},
    "/account": {"luutru", "quantri", "kiemtra"},
    "/inspection": {"luutru", "kiemtra"},
    "/admin": {"quantri"},
}


@pytest.mark.parametrize("name", ["vanthu", "lanhdao", "luutru", "quantri", "kiemtra"])
def test_each_role_sees_its_own_pages_and_no_other(house, name):
    browser = house.browser(name)
    answers = {path: browser.get(path).status_code for path in PAGES}
    assert answers == {path: 200 if name in allowed else 403 for path, allowed in PAGES.items()}


def test_nobody_sees_anything_without_logging_in(house):
    document = house.add()
    browser = house.browser()
    for path in [*PAGES, "/", f"/documents/{document.id}", f"/documents/{document.id}/bytes/{document.sha256}"]:
        answer = browser.get(path, follow_redirects=False)
        wanted = "" if path == "/" else f"?next={urllib.parse.quote(path, safe='')}"
        assert (answer.status_code, answer.headers["location"]) == (303, f"/login{wanted}"), path


def test_a_wrong_password_and_an_unknown_name_are_told_alike(house):
    wrong = house.browser().log_in("vanthu", "not it")
    unknown = house.browser().log_in("nobody", "not it")
    assert wrong.status_code == unknown.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in wrong.text
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in unknown.text


def test_guessing_makes_the_account_wait_even_with_the_right_password(house):
    browser = house.browser()
    for _ in range(5):
        assert browser.log_in("vanthu", "guess").status_code == 401
    held = browser.log_in("vanthu")
    assert held.status_code == 429
    assert 0 < int(held.headers["retry-after"]) <= 31
    assert browser.log_in("luutru").status_code == 200, "another account is not held"
    house.services.clock.ahead = dt.timedelta(seconds=31)
    assert house.browser().log_in("vanthu").status_code == 200


def test_headers_allow_no_inline_script_no_frame_and_no_storing(house):
    for answer in (house.browser().get("/login"), house.browser("vanthu").get("/queue"), house.browser().get("/no")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "<script>" not in answer.text
        assert "style=" not in answer.text


def test_the_cookie_is_closed_to_scripts_and_other_sites(house):
    browser = house.browser()
    cookie = browser.get("/login").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_logging_in_starts_a_new_session_and_logging_out_ends_every_copy(house):
    browser = house.browser()
    before = browser.token()
    browser.log_in("vanthu")
    kept = dict(browser.client.cookies)
    page = browser.get("/queue").text
    assert before not in page
    assert browser.client.post("/logout", data={"csrf": page.split('name="csrf" value="')[1].split('"')[0]}).is_success
    thief = house.browser()
    thief.client.cookies.update(kept)
    assert thief.get("/queue", follow_redirects=False).status_code == 303


def test_a_session_ends_after_a_working_day(house):
    browser = house.browser("vanthu")
    house.services.clock.ahead = dt.timedelta(hours=8, seconds=5)
    assert browser.get("/queue", follow_redirects=False).status_code == 303


def test_a_foreign_host_name_is_refused(house):
    assert house.browser().get("/login", headers={"host": "evil.example"}).status_code == 400


def test_a_body_beyond_the_bound_is_refused_told_or_not(house):
    browser = house.browser("vanthu")
    bound = 4 * house.services.settings.limits.file_bytes
    assert browser.client.post("/upload", headers={"content-length": str(bound + 1)}, content=b"").status_code == 413


def test_health_answers_anyone(house):
    assert house.browser().get("/healthz").text == "ok"


def test_the_language_can_be_switched_and_leads_nowhere_else(house):
    browser = house.browser("vanthu")
    page = browser.get("/queue").text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    answer = browser.client.post(
        "/language", data={"csrf": token, "language": "en", "back": "//evil.example"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"
    assert "Documents to confirm" in browser.get("/queue").text


def test_demo_accounts_are_made_once_kept_closed_and_work(tmp_path):
    register = MemoryRegister()
    for _ in range(2):
        ensure_accounts(tmp_path, register)
    people = demo_accounts(tmp_path)
    assert {(p.name, p.role) for p in people} == {
        ("vanthu", Role.CLERK), ("lanhdao", Role.OFFICIAL), ("luutru", Role.ARCHIVIST), ("quantri", Role.ADMIN),
        ("kiemtra", Role.AUDITOR),
    }  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    accounts = Accounts(register)
    assert accounts.check("vanthu", people[0].password) is not None
    assert accounts.check("vanthu", people[1].password) is None
    (tmp_path / "desk-demo-passwords.json").unlink()
    ensure_accounts(tmp_path, register)
    assert list(tmp_path.iterdir()) == [], "an office with accounts of its own gets no demo passwords"


def test_the_accounts_of_an_earlier_installation_are_taken_over_once(tmp_path, accounts):
    kept = [{"name": one.name, "role": one.role, "password_hash": one.password_hash} for one in accounts[:2]]
    (tmp_path / "desk-accounts.json").write_text(json.dumps(kept))
    register = MemoryRegister()
    ensure_accounts(tmp_path, register)
    assert [one.name for one in Accounts(register).everyone()] == ["lanhdao", "vanthu"]
    assert Accounts(register).check("vanthu", "chữ ký 1") is not None
    assert list(tmp_path.iterdir()) == []


def test_refused_logins_are_noted_for_known_names_only(house):
    browser = house.browser()
    browser.log_in("vanthu", "guess")
    browser.log_in("my-password-in-the-wrong-field", "guess")
    browser.log_in("vanthu")
    assert house.events() == ["desk.login-refused", "desk.login"]
    assert house.events("vanthu") == ["desk.login-refused", "desk.login"]
