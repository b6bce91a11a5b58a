"""Signed JSON to one address (a webhook).

The receiver checks ``X-Vanban-Signature``: ``sha256=`` and the HMAC-SHA256, hex, of ``X-Vanban-Timestamp``, a full stop
and the body, under the shared secret; it turns down old time-stamps, and knows by ``id`` what it had before.
Only https, or http to this machine; redirects are not followed; private addresses only where the office allows them.
The name is resolved once, and the address that was checked is the one that is talked to.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import urllib.parse
from dataclasses import dataclass, field

from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.ports import Clock, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCourier:
    """``vanban.ports.Courier`` to one address of the office."""

    url: str
    secret: bytes = field(repr=False)
    clock: Clock
    private_allowed: bool = False
    """Whether the address may be one of a private network; this machine itself is always allowed."""
    seconds: float = 10.0
    trust: ssl.SSLContext | None = None
    """Roots that the server's certificate is checked against; None for the machine's."""

    def deliver(self, message: Message) -> None:
        """Post a message; the receiver has answered with 2xx when this returns. See the port for errors."""
        parts = urllib.parse.urlsplit(self.url)
        body = self._body(message)
        stamp = str(int(self.clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Vanban-Id": message.id,
            "X-Vanban-Timestamp": stamp,
            "X-Vanban-Signature": f"sha256={signature(self.secret, stamp, body)}",
        }
        try:
            connection = self._connection(parts)
            try:
                path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
                connection.request("POST", path, body=body, headers=headers)
                status = connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise ServiceUnavailableError(
                f"The receiver does not answer ({type(error).__name__}).", vi="Nơi nhận webhook không trả lời."
            ) from error
        if not 200 <= status < 300:
            raise ServiceUnavailableError(f"The receiver answered {status}.", vi="Nơi nhận webhook trả lời lỗi.")

    def _connection(self, parts: urllib.parse.SplitResult) -> http.client.HTTPConnection:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        address = self._checked_address(host, port, secure=parts.scheme == "https", scheme=parts.scheme)
        sock = socket.create_connection((address, port), timeout=self.seconds)
        if parts.scheme == "https":
            context = self.trust or ssl.create_default_context()
            try:
                sock = context.wrap_socket(sock, server_hostname=host)
            except BaseException:
                sock.close()
                raise
        connection = http.client.HTTPConnection(host, port, timeout=self.seconds)
        connection.default_port = port  # the Host header names no port that is usual
        connection.sock = sock
        return connection

    def _checked_address(self, host: str, port: int, *, secure: bool, scheme: str) -> str:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        for text in found:
            address = ipaddress.ip_address(text.partition("%")[0])
            if scheme not in ("http", "https") or not (secure or address.is_loopback):
                raise RefusedError(
                    "A webhook goes to https, or to this machine.", vi="Webhook phải dùng https hoặc gửi tới máy này."
                )
            if not (address.is_loopback or address.is_global or self.private_allowed):
                raise RefusedError(
                    "The webhook's address is a private one, and VANBAN_WEBHOOK_PRIVATE is not set.",
                    vi="Địa chỉ webhook thuộc mạng nội bộ mà VANBAN_WEBHOOK_PRIVATE chưa đặt.",
                )
        return found[0]

    def _body(self, message: Message) -> bytes:
        told = {
            "id": message.id,
            "account": message.account,
            "kind": message.kind.value,
            "label": message.label,
            "link": message.link,
            "at": message.at.isoformat(),
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: bytes, stamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256, hex, that a receiver compares with."""
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
