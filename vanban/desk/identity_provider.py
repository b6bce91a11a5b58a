"""The office's identity provider (OpenID Connect): where it is, what it signs with, and what a login there proves.

Sources: OpenID Connect Core 1.0 (3.1.3.7: validation of the ID token), RFC 7636 (PKCE), RFC 9207 (``iss`` in answers).
"""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
import urllib3

from vanban.domain.errors import RefusedError, ServiceUnavailableError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Of public keys only: with ``none`` or HMAC anybody, or whoever knows the client's secret, could make a token."""
CLOCKS_DIFFER = 60
_KEPT = 3600
_KEYS_ASKED_AGAIN_AFTER = 60
_MOST_BYTES = 512 * 1024
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class NotProvenError(RefusedError):
    """Indicate that a login at the provider proves nothing here."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The login at the identity provider was not accepted: {why}.",
            vi="Không chấp nhận được kết quả đăng nhập từ cổng đăng nhập.",
            remedy="Log in again; if it stays so, tell the administrator. / Hãy đăng nhập lại hoặc báo quản trị.",
        )


@dataclass
class IdentityProvider:
    """One provider as this desk is registered there. Safe to use from several threads."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    _web: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(timeout=10.0, retries=False), repr=False
    )
    _kept: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict, repr=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def address(self, name: str) -> str:
        """Return an address from the provider's description, empty if it has none.

        Raises:
            ServiceUnavailableError: if the provider does not answer, or is not the one that was configured.
        """
        described = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", kept=_KEPT)
        if described.get("issuer") != self.issuer:
            raise _away("its description names another issuer")
        found = described.get(name, "")
        return _safe(found) if found else ""

    def claims(self, code: str, *, redirect_uri: str, verifier: str, nonce: str) -> Mapping[str, Any]:
        """Exchange a code and return the claims of the ID token.

        Raises:
            NotProvenError: if the provider refuses the code, or the token is not for this desk and this login.
            ServiceUnavailableError: if the provider does not answer.
        """
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
            "client_id": self.client_id,
        }  # fmt: skip
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        if self.client_secret:
            pair = (urllib.parse.quote(one, safe="") for one in (self.client_id, self.client_secret))
            headers |= urllib3.make_headers(basic_auth=":".join(pair))
        body = urllib.parse.urlencode(form)
        status, answer = self._ask("POST", self.address("token_endpoint"), body=body, headers=headers)
        if status != 200:
            raise NotProvenError("the code was refused")
        token = _json(answer).get("id_token")
        if not isinstance(token, str):
            raise NotProvenError("there is no ID token")
        return self._checked(token, nonce=nonce)

    def _checked(self, token: str, *, nonce: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key=self._key_of(token),
                algorithms=list(ALGORITHMS),
                audience=self.client_id,
                issuer=self.issuer,
                leeway=CLOCKS_DIFFER,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise NotProvenError(type(error).__name__) from None  # its words may quote the token
        if claims.get("nonce") != nonce:
            raise NotProvenError("it is not the answer to this login")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.client_id:
            raise NotProvenError("it was issued to another party")
        return claims

    def _key_of(self, token: str) -> jwt.PyJWK:
        wanted = jwt.get_unverified_header(token).get("kid")
        for age in (_KEPT, _KEYS_ASKED_AGAIN_AFTER):  # a key that is not known yet may be new
            keys = jwt.PyJWKSet.from_dict(self._read(self.address("jwks_uri"), kept=age)).keys
            fitting = [key for key in keys if wanted in (None, key.key_id) and key.public_key_use in (None, "sig")]
            if len(fitting) == 1:
                return fitting[0]
        raise NotProvenError("it was signed with an unknown key")

    def _read(self, address: str, *, kept: float) -> dict[str, Any]:
        with self._guard:
            at, found = self._kept.get(address, (0.0, {}))
            if not found or time.monotonic() - at > kept:
                _, answer = self._ask("GET", address, headers={"Accept": "application/json"})
                found = _json(answer)
                self._kept[address] = time.monotonic(), found
            return found

    def _ask(self, method: str, address: str, **more: Any) -> tuple[int, bytes]:
        try:
            answer = self._web.request(method, _safe(address), redirect=False, preload_content=False, **more)
            try:
                found = answer.read(_MOST_BYTES)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise _away(type(error).__name__) from None
        if method == "GET" and answer.status != 200:
            raise _away(f"it answered {answer.status}")
        return answer.status, found


def _safe(address: Any) -> str:
    """Return an address that may be asked: HTTPS, or this machine itself."""
    parts = urllib.parse.urlsplit(str(address))
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return str(address)
    raise _away("its addresses must begin with https://")


def _json(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError:
        raise _away("its answer is no JSON") from None
    if not isinstance(found, dict):
        raise _away("its answer is no JSON object")
    return found


def _away(why: str) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"The identity provider cannot be used: {why}.",
        vi="Không dùng được cổng đăng nhập của cơ quan.",
        remedy="Try again; an administrator can log in with a password. / Hãy thử lại hoặc báo quản trị.",
    )
