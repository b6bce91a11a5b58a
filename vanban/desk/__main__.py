"""``python -m vanban.desk``: serve the desk on the loopback port of this installation."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from vanban.bootstrap import build
from vanban.desk.app import create_app
from vanban.desk.demo_accounts import ensure_accounts
from vanban.domain.errors import ServiceUnavailableError
from vanban.services.installation import LOOPBACK, load_or_create
from vanban.settings import Settings

_CONNECTIONS = 1_000
"""Idle ones count too, and a browser keeps up to six: with 200 the fortieth person could have been refused."""


def main(*, around: Callable[[ASGIApp], ASGIApp] = lambda app: app) -> None:
    """Serve until the process is told to end; ``around`` is what a benchmark puts around the application."""
    settings = Settings()
    installation = load_or_create(settings.home)
    services = build(settings)
    # An installation in use has its accounts; the desk answers, if only to say so, also while the database is away.
    with contextlib.suppress(ServiceUnavailableError):
        ensure_accounts(settings.secrets, services.register)
    app = create_app(services, installation.secrets["desk_session"])
    host, port = listening_address(settings.desk_listen, otherwise=installation.ports["desk"])
    uvicorn.run(
        around(app),
        host=host,
        port=port,
        # Addresses hold ids and digests only, but who looked at what belongs to the audit trail, not to a log.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        limit_concurrency=_CONNECTIONS,
    )


def listening_address(given: str, *, otherwise: int) -> tuple[str, int]:
    """Return host and port from ``host:port``, or loopback and the installation's own port."""
    if not given:
        return LOOPBACK, otherwise
    host, _, port = given.rpartition(":")
    return host or LOOPBACK, int(port)


if __name__ == "__main__":
    main()
