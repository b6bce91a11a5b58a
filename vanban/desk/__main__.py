"""``python -m vanban.desk``: serve the desk on the loopback port of this installation."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from vanban.bootstrap import Services, build
from vanban.desk.app import create_app
from vanban.desk.demo_accounts import ensure_accounts
from vanban.domain.errors import ServiceUnavailableError
from vanban.services.installation import LOOPBACK, load_or_create
from vanban.settings import Settings

_CONNECTIONS = 1_000
"""Idle ones count too, and a browser keeps up to six: with 200 the fortieth person could have been refused."""
_IDLE_SECONDS = 30
"""A person's pause between two pages: their browser need not connect anew, nor meet a connection that just closes."""


def main(*, around: Callable[[ASGIApp], ASGIApp] = lambda app: app) -> None:
    """Serve until the process is told to end; ``around`` is what a benchmark puts around the application."""
    settings = Settings()
    installation = load_or_create(settings.home)
    services = build(settings)
    # An installation in use has its accounts; the desk answers, if only to say so, also while the database is away.
    with contextlib.suppress(ServiceUnavailableError):
        ensure_accounts(settings.secrets, services.register)
    app = create_app(services, installation.secrets["desk_session"])
    load_what_comes_late(services)
    host, port = listening_address(settings.desk_listen, otherwise=installation.ports["desk"])
    uvicorn.run(
        around(app),
        host=host,
        port=port,
        # Addresses hold ids and digests only, but who looked at what belongs to the audit trail, not to a log.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=_IDLE_SECONDS,
        limit_concurrency=_CONNECTIONS,
    )


def load_what_comes_late(services: Services) -> None:
    """Load what is otherwise loaded by the first who registers, while everybody else waits: the signing libraries.

    What is loaded by now stays for good, so the collector of garbage need not go through it again and again.
    """
    _ = services.registry_office
    gc.collect()
    gc.freeze()


def listening_address(given: str, *, otherwise: int) -> tuple[str, int]:
    """Return host and port from ``host:port``, or loopback and the installation's own port."""
    if not given:
        return LOOPBACK, otherwise
    host, _, port = given.rpartition(":")
    return host or LOOPBACK, int(port)


if __name__ == "__main__":
    main()
