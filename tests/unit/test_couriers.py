"""Couriers against a real mail server and a real web server on this machine."""

from __future__ import annotations

import dataclasses
import datetime as dt
import http.server
import json
import socket
import threading
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from vanban.couriers.smtp import SmtpCourier
from vanban.couriers.webhook import WebhookCourier, signature
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.domain.notices import NoticeKind
from vanban.ports import Message

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
MESSAGE = Message(
    id="ab" * 16, account="lanhdao", address="lanhdao@co-quan.vn", kind=NoticeKind.TO_SIGN, label="05/QĐ-UBND",
    link="https://vb.vn/documents/1", at=NOW,
)  # fmt: skip


class Clock:
    def now(self) -> dt.datetime:
        return NOW


class Mailbox:
    """Takes mail, but for addresses it does not know or is too busy for."""

    def __init__(self) -> None:
        self.mails: list = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  its name there
        for word, answer in {"nobody": "550 no such user", "busy": "450 try later"}.items():
            if address.startswith(word):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  its name there
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def _sign_in(server, session, envelope, mechanism, given):
    return AuthResult(success=(given.login, given.password) == (b"vanban", b"secret"))


@pytest.fixture(scope="module")
def mail_server():
    controller = Controller(
        Mailbox(), hostname="127.0.0.1", port=_free_port(), authenticator=_sign_in, auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def courier(server, **changes) -> SmtpCourier:
    usual = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "vanban@co-quan.vn"}
    return SmtpCourier(**usual | {"user": "vanban", "password": "secret"} | changes)


def test_a_mail_says_what_kind_of_thing_and_where_to_look(mail_server) -> None:
    courier(mail_server).deliver(MESSAGE)
    mail = mail_server.handler.mails[-1]
    assert mail["Subject"] == "[Văn bản] Văn bản chờ bạn ký: 05/QĐ-UBND"
    assert (mail["To"], mail["Message-ID"]) == ("lanhdao@co-quan.vn", f"<{'ab' * 16}@co-quan.vn>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "https://vb.vn/documents/1" in mail.get_content()
    assert "02/03/2026 08:30" in mail.get_content()


def test_an_unknown_address_is_final_and_a_busy_server_is_not(mail_server) -> None:
    with pytest.raises(RefusedError):
        courier(mail_server).deliver(dataclasses.replace(MESSAGE, address="nobody@co-quan.vn"))
    with pytest.raises(ServiceUnavailableError):
        courier(mail_server).deliver(dataclasses.replace(MESSAGE, address="busy@co-quan.vn"))


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"port": 1}, {"security": "starttls"}, {"security": "tls"}])
def test_what_may_succeed_later_says_so_and_tells_no_secret(mail_server, changes) -> None:
    before = len(mail_server.handler.mails)
    with pytest.raises(ServiceUnavailableError) as away:
        courier(mail_server, seconds=3.0, **changes).deliver(MESSAGE)
    assert "wrong" not in str(away.value)
    assert "lanhdao" not in str(away.value)
    assert len(mail_server.handler.mails) == before, "without the security that was asked for nothing is sent"


def test_a_label_cannot_add_a_header(mail_server) -> None:
    with pytest.raises(ValueError, match="line"):
        courier(mail_server)._mail(dataclasses.replace(MESSAGE, label="05\r\nBcc: x@y.vn"))


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what it was sent; answers as its server says."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def receiver():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.received, server.status = [], 204
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def webhook(receiver, **changes) -> WebhookCourier:
    usual = {"url": f"http://127.0.0.1:{receiver.server_port}/hook?a=1", "secret": b"shared", "clock": Clock()}
    return WebhookCourier(**usual | changes)


def test_a_webhook_is_signed_over_its_time_and_body(receiver) -> None:
    webhook(receiver).deliver(MESSAGE)
    ((path, headers, body),) = receiver.received
    assert path == "/hook?a=1"
    assert json.loads(body) == {
        "id": "ab" * 16, "account": "lanhdao", "kind": "to-sign", "label": "05/QĐ-UBND",
        "link": "https://vb.vn/documents/1", "at": "2026-03-02T01:30:00+00:00",
    }  # fmt: skip
    stamp = headers["X-Vanban-Timestamp"]
    assert stamp == str(int(NOW.timestamp()))
    assert headers["X-Vanban-Signature"] == f"sha256={signature(b'shared', stamp, body)}"
    assert signature(b"shared", stamp, body + b" ") != signature(b"shared", stamp, body)


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_redirect_and_an_error_are_no_success(receiver, status) -> None:
    receiver.status = status
    with pytest.raises(ServiceUnavailableError, match=str(status)):
        webhook(receiver).deliver(MESSAGE)
    assert [path for path, *_ in receiver.received] == ["/hook?a=1"], "nothing follows a redirect"


def test_a_receiver_that_is_away_is_asked_again(receiver) -> None:
    with pytest.raises(ServiceUnavailableError):
        webhook(receiver, url="http://127.0.0.1:1/hook").deliver(MESSAGE)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/hook", "https://10.0.0.7/hook", "https://192.168.1.4/hook", "https://169.254.169.254/latest",
        "ftp://127.0.0.1/hook", "https://[fd00::1]/hook", "https://0.0.0.0/hook",
    ],
)  # fmt: skip
def test_only_https_or_this_machine_and_no_private_address(receiver, url, monkeypatch) -> None:
    def never(*args, **kwargs):
        raise AssertionError("nothing is connected to")

    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(RefusedError):
        webhook(receiver, url=url).deliver(MESSAGE)


def test_a_private_address_is_talked_to_where_the_office_allows_it(receiver, monkeypatch) -> None:
    asked = []

    def refuse(address, timeout):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ServiceUnavailableError):
        webhook(receiver, url="https://10.0.0.7/hook", private_allowed=True).deliver(MESSAGE)
    assert asked == [("10.0.0.7", 443)]
