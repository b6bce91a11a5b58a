"""Mail over TLS against a real mail server: its certificate is checked, with roots that the configuration names."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import ipaddress
import logging
import socket
import ssl
import traceback
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vanban.couriers.smtp import SmtpCourier
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.notices import NoticeKind
from vanban.ports import Message

NOW = dt.datetime.now(tz=dt.UTC)
PASSWORD = "only-for-this-test"
MESSAGE = Message(
    id="cd" * 16, account="lanhdao", address="lanhdao@co-quan.vn", kind=NoticeKind.TO_SIGN, label="05/QĐ-UBND",
    link="https://vb.vn/documents/1", at=NOW,
)  # fmt: skip


class Ca:
    """Signs certificates for servers, and leaves its own where a configuration can name it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        own = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        root = self._begun(self._name, self._key).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        self.roots = folder / f"{name}.pem"
        self.roots.write_bytes(_pem(root.add_extension(own, True).sign(self._key, hashes.SHA256())))

    def server(self, *, address: str = "127.0.0.1", ends: dt.timedelta = dt.timedelta(days=1)) -> ssl.SSLContext:
        """Return what a server at this address shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
        named = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = self._begun(subject, key, ends).add_extension(named, False).sign(self._key, hashes.SHA256())
        both = self._folder / f"server-{certificate.serial_number}.pem"
        plain = serialization.NoEncryption()
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        both.write_bytes(_pem(certificate) + secret)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(both)
        return context

    def _begun(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, ends: dt.timedelta = dt.timedelta(days=1)
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=2))
            .not_valid_after(NOW + ends)
        )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


class _Taking(Sink):
    def __init__(self) -> None:
        self.taken: list[bytes] = []
        super().__init__()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  its name there
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("mail")


@pytest.fixture(scope="module")
def ca(folder) -> Ca:
    return Ca(folder, "ca")


@pytest.fixture
def started(request):
    """Start a mail server with a certificate, of implicit TLS or STARTTLS."""

    def start(security: str, shown: ssl.SSLContext) -> Controller:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = int(found.getsockname()[1])
        how = {"ssl_context": shown} if security == "tls" else {"tls_context": shown, "require_starttls": True}
        how |= {} if security == "starttls" else {"auth_require_tls": False}
        server = Controller(_Taking(), hostname="127.0.0.1", port=port, authenticator=_sign_in, **how)
        server.start()
        request.addfinalizer(server.stop)
        return server

    return start


def _sign_in(server, session, envelope, mechanism, given):
    return AuthResult(success=(given.login, given.password) == (b"vanban", PASSWORD.encode()))


def courier(server: Controller, security: str, roots: Path | None, **changes) -> SmtpCourier:
    usual = {"host": "127.0.0.1", "port": server.port, "security": security, "sender": "vanban@co-quan.vn"}
    return SmtpCourier(**usual | {"user": "vanban", "password": PASSWORD, "roots": roots, "seconds": 10.0} | changes)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_to_a_server_whose_root_the_configuration_names(started, ca, security, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    server = started(security, ca.server())
    courier(server, security, ca.roots).deliver(MESSAGE)
    [mail] = server.handler.taken
    assert MESSAGE.id.encode() in mail
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_nothing_goes_to_a_server_that_is_not_trusted_and_the_refusal_says_what_to_set(
    started, folder, ca, security
) -> None:
    server = started(security, ca.server())
    other = Ca(folder, f"other-{security}")
    for roots in (None, other.roots):
        with pytest.raises(ServiceUnavailableError, match="VANBAN_SMTP_CA") as away:
            courier(server, security, roots).deliver(MESSAGE)
        assert PASSWORD not in "".join(traceback.format_exception(away.value))
    assert server.handler.taken == []


@pytest.mark.parametrize("shown", [{"address": "127.0.0.2"}, {"ends": dt.timedelta(hours=-1)}], ids=["name", "ended"])
def test_the_certificate_of_another_server_or_one_that_ended_is_not_enough(started, ca, shown) -> None:
    server = started("tls", ca.server(**shown))
    with pytest.raises(ServiceUnavailableError, match="not trusted"):
        courier(server, "tls", ca.roots).deliver(MESSAGE)
    assert server.handler.taken == []


def test_a_wrong_password_and_a_file_that_holds_no_roots_are_told_without_secrets(started, ca, folder) -> None:
    server = started("tls", ca.server())
    for wrong in ("another-secret", "bí mật khác"):
        with pytest.raises(ServiceUnavailableError) as refused:
            courier(server, "tls", ca.roots, password=wrong, seconds=2.0).deliver(MESSAGE)
        told = "".join(traceback.format_exception(refused.value))
        assert wrong not in told
        assert base64.b64encode(f"\0vanban\0{wrong}".encode()).decode() not in told
    assert server.handler.taken == []
    empty = folder / "empty.pem"
    empty.write_bytes(b"")
    for roots in (empty, folder / "missing.pem"):
        with pytest.raises(ServiceUnavailableError, match="PEM"):
            courier(server, "tls", roots).deliver(MESSAGE)
    assert PASSWORD not in repr(courier(server, "tls", ca.roots))


def test_a_password_is_not_sent_in_clear_to_another_machine(started, ca, monkeypatch) -> None:
    def never(*args, **kwargs):
        raise AssertionError("nothing is connected to")

    plain = courier(started("tls", ca.server()), "none", None)
    monkeypatch.setattr(socket, "create_connection", never)
    for host in ("192.0.2.1", "mail.example"):
        with pytest.raises(ServiceUnavailableError, match="VANBAN_SMTP_SECURITY"):
            dataclasses.replace(plain, host=host).deliver(MESSAGE)
    with pytest.raises(AssertionError):
        dataclasses.replace(plain, host="192.0.2.1", user="").deliver(MESSAGE)  # a relay that asks for no log-in
