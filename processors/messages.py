"""E-mail as people keep it: ``.eml`` (RFC 5322, standard library) and Outlook's ``.msg`` ([MS-OXMSG], olefile)."""

from __future__ import annotations

import email
import email.policy
import html.parser
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

_SUBJECT, _SENDER, _SENDER_ADDRESS, _TO, _BODY, _HTML = "0037", "0C1A", "0C1F", "0E04", "1000", "1013"
_HEADERS, _DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME = "007D", "3701", "3707", "3704", "3001"
_EMBEDDED = "__substg1.0_3701000D"
_CHARSETS = ("utf-8", "cp1258")
MESSAGES_DEEP = 5
"""Messages inside messages that are followed; deeper ones are no letters."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a message."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its headers as written, its text, and its files."""

    subject: str
    sender: str
    to: str
    date: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    messages: tuple[Message, ...] = ()
    """Messages that go with it as messages."""
    encrypted: bool = False


# --- RFC 5322


def read_eml(data: bytes) -> Message:
    """Read an ``.eml`` file.

    Raises:
        ValueError: if it is no message.
    """
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(parsed, EmailMessage) or not parsed.keys():
        raise ValueError
    return _of_eml(parsed, depth=0)


def _of_eml(message: EmailMessage, *, depth: int) -> Message:
    if depth > MESSAGES_DEEP:
        raise ValueError
    texts: dict[str, list[str]] = {"plain": [], "html": []}
    attachments: list[Attachment] = []
    messages: list[Message] = []
    encrypted = False
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            messages += [
                _of_eml(inner, depth=depth + 1) for inner in part.iter_parts() if isinstance(inner, EmailMessage)
            ]
            continue
        name = _header(part, "", getter=part.get_filename)
        encrypted = encrypted or _is_enveloped(part)
        body = part.get_payload(decode=True)
        data = body if isinstance(body, bytes) else b""
        if kind in ("text/plain", "text/html") and not name and part.get_content_disposition() != "attachment":
            texts[kind[5:]].append(_decoded(data, part.get_content_charset()))
        elif data or name:
            attachments.append(Attachment(name or f"attachment.{kind.partition('/')[2]}", data))
    text = "\n".join(texts["plain"]) or "\n".join(text_of_html(one) for one in texts["html"])
    return Message(
        _header(message, "subject"),
        _header(message, "from"),
        _header(message, "to"),
        _header(message, "date"),
        text,
        tuple(attachments),
        tuple(messages),
        encrypted,
    )


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _leaves(part)


def _is_enveloped(part: EmailMessage) -> bool:
    if part.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return str(part.get_param("smime-type") or "enveloped-data").lower() != "signed-data"
    return part.get_content_type() == "application/pgp-encrypted"


def _header(message: EmailMessage, name: str, *, getter: Any = None) -> str:
    """Return a header; the standard library stumbles over some that people send."""
    try:
        value = getter() if getter else message.get(name)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        value = ""
    return " ".join(str(value or "").split())[:1000]


def _decoded(data: bytes, charset: str | None) -> str:
    for name in (charset, *_CHARSETS):
        try:
            return data.decode(name or "utf-8")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


# --- Outlook


def read_msg(path: Path) -> Message:
    """Read a ``.msg`` file.

    Raises:
        ValueError, OSError: if it is none.
    """
    import olefile

    try:
        with path.open("rb") as file, olefile.OleFileIO(file) as storage:
            streams = {"/".join(parts) for parts in storage.listdir(streams=True, storages=True)}
            return _of_msg(storage, streams, "", depth=0)
    except (IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from error


def _of_msg(storage: Any, streams: set[str], prefix: str, *, depth: int) -> Message:
    if depth > MESSAGES_DEEP:
        raise ValueError
    attachments: list[Attachment] = []
    messages: list[Message] = []
    for name in sorted(_children(streams, f"{prefix}__attach_version1.0_#")):
        inner = f"{name}/{_EMBEDDED}"
        data = f"{name}/__substg1.0_{_DATA}0102"
        if inner in streams:
            messages.append(_of_msg(storage, streams, f"{inner}/", depth=depth + 1))
        elif data in streams:
            names = (_text(storage, streams, f"{name}/", tag) for tag in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
            attachments.append(Attachment(next(filter(None, names), "attachment"), _bytes(storage, data)))
    headers = email.message_from_string(_text(storage, streams, prefix, _HEADERS), policy=email.policy.compat32)
    sender = _text(storage, streams, prefix, _SENDER) or _text(storage, streams, prefix, _SENDER_ADDRESS)
    page = f"{prefix}__substg1.0_{_HTML}0102"
    text = _text(storage, streams, prefix, _BODY)
    if not text.strip() and page in streams:
        text = text_of_html(_decoded(_bytes(storage, page), None))
    return Message(
        _line(_text(storage, streams, prefix, _SUBJECT)),
        _line(str(headers.get("from") or sender)),
        _line(str(headers.get("to") or _text(storage, streams, prefix, _TO))),
        _line(str(headers.get("date") or "")),
        text,
        tuple(attachments),
        tuple(messages),
        encrypted=any(one.name.lower() == "smime.p7m" for one in attachments),
    )


def _children(streams: set[str], start: str) -> set[str]:
    return {name for name in streams if name.startswith(start) and "/" not in name[len(start) :]}


def _text(storage: Any, streams: set[str], prefix: str, tag: str) -> str:
    """Return a property of text, in UTF-16 or in the writer's own code page."""
    wide, narrow = f"{prefix}__substg1.0_{tag}001F", f"{prefix}__substg1.0_{tag}001E"
    if wide in streams:
        return _bytes(storage, wide).decode("utf-16-le", "replace").rstrip("\0")
    return _decoded(_bytes(storage, narrow), None).rstrip("\0") if narrow in streams else ""


def _bytes(storage: Any, name: str) -> bytes:
    return bytes(storage.openstream(name.split("/")).read())


def _line(text: str) -> str:
    return " ".join(text.split())[:1000]


# --- HTML


class _Words(html.parser.HTMLParser):
    _BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script")
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in ("style", "script")))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def text_of_html(page: str) -> str:
    """Return the text of an HTML page, a line for each paragraph."""
    words = _Words()
    words.feed(page)
    lines = (" ".join(line.split()) for line in "".join(words.pieces).splitlines())
    return "\n".join(line for line in lines if line)
