"""Notices: what a person is told of, by which channel, and what becomes of the telling.

A notice says what kind of thing happened, to which document, and where to look; never what stands in it. Its id follows
from what it is about, so that a step that runs twice tells once, and whoever receives it twice knows it again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from vanban.domain.errors import RefusedError

_MAIL = re.compile(r"[^@\s<>,;:\"\\]{1,64}@[A-Za-z0-9.-]{1,253}")


class NoticeKind(StrEnum):
    """What happened."""

    ASSIGNED = "assigned"
    """An incoming document was given to this person to handle, or to assist with."""
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    TO_SIGN = "to-sign"
    TO_SEAL = "to-seal"
    NOT_SENT = "not-sent"
    """Sealed documents of the office whose clerk this is were not sent by the next working day."""
    NOT_SIGNED = "not-signed"
    """Signing that this person approved did not succeed for all documents."""
    REFUSED = "refused"
    """An official returned what this person handed in."""
    NOT_TAKEN_IN = "not-taken-in"
    """A file that this person handed in, or of the office whose clerk this is, was quarantined."""
    SECOND_LOOK = "second-look"
    """Somebody asks for the release of a suspect, and this person may be the second one."""


class Channel(StrEnum):
    """How a person is told."""

    DESK = "desk"
    MAIL = "mail"
    WEBHOOK = "webhook"


SENT_BY = (Channel.MAIL, Channel.WEBHOOK)
"""Channels that something is sent by; the desk only shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that one person is told."""

    id: str
    account: str
    kind: NoticeKind
    path: str
    """Where to look at the desk: ``/documents/…``."""
    label: str
    """Number and symbol, or a count; never a name or text of a document."""
    at: dt.datetime
    read_at: dt.datetime | None = None


def notice(kind: NoticeKind, *, account: str, about: str, path: str, label: str, at: dt.datetime) -> Notice:
    """Return a notice; ``about`` tells apart what happens more than once to the same thing."""
    told = hashlib.sha256("\n".join((kind.value, account, about)).encode()).hexdigest()[:32]
    return Notice(id=told, account=account, kind=kind, path=path, label=label, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notice on its way by one channel."""

    notice: Notice
    channel: Channel
    tries: int = 0
    error: str = ""
    """Short code of why the last try failed."""


class Outcome(StrEnum):
    """How a delivery ended."""

    SENT = "sent"
    OFF = "off"
    """The person or the office does not use this channel."""
    GIVEN_UP = "given-up"


RETRY_AFTER = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long is waited after each try that failed; after the last one the delivery is given up."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person wants to be told."""

    account: str
    mail: str = ""
    off: frozenset[Channel] = frozenset()

    def uses(self, channel: Channel) -> bool:
        """Return whether this person is told by a channel."""
        return channel not in self.off and (channel is not Channel.MAIL or self.mail != "")


def check_mail(address: str) -> None:
    """Raise ``RefusedError`` if this is no mail address of one mailbox."""
    if address and not _MAIL.fullmatch(address):
        raise RefusedError(
            "This is no mail address.",
            vi="Địa chỉ thư không hợp lệ.",
            remedy="Type one, like ten@co-quan.vn. / Hãy nhập dạng ten@co-quan.vn.",
        )


KIND_WORDS: dict[NoticeKind, tuple[str, str]] = {
    NoticeKind.ASSIGNED: ("Bạn được giao giải quyết văn bản", "A document was given to you"),
    NoticeKind.DUE_SOON: ("Văn bản sắp đến hạn giải quyết", "A document is due soon"),
    NoticeKind.OVERDUE: ("Văn bản QUÁ HẠN giải quyết", "A document is OVERDUE"),
    NoticeKind.TO_SIGN: ("Văn bản chờ bạn ký", "A document waits for your signature"),
    NoticeKind.TO_SEAL: ("Văn bản chờ đóng dấu", "Documents wait for the seal"),
    NoticeKind.NOT_SENT: ("Có văn bản QUÁ HẠN phát hành", "Documents should have gone out ALREADY"),
    NoticeKind.NOT_SIGNED: ("Có văn bản không ký được", "Documents could not be signed"),
    NoticeKind.REFUSED: ("Lãnh đạo trả lại văn bản bạn nộp", "An official returned what you handed in"),
    NoticeKind.SECOND_LOOK: (
        "Đề nghị gỡ nghi mật chờ bạn xác nhận",
        "The release of a suspect waits for you",
    ),
    NoticeKind.NOT_TAKEN_IN: ("Có tệp không được tiếp nhận", "A file was not taken in"),
}
"""Each kind in words, Vietnamese and English."""
