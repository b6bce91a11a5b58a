"""The desk's own process, with a clock at its door: ``python -m benchmarks.desk_served FILE``.

Each answered request becomes a line of FILE: what kind the asker says it is, seconds from its arrival at the
application to the last byte handed to the socket, and statements put to the database meanwhile.
"""

from __future__ import annotations

import json
import sys
import time
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vanban.desk.__main__ import main as serve

KIND = "x-kind"
"""Header by which the benchmark says what kind of request it is."""
_asked: ContextVar[list[int] | None] = ContextVar("asked", default=None)


class Clock:
    """Notes how long the application took for each request."""

    def __init__(self, app: ASGIApp, into: TextIO) -> None:
        self._app = app
        self._into = into

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        kind = dict(scope.get("headers", ())).get(KIND.encode(), b"").decode()
        if not kind:
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        statements = [0]
        _asked.set(statements)  # threads that answer the request inherit it

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                line = [kind, time.perf_counter() - began, statements[0], status]
                self._into.write(json.dumps(line) + "\n")

        await self._app(scope, receive, watched)


def _count(*_: Any) -> None:
    if (statements := _asked.get()) is not None:
        statements[0] += 1


if __name__ == "__main__":
    sa.event.listen(sa.Engine, "before_cursor_execute", _count)
    with Path(sys.argv[1]).open("w", buffering=1) as file:
        serve(around=lambda app: Clock(app, file))
