"""Serves the demo PKI's time-stamps, OCSP and CRLs on loopback: ``python -m signing.demo.server --pki DIR --port N``.

certomancer's WSGI application under the standard library's server: a third of the memory of its aiohttp one.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.util import setup_testing_defaults

if TYPE_CHECKING:
    from certomancer.integrations.animator import Animator

STALLED_SECONDS = 10
"""A client that sends nothing for so long is dropped."""
WARM_UP_PATH = "/thu-nghiem/crls/interm/latest.crl"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(WSGIRequestHandler):
    timeout = STALLED_SECONDS

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet: the requests hold nothing that helps anyone."""


def serve(*, pki: Path, port: int) -> None:
    """Serve until the process is ended."""
    from certomancer.integrations.animator import Animator, AnimatorArchStore
    from certomancer.registry import ArchLabel

    from signing.demo import architecture
    from signing.demo.issue import load_architecture

    stored = AnimatorArchStore({ArchLabel(architecture.ARCH): load_architecture(pki)})
    animator = Animator(stored, with_web_ui=False, allow_time_override=False)
    _warm_up(animator)
    with make_server("127.0.0.1", port, animator, server_class=_Server, handler_class=_Handler) as server:
        server.serve_forever()


def _warm_up(animator: Animator) -> None:
    """Answer one request before listening: the first costs seconds, and each that comes meanwhile would pay it too."""
    environment: dict[str, Any] = {}
    setup_testing_defaults(environment)
    environment["PATH_INFO"] = WARM_UP_PATH
    list(animator(environment, lambda *_: None))


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pki", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    serve(pki=given.pki, port=given.port)


if __name__ == "__main__":
    main()
