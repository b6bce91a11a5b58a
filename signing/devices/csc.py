"""A key at a remote signing service (Cloud Signature Consortium, API 1.0.4): only digests go there.

Each authorisation (``credentials/authorize``, 11.6) names the digests it is for, so that the signature activation data
(SAD) it gives can sign nothing else. A service takes so many in one go (``multisign``); a larger batch is authorised in
parts, each for exactly its own digests.
"""

from __future__ import annotations

import base64
import binascii
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from asn1crypto import x509

from signing.devices.port import CertificateChain, DeviceError, check_digest
from signing.web import Web, WebError
from vanban.domain.errors import CertificateError, PinError, ServiceUnavailableError

SHA256_OID = "2.16.840.1.101.3.4.2.1"
SIGN_ALGORITHMS = {"rsa": "1.2.840.113549.1.1.11", "ec": "1.2.840.10045.4.3.2"}
"""sha256WithRSAEncryption and ecdsa-with-SHA256."""
RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
"""Named instead by services whose RSA keys take any digest (11.5)."""
WRONG_PIN = frozenset({"invalid_pin", "invalid_otp"})
LOCKED_PIN = frozenset({"pin_locked", "otp_locked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CscService:
    """Where a remote key is, and the right to ask for it."""

    url: str
    """Base address, such as ``https://host/csc/v1``; HTTPS except on loopback, because the PIN goes there."""
    credential: str
    """The service's ``credentialID``."""
    access_token: str = field(default="", repr=False)
    """OAuth 2.0 bearer token of this client; empty where the service asks for none."""


class CscDevice:
    """Signs with a credential of the service."""

    def __init__(self, *, line: _Line, credential: _Credential, pin: str) -> None:
        self._line = line
        self._credential = credential
        self._pin = pin
        self._open = True

    @property
    def chain(self) -> CertificateChain:
        """The certificate whose key signs, and its chain, as the service gave them."""
        return self._credential.chain

    @property
    def together(self) -> int:
        """How many digests the service authorises at once (``multisign``)."""
        return self._credential.at_once

    def sign_digest(self, digest: bytes) -> bytes:
        """Return the signature over one SHA-256 digest, authorised on its own."""
        return next(self.sign_digests([digest]))

    def sign_digests(self, digests: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the signatures over SHA-256 digests; see ``signing.devices.port.Device``."""
        for digest in digests:
            check_digest(digest)
        size = self._credential.at_once
        for start in range(0, len(digests), size):
            yield from self._sign_part(digests[start : start + size])

    def _sign_part(self, digests: Sequence[bytes]) -> Iterator[bytes]:
        if not self._open:
            raise DeviceError("the session with the signing service was closed")
        hashes = [base64.b64encode(one).decode() for one in digests]
        asked: dict[str, Any] = {"numSignatures": len(hashes), "hash": hashes}
        if self._credential.wants_pin:
            asked["PIN"] = self._pin
        sad = self._ask("credentials/authorize", asked).get("SAD")
        if not isinstance(sad, str) or not sad:
            raise DeviceError("the signing service authorised nothing")
        algorithm = SIGN_ALGORITHMS[self.chain.certificate.public_key.algorithm]
        order = {"SAD": sad, "hash": hashes, "hashAlgo": SHA256_OID, "signAlgo": algorithm}
        signatures = self._ask("signatures/signHash", order).get("signatures")
        if not isinstance(signatures, list) or len(signatures) != len(hashes):
            raise DeviceError("the signing service returned another number of signatures than it was asked for")
        for signature in signatures:
            yield _decoded(signature)

    def _ask(self, method: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return self._line.ask(method, asked)
        except _RefusedError as error:
            if error.code in WRONG_PIN:
                raise _wrong_pin() from None
            if error.code in LOCKED_PIN:
                raise _locked_pin() from None
            raise DeviceError(f"the signing service refused: {error.code or 'no reason given'}") from error
        except WebError as error:
            raise DeviceError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        self._pin = ""


def open_csc(service: CscService, *, pin: str, certificate: x509.Certificate | None, web: Web) -> CscDevice:
    """Learn the credential's certificates and limits; the PIN is used with each authorisation, not here.

    Args:
        service: Where the key is.
        pin: The PIN or password of the credential.
        certificate: The certificate that was granted; None takes whichever the service names.
        web: The HTTP client.

    Raises:
        CertificateError: if the service has another certificate, or has switched the key off.
        ServiceUnavailableError: if the service does not answer, or not as CSC asks.
    """
    line = _Line(service, web)
    try:
        info = line.ask("credentials/info", {"certificates": "chain", "certInfo": False, "authInfo": True})
        credential = _credential(info)
    except (WebError, KeyError, TypeError, ValueError) as error:
        raise _no_service() from error
    if certificate is not None and credential.chain.certificate.sha256 != certificate.sha256:
        raise CertificateError(
            "The signing service holds another certificate than the one that was granted.",
            vi="Dịch vụ ký số từ xa đang giữ chứng thư số khác với chứng thư được duyệt.",
            remedy=(
                "Register the account's new certificate on this installation, then approve again."
                " / Hãy đăng ký chứng thư số mới của tài khoản trên hệ thống này rồi duyệt lại."
            ),
        )
    return CscDevice(line=line, credential=credential, pin=pin)


@dataclass(frozen=True, slots=True)
class _Credential:
    chain: CertificateChain
    at_once: int
    """Signatures that one authorisation may cover."""
    wants_pin: bool


class _RefusedError(WebError):
    """The service answered with an error of CSC API 1.0.4, 10.1."""

    def __init__(self, code: str, told: WebError) -> None:
        super().__init__(str(told), status=told.status, answer=told.answer)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Line:
    """Sends CSC requests for one credential."""

    service: CscService
    web: Web

    def ask(self, method: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the answer. Raises ``WebError``; ``_RefusedError`` where the service says why."""
        address = urllib.parse.urlsplit(self.service.url)
        if address.scheme != "https" and address.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise WebError("the signing service must be reached by HTTPS")
        token = self.service.access_token
        try:
            return self.web.post_json(
                f"{self.service.url.rstrip('/')}/{method}",
                {"credentialID": self.service.credential, **asked},
                headers={"Authorization": f"Bearer {token}"} if token else {},
            )
        except WebError as error:
            if 400 <= error.status < 500:
                raise _RefusedError(error.told("error"), error) from None
            raise


def _credential(info: Mapping[str, Any]) -> _Credential:
    certificates = [x509.Certificate.load(_bytes(one)) for one in info["cert"]["certificates"]]
    if info["key"]["status"] != "enabled":
        raise CertificateError(
            "The signing service has switched this key off.",
            vi="Dịch vụ ký số từ xa đã khóa khóa bí mật này.",
            remedy="Ask the provider of the signing service. / Hãy hỏi nhà cung cấp dịch vụ ký.",
        )
    certificate = certificates[0]
    if not {SIGN_ALGORITHMS[certificate.public_key.algorithm], RSA_ENCRYPTION} & set(info["key"]["algo"]):
        raise ValueError("the key does not sign with SHA-256")
    mode = info.get("authMode", "implicit")
    if mode not in {"implicit", "explicit"}:
        raise ValueError(f"authorisation by {mode} is not supported")
    wants_pin = mode == "explicit" and info.get("PIN", {}).get("presence", "true") != "false"
    above = tuple(one for one in certificates[1:] if one.sha256 != certificate.sha256)
    return _Credential(CertificateChain(certificate, above), max(1, int(info.get("multisign", 1))), wants_pin)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _decoded(signature: object) -> bytes:
    try:
        return _bytes(str(signature))
    except binascii.Error as error:
        raise DeviceError("the signing service returned no signature") from error


def _wrong_pin() -> PinError:
    return PinError(
        "The signing service refused the PIN. It was not tried again, so that the key does not lock.",
        vi="Dịch vụ ký số từ xa từ chối mã PIN. Hệ thống không thử lại để tránh bị khóa.",
        remedy="Approve the batch again with the right PIN. / Hãy duyệt lại danh sách với mã PIN đúng.",
    )


def _locked_pin() -> PinError:
    return PinError(
        "The PIN of this key is locked.",
        vi="Mã PIN của khóa ký số từ xa đã bị khóa.",
        remedy="Ask the provider of the signing service to unlock it. / Hãy đề nghị nhà cung cấp dịch vụ ký mở khóa.",
    )


def _no_service() -> ServiceUnavailableError:
    return ServiceUnavailableError(
        "The remote signing service does not answer as it should.",
        vi="Dịch vụ ký số từ xa không trả lời đúng cách.",
        remedy=(
            "Check its address and access token, and the connection; then try again."
            " / Hãy kiểm tra địa chỉ, mã truy cập và kết nối rồi thử lại."
        ),
    )
