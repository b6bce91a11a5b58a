"""Logging in at an identity provider: a real one on loopback, and one that makes every mistake."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import re
import threading
import urllib.parse
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from vanban.desk.identity_provider import IdentityProvider, NotProvenError
from vanban.desk.single_sign_on import COOKIE
from vanban.domain.errors import ServiceUnavailableError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies
    import oidc_provider_mock

DESK = "http://127.0.0.1"
SIGNED_ON = "Đã đăng nhập"


class Pkce:
    """Holds the provider to RFC 7636, which it leaves out: no code without the verifier of its challenge."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.challenges: set[str] = set()
        self.refused = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        asked = urllib.parse.parse_qs(environ.get("QUERY_STRING", ""))
        if environ["PATH_INFO"] == "/oauth2/authorize":
            assert asked["code_challenge_method"] == ["S256"]
            self.challenges.add(asked["code_challenge"][0])
        if environ["PATH_INFO"] == "/oauth2/token":
            from io import BytesIO

            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            verifier = urllib.parse.parse_qs(body.decode()).get("code_verifier", [""])[0]
            digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            if digest not in self.challenges:
                self.refused += 1
                start("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant"}']
            environ["wsgi.input"] = BytesIO(body)
        return self._app(environ, start)


@pytest.fixture(scope="module")
def provider():
    people = [
        oidc_provider_mock.User(sub=name, claims={"preferred_username": name})
        for name in ("vanthu", "nguoi-la", "nghi")
    ]
    with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=people) as server:
        server.app = server.pkce = Pkce(server.app)
        yield server


@pytest.fixture
def office(house, provider):
    """The desk of an office with that provider."""
    house.services.settings = house.services.settings.model_copy(
        update={
            "oidc_issuer": f"http://localhost:{provider.server_port}", "oidc_client_id": "vanban", "desk_url": DESK,
            "oidc_client_secret": SecretStr("một bí mật: có dấu"),
        }
    )  # fmt: skip
    house.restart()
    return house


def at_the_provider(browser, name: str, *, wanted: str = "/") -> str:
    """Begin at the desk, log in at the provider, and return where it sends the browser back to."""
    address = browser.get("/login/oidc", params={"next": wanted}, follow_redirects=False).headers["location"]
    back = httpx.post(address, data={"sub": name}).headers["location"]
    return back.removeprefix(DESK)


def test_who_has_an_account_is_let_in_and_out(office):
    browser = office.browser()
    assert "/login/oidc" in browser.get("/login").text
    page = browser.get(at_the_provider(browser, "vanthu"))
    assert SIGNED_ON in page.text
    assert 'content="0; url=/"' in page.text
    assert browser.get("/queue", follow_redirects=False).status_code == 200
    assert office.events("vanthu") == ["desk.login"]
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/queue").text)[1]
    left = browser.client.post("/logout", data={"csrf": token})
    assert "/oauth2/end_session?client_id=vanban" in left.text
    assert browser.get("/queue", follow_redirects=False).headers["location"] == "/login?next=%2Fqueue"


@pytest.mark.parametrize(("wanted", "led"), [("/queue?page=2", "/queue?page=2"), ("//evil.example", "/")])
def test_the_provider_leads_back_to_the_page_that_was_wanted(office, wanted, led):
    browser = office.browser()
    page = browser.get(at_the_provider(browser, "vanthu", wanted=wanted))
    assert f'content="0; url={led}"' in page.text


@pytest.mark.parametrize("disabled", [False, True])
def test_nobody_gets_an_account_by_logging_in(office, disabled):
    if disabled:
        with office.services.register.begin() as uow:
            uow.people.add(dataclasses.replace(uow.people.get("vanthu"), name="nghi", disabled=True))
            uow.commit()
    browser = office.browser()
    page = browser.get(at_the_provider(browser, "nghi" if disabled else "nguoi-la"))
    assert page.status_code == 403
    assert "chưa có tài khoản" in page.text
    assert browser.get("/queue", follow_redirects=False).headers["location"] == "/login?next=%2Fqueue"


def test_an_answer_is_taken_once_and_from_the_browser_that_asked(office, provider):
    browser, other = office.browser(), office.browser()
    back = at_the_provider(browser, "vanthu")
    assert other.get(back).status_code == 403, "another browser: no cookie"
    other.get("/login/oidc", follow_redirects=False)
    assert other.get(back).status_code == 403, "another login: another state"
    wrong = re.sub(r"state=[^&]+", "state=x", back)
    kept = browser.client.cookies.get(COOKIE)
    assert browser.get(wrong).status_code == 403
    browser.client.cookies.set(COOKIE, kept, path="/login/oidc")
    assert SIGNED_ON in browser.get(back).text
    browser.client.cookies.set(COOKIE, kept, path="/login/oidc")
    again = office.browser()
    again.client.cookies.set(COOKIE, kept, path="/login/oidc")
    assert again.get(back).status_code == 403, "the code was used"


