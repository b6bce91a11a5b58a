"""``vanban notify`` from a notice in the register to a mail in a real server on this machine."""

from __future__ import annotations

import json
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from vanban.bootstrap import Services
from vanban.cli.main import cli
from vanban.domain.errors import RefusedError
from vanban.domain.notices import Contact, NoticeKind, notice
from vanban.domain.people import Account, Role
from vanban.register.memory import MemoryRegister
from vanban.settings import Settings


class Mailbox:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.mails: list = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  its name there
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def services(tmp_path, monkeypatch, mailbox):
    settings = Settings(
        home=tmp_path, desk_url="https://vb.vn", smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none",
        mail_from="vanban@co-quan.vn",
    )  # fmt: skip
    made = Services(settings)
    made.register = MemoryRegister()
    with made.register.begin() as uow:
        uow.people.add(Account("lanhdao", Role.OFFICIAL, "x"))
        uow.notices.set_contact(Contact("lanhdao", "lanhdao@co-quan.vn"))
        told = {"path": "/documents/1", "label": "05/QĐ-UBND", "at": made.clock.now()}
        uow.notices.add(notice(NoticeKind.TO_SIGN, account="lanhdao", about="1", **told))
        uow.commit()
    monkeypatch.setattr("vanban.bootstrap.build", lambda: made)
    return made


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["notify", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_what_waits_is_sent_once(services, mailbox) -> None:
    assert json.loads(run("send", "--json")) == {"deadlines": 0, "sent": 1, "off": 1}
    assert json.loads(run("send", "--json")) == {"deadlines": 0}
    (mail,) = mailbox.handler.mails
    assert (mail["To"], mail["From"]) == ("lanhdao@co-quan.vn", "vanban@co-quan.vn")
    assert "https://vb.vn/documents/1" in mail.get_content()


def test_a_channel_is_tried_and_one_that_is_not_set_up_says_so(services, mailbox) -> None:
    assert run("test", "mail", "--to", "quantri@co-quan.vn").strip() == "OK"
    assert mailbox.handler.mails[-1]["To"] == "quantri@co-quan.vn"
    with pytest.raises(RefusedError, match="webhook is not configured"):
        run("test", "webhook")
    with pytest.raises(RefusedError, match="no mail address"):
        run("test", "mail", "--to", "a@b.vn\nBcc: c@d.vn")


def test_what_was_given_up_is_listed(services, mailbox) -> None:
    async def unknown(server, session, envelope, address, options):
        return "550 no such user"

    mailbox.handler.handle_RCPT = unknown
    assert json.loads(run("send", "--json"))["given-up"] == 1
    (line,) = run("failed", "--json").splitlines()
    told = json.loads(line)
    assert (told["channel"], told["account"], told["kind"], told["tries"]) == ("mail", "lanhdao", "to-sign", "1")
    assert "no such address" in told["error"]
    assert "lanhdao" in run("failed")
