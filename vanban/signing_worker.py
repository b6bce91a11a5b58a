"""The signing worker: the one process that opens PINs and drives devices, asked over a Unix socket.

Protocol: one JSON object a line, ``{"batch": id}`` in, ``{"done": n, "failed": n}`` or ``{"error": code}`` out. Ids and
counts only: who asks (Airflow, the command line) never sees a PIN or a byte of a document.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import os
import socket
import socketserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vanban.domain.batch import ItemState
from vanban.domain.errors import ServiceUnavailableError, VanbanError

if TYPE_CHECKING:
    from vanban.bootstrap import Services

_log = logging.getLogger(__name__)
_LINE_BYTES = 4096


def ask_to_sign(socket_path: Path, batch_id: str, *, seconds: float = 3600) -> dict[str, Any]:
    """Ask the worker to run a granted batch and return its counts when it is through.

    Raises:
        ServiceUnavailableError: if the worker does not answer.
    """
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(seconds)
            line.connect(str(socket_path))
            line.sendall(json.dumps({"batch": batch_id}).encode() + b"\n")
            with line.makefile("rb") as answers:
                answer: dict[str, Any] = json.loads(answers.readline(_LINE_BYTES) or b'{"error": "no-answer"}')
                return answer
    except (OSError, ValueError) as silent:
        raise ServiceUnavailableError(
            "The signing worker does not answer.",
            vi="Dịch vụ ký số không trả lời.",
            remedy=(
                "Try again in a minute; if it lasts, tell the administrator (`vanban status`, `vanban up`)."
                " / Hãy thử lại sau một phút; nếu còn lỗi, hãy báo quản trị (`vanban status`, `vanban up`)."
            ),
        ) from silent


class _Door(socketserver.UnixStreamServer):
    """Serves one request after the other: a device does one thing at a time."""

    request_queue_size = 64

    def __init__(self, path: Path, services: Services) -> None:
        self.services = services
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        before = os.umask(0o177)  # only our own account may ask
        try:
            super().__init__(str(path), _Request)
        finally:
            os.umask(before)


class _Request(socketserver.StreamRequestHandler):
    """One request to run a batch."""

    def handle(self) -> None:
        answer = self._answer()
        with contextlib.suppress(OSError):  # who asked may be gone; the register has the result
            self.wfile.write(json.dumps(answer).encode() + b"\n")

    def _answer(self) -> dict[str, Any]:
        from vanban.workflows.sign_batch import sign_batch

        server = self.server
        if not isinstance(server, _Door):
            return {"error": "wrong-server"}
        try:
            batch_id = str(json.loads(self.rfile.readline(_LINE_BYTES))["batch"])
        except (ValueError, KeyError, TypeError):
            return {"error": "bad-request"}
        try:
            batch = sign_batch(batch_id, room=server.services.signing_room)
        except VanbanError as failed:
            _log.warning("batch %s is not finished: %s: %s", batch_id, type(failed).__name__, failed.en)
            return {"error": type(failed).__name__, "retryable": failed.retryable, "en": failed.en, "vi": failed.vi}
        done = sum(item.state is ItemState.DONE for item in batch.items)
        failed_items = sum(item.state is ItemState.FAILED for item in batch.items)
        _log.info("batch %s was run: %s done, %s failed", batch_id, done, failed_items)
        return {"done": done, "failed": failed_items}


def main() -> None:
    """Serve until the supervisor ends us."""
    from vanban.bootstrap import build

    faulthandler.enable()  # a native library that ends the process leaves where: names of functions, no values
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s %(name)s")
    services = build()
    with _Door(services.settings.signer_socket, services) as door:
        door.serve_forever()


if __name__ == "__main__":
    main()
