"""vanban's own long-running processes: the signing worker and the desk. Each is started only where it is installed."""

from __future__ import annotations

import importlib.util
import json
import socket
import sys
import urllib.error
import urllib.request

from vanban.services.installation import Installation
from vanban.services.program import Program

SIGNING_WORKER, DESK = "vanban.signing_worker", "vanban.desk.__main__"


def has_signing_worker() -> bool:
    """Tell whether the signing worker is part of this version."""
    return importlib.util.find_spec(SIGNING_WORKER) is not None


def has_desk() -> bool:
    """Tell whether the desk is part of this version."""
    return importlib.util.find_spec(DESK) is not None


def prepare(installation: Installation) -> None:
    """Make the key pair to which PINs are sealed, once."""
    from signing.pins import prepare_keys

    prepare_keys(installation.home / "secrets")


def signing_worker(installation: Installation) -> Program:
    """Return the process that alone opens sealed PINs and the token."""
    return Program(
        name="signing-worker",
        argv=(sys.executable, "-m", SIGNING_WORKER),
        # The token's configuration is named by the PKI's own service; the worker finds it in its settings.
        cwd=installation.home,
        start_order=30,
    )


def signing_worker_healthy(installation: Installation) -> str:
    """Return an empty string if the signing worker accepts connections, else why not."""
    path = installation.home / "run" / "signer.sock"
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(path))
    except OSError:
        return f"The signing worker does not answer on {path}."
    return ""


def desk(installation: Installation) -> Program:
    """Return the desk's web server."""
    return Program(
        name="desk", argv=(sys.executable, "-m", DESK.removesuffix(".__main__")), cwd=installation.home, start_order=60
    )


def desk_url(installation: Installation) -> str:
    """Return the address of the desk's pages."""
    return f"http://{installation.address('desk')}"


def desk_passwords(installation: Installation) -> dict[str, str]:
    """Return the demo accounts of the desk with their passwords; empty where an office has accounts of its own."""
    path = installation.home / "secrets" / "desk-demo-passwords.json"
    passwords: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return passwords


def desk_healthy(installation: Installation) -> str:
    """Return an empty string if the desk answers, else why not."""
    try:
        with urllib.request.urlopen(f"{desk_url(installation)}/health", timeout=5):  # noqa: S310 - our own address
            return ""
    except urllib.error.HTTPError as error:
        # Any page at all, a refusal too, is an answer.
        return "" if error.code < 500 else f"The desk answers with status {error.code}."
    except OSError:
        return f"The desk does not answer on {installation.address('desk')}."