def test_a_code_of_another_login_fails_for_its_verifier(office, provider):
    browser, thief = office.browser(), office.browser()
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(at_the_provider(browser, "vanthu")).query)["code"][0]
    mine = at_the_provider(thief, "nguoi-la")
    page = thief.get(re.sub(r"code=[^&]+", f"code={code}", mine))
    assert page.status_code == 403
    assert SIGNED_ON not in page.text


def test_a_login_that_takes_too_long_is_begun_anew(office, monkeypatch):
    browser = office.browser()
    back = at_the_provider(browser, "vanthu")
    later = dt.datetime.now(tz=dt.UTC).timestamp() + 11 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert browser.get(back).status_code == 403


def test_passwords_are_for_the_administrator_alone(office):
    assert office.browser().log_in("vanthu").status_code == 401
    assert office.browser().log_in("quantri").status_code == 200


def test_without_a_provider_there_is_no_such_door(house):
    assert house.browser().get("/login/oidc").status_code == 404
    assert "/login/oidc" not in house.browser().get("/login").text
    assert house.browser().log_in("vanthu").status_code == 200


def test_a_provider_that_is_away_leaves_the_administrator_the_password(house):
    away = {"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": "vanban", "desk_url": DESK}
    house.services.settings = house.services.settings.model_copy(update=away)
    house.restart()
    page = house.browser().get("/login/oidc")
    assert page.status_code == 503
    assert "cổng đăng nhập" in page.text
    assert house.browser().log_in("quantri").status_code == 200


KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NOW = int(dt.datetime.now(tz=dt.UTC).timestamp())
DAY = 86_400
"""Seconds; the tests begin a good while after this file was read."""


class Wrong(ThreadingHTTPServer):
    """A provider that gives whatever token a test wants."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.token = ""
        self.claims = {
            "iss": self.issuer, "aud": "vanban", "sub": "1", "exp": NOW + DAY, "iat": NOW, "nonce": "n",
            "preferred_username": "vanthu",
        }  # fmt: skip


class _Answer(BaseHTTPRequestHandler):
    server: Wrong

    def do_GET(self) -> None:
        issuer = self.server.issuer
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k", "use": "sig"}
        described = {"issuer": issuer, "jwks_uri": f"{issuer}/keys", "token_endpoint": f"{issuer}/token"}
        self._say({"keys": [jwk]} if self.path == "/keys" else described)

    def do_POST(self) -> None:
        self._say({"id_token": self.server.token})

    def _say(self, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def wrong():
    server = Wrong()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def claims_of(server: Wrong, token: str):
    server.token = token
    desk = IdentityProvider(server.issuer, "vanban", "")
    return desk.claims("c", redirect_uri=f"{DESK}/x", verifier="v", nonce="n")


def signed(server: Wrong, key: Any = KEY, algorithm: str = "RS256", kid: str = "k", **changes: Any) -> str:
    told = {name: value for name, value in (server.claims | changes).items() if value is not None}
    return jwt.encode(told, key, algorithm=algorithm, headers={"kid": kid})


def test_a_token_as_it_should_be_counts(wrong):
    assert claims_of(wrong, signed(wrong))["preferred_username"] == "vanthu"
    assert claims_of(wrong, signed(wrong, aud=["vanban", "other"], azp="vanban"))["sub"] == "1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"}, {"aud": "other"}, {"aud": ["vanban", "other"]}, {"azp": "other"},
        {"exp": NOW - 120}, {"exp": None}, {"iat": NOW + DAY}, {"iat": None}, {"sub": None}, {"nonce": "m"},
        {"nonce": None}, {"key": OTHER}, {"kid": "unknown"}, {"nbf": NOW + DAY},
        {"key": "x" * 32, "algorithm": "HS256"}, {"key": None, "algorithm": "none"},
    ],
)  # fmt: skip
def test_a_token_with_anything_wrong_proves_nothing(wrong, changes):
    with pytest.raises(NotProvenError):
        claims_of(wrong, signed(wrong, **changes))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", None])
def test_what_is_no_token_proves_nothing(wrong, token):
    with pytest.raises(NotProvenError):
        claims_of(wrong, token)


def test_a_provider_of_another_name_or_without_tls_is_not_asked(wrong):
    with pytest.raises(ServiceUnavailableError, match="another issuer"):
        IdentityProvider(f"http://localhost:{wrong.server_port}", "vanban", "").address("token_endpoint")
    with pytest.raises(ServiceUnavailableError, match="https"):
        IdentityProvider("http://provider.example", "vanban", "").address("token_endpoint")
