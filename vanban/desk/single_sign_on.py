"""Logging in at the office's identity provider: code flow with PKCE, state and nonce, for accounts that exist.

What a login under way needs lies in a signed cookie of its own for ten minutes: the session's cookie is
``SameSite=Strict`` and does not come along when the browser returns from the provider.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
import urllib.parse
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from vanban.desk.accounts import Account, Accounts, Role
from vanban.desk.identity_provider import IdentityProvider, NotProvenError
from vanban.domain.errors import RefusedError
from vanban.settings import Settings

PATH = "/login/oidc"
CALLBACK = f"{PATH}/callback"
MINUTES = 10
COOKIE = "vanban_login"
_NAME_MOST = 100


class NoAccountError(RefusedError):
    """Indicate somebody whom the provider knows and this desk does not: nobody gets an account by logging in."""

    def __init__(self) -> None:
        super().__init__(
            "There is no account here for this person.",
            vi="Người đăng nhập chưa có tài khoản ở đây.",
            remedy="Ask the administrator for an account. / Hãy đề nghị quản trị tạo tài khoản.",
        )


@dataclass(frozen=True, slots=True)
class Begun:
    """A login that was begun."""

    address: str
    """At the provider, where the browser goes."""
    cookie: str


class SingleSignOn:
    """Begins and ends logins at the provider."""

    def __init__(self, provider: IdentityProvider, *, claim: str, desk_url: str, secret: str) -> None:
        self._provider = provider
        self._claim = claim
        self._desk_url = desk_url.rstrip("/")
        self._sealed = URLSafeTimedSerializer(secret, salt="login at the identity provider")

    def begin(self, *, wanted: str) -> Begun:
        """Return where the browser goes, and what it brings back, among it the page that was wanted here.

        Raises:
            ServiceUnavailableError: if the provider does not answer.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._provider.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        address = f"{self._provider.address('authorization_endpoint')}?{urllib.parse.urlencode(asked)}"
        return Begun(address, self._sealed.dumps([state, nonce, verifier, wanted]))

    def finish(self, answer: dict[str, str], *, cookie: str, accounts: Accounts) -> tuple[Account, str]:
        """Return whose login it was, and the page that was wanted.

        Raises:
            NotProvenError: if the answer does not belong to a login that this browser began, or proves nothing.
            NoAccountError: if there is no account for the person, or it is disabled.
            ServiceUnavailableError: if the provider does not answer.
        """
        try:
            state, nonce, verifier, wanted = self._sealed.loads(cookie, max_age=MINUTES * 60)
        except (BadSignature, ValueError):
            raise NotProvenError("it took too long, or began in another browser") from None
        if not secrets.compare_digest(answer.get("state", "").encode(), state.encode()):
            raise NotProvenError("it is not the answer to this login")
        if answer.get("iss", self._provider.issuer) != self._provider.issuer:
            raise NotProvenError("it comes from another provider")
        if not answer.get("code"):
            raise NotProvenError("it was given up there")
        claims = self._provider.claims(answer["code"], redirect_uri=self._redirect_uri, verifier=verifier, nonce=nonce)
        account = accounts.get(self._name_in(claims))
        if account is None:
            raise NoAccountError
        return account, str(wanted)

    def leaving(self) -> str:
        """Return where one logs out at the provider too; empty if it has no such place."""
        place = self._provider.address("end_session_endpoint")
        back = {"client_id": self._provider.client_id, "post_logout_redirect_uri": f"{self._desk_url}/login"}
        return f"{place}?{urllib.parse.urlencode(back)}" if place else ""

    def _name_in(self, claims: Any) -> str:
        found = claims.get(self._claim)
        if not isinstance(found, str) or not found or len(found) > _NAME_MOST:
            raise NoAccountError
        if self._claim == "email" and claims.get("email_verified") is not True:
            raise NoAccountError
        return unicodedata.normalize("NFC", found)

    @property
    def _redirect_uri(self) -> str:
        return f"{self._desk_url}{CALLBACK}"


def single_sign_on(settings: Settings, secret: str) -> SingleSignOn | None:
    """Return how people log in at the provider, or None where the office has none.

    Raises:
        ValueError: if it is configured by half.
    """
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id or not settings.desk_url:
        raise ValueError("VANBAN_OIDC_ISSUER needs VANBAN_OIDC_CLIENT_ID and VANBAN_DESK_URL too")
    provider = IdentityProvider(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret.get_secret_value()
    )
    return SingleSignOn(provider, claim=settings.oidc_claim, desk_url=settings.desk_url, secret=secret)


def may_use_password(account: Account, sign_on: SingleSignOn | None) -> bool:
    """Return whether an account may log in with its password: where there is a provider, administrators only."""
    return sign_on is None or account.role is Role.ADMIN
