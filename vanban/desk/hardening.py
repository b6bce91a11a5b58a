"""What every answer and every request of the desk is held to, whatever the page: headers, and a bound on bodies."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What every answer carries."""


class SecurityHeaders:
    """Adds the headers to every answer; pages are not stored by browsers unless a route says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


class BodyLimit:
    """Answers 413 to a request whose body is larger than allowed, told beforehand or not.

    ``most_below`` gives a smaller bound for paths that begin so: who is not known yet must not fill the memory.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int, most_below: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._most = most_bytes
        self._below = most_below or {}

    def _most_at(self, path: str) -> int:
        return next((most for prefix, most in self._below.items() if path.startswith(prefix)), self._most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while its body stays within the bound."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_at(scope["path"])
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or int(told) > most:
            await _too_large(scope, send)
            return
        got = 0
        started = False

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise _BodyTooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except _BodyTooLargeError:
            if started:
                raise
            await _too_large(scope, send)


class _BodyTooLargeError(Exception):
    """The body grew beyond the bound while it was read."""


_TOO_LARGE = "Tệp quá lớn; hãy chia nhỏ rồi gửi lại. / The upload is too large: hand in smaller files."
_TOO_LARGE_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tệp quá lớn · Văn bản</title><link rel="stylesheet" href="/static/desk.css"></head>
<body class="alone"><main><div class="card"><h1>Tệp quá lớn</h1>
<p>Chưa có tệp nào được nộp. Hãy quét ở 200–300 dpi, chia nhỏ, hoặc nộp từng tệp.</p>
<p lang="en" class="quiet">Too large; nothing was handed in. Scan at 200–300 dpi, or hand in smaller files.</p>
<p><a class="button primary" href="/">Về Việc của tôi</a></p></div></main></body></html>
"""
"""Whole in itself: it is given before anybody knows who asks, and in which language."""


async def _too_large(scope: Scope, send: Send) -> None:
    is_page = b"text/html" in dict(scope["headers"]).get(b"accept", b"")
    text, kind = (_TOO_LARGE_PAGE, b"text/html") if is_page else (_TOO_LARGE, b"text/plain")
    headers = [(b"content-type", kind + b"; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
