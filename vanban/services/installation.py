"""One installation on one machine: its identity, ports and passwords, chosen once and kept under ``VANBAN_HOME``."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vanban.domain.errors import RefusedError
from vanban.durable_files import write_once, write_whole

LOOPBACK = "127.0.0.1"

PORT_NAMES = (
    "postgres",
    "s3",
    "weed_master",
    "weed_master_grpc",
    "weed_volume",
    "weed_volume_grpc",
    "weed_filer",
    "weed_filer_grpc",
    "weed_s3_grpc",
    "weed_admin",
    "weed_admin_grpc",
    "pki",
    "airflow",
    "airflow_logs",
    "triggerer_logs",
    "desk",
    "second_s3",
    "second_weed_master",
    "second_weed_master_grpc",
    "second_weed_volume",
    "second_weed_volume_grpc",
    "second_weed_filer",
    "second_weed_filer_grpc",
    "second_weed_s3_grpc",
)
SECRET_NAMES = (
    "postgres_admin",
    "postgres_register",
    "postgres_airflow",
    "s3_admin",
    "s3_pipeline",
    "weed_jwt",
    "weed_jwt_read",
    "weed_jwt_filer",
    "weed_jwt_filer_read",
    "airflow_secret",
    "airflow_jwt",
    "airflow_fernet_seed",
    "airflow_admin",
    "desk_session",
    "second_s3_admin",
    "second_s3_pipeline",
    "second_weed_jwt",
    "second_weed_jwt_read",
    "second_weed_jwt_filer",
    "second_weed_jwt_filer_read",
)


@dataclass(frozen=True, slots=True)
class Installation:
    """Identity, ports and passwords of one installation. The file that keeps them has mode 0600."""

    home: Path
    instance: str
    """Carried by every process of the installation in ``VANBAN_INSTANCE``, so that only those are ever ended."""
    ports: Mapping[str, int]
    secrets: Mapping[str, str]

    def address(self, name: str) -> str:
        """Return ``127.0.0.1:port`` of a service."""
        return f"{LOOPBACK}:{self.ports[name]}"

    @property
    def database_url(self) -> str:
        """SQLAlchemy address of the register."""
        return f"postgresql+psycopg://vanban:{self.secrets['postgres_register']}@{self.address('postgres')}/vanban"

    @property
    def airflow_database_url(self) -> str:
        """SQLAlchemy address of Airflow's own database."""
        return f"postgresql+psycopg2://airflow:{self.secrets['postgres_airflow']}@{self.address('postgres')}/airflow"


def load_or_create(home: Path) -> Installation:
    """Return the installation under ``home``, choosing free ports and random passwords the first time.

    Raises:
        RefusedError: if the file that keeps them is damaged.
    """
    path = home / "installation.json"
    if not path.exists():
        _create(path)
    try:
        kept = _with_what_is_new(path, json.loads(path.read_text()))
        ports = {name: int(kept["ports"][name]) for name in PORT_NAMES}
        passwords = {name: str(kept["secrets"][name]) for name in SECRET_NAMES}
        return Installation(home=home, instance=str(kept["instance"]), ports=ports, secrets=passwords)
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedError(
            f"{path} is damaged.",
            vi=f"Tệp {path} bị hỏng.",
            remedy=(
                "Restore it from a backup; without it the passwords of the databases are lost."
                " / Hãy khôi phục từ bản sao lưu; thiếu tệp này thì mất mật khẩu cơ sở dữ liệu."
            ),
        ) from error


def _with_what_is_new(path: Path, kept: dict[str, Any]) -> dict[str, Any]:
    """Choose what an installation of an earlier version does not have yet, and keep it; nothing it has is changed."""
    new_ports = [name for name in PORT_NAMES if name not in kept["ports"]]
    new_secrets = [name for name in SECRET_NAMES if name not in kept["secrets"]]
    if new_ports or new_secrets:
        kept["ports"] |= dict(zip(new_ports, _free_ports(len(new_ports)), strict=True))
        kept["secrets"] |= {name: secrets.token_hex(24) for name in new_secrets}
        write_whole(path, json.dumps(kept, indent=2) + "\n")
    return kept


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "instance": str(uuid.uuid4()),
        "ports": dict(zip(PORT_NAMES, _free_ports(len(PORT_NAMES)), strict=True)),
        "secrets": {name: secrets.token_hex(24) for name in SECRET_NAMES},
    }
    # Of two first starts at once the first wins: the passwords of the databases must not be drawn twice.
    write_once(path, json.dumps(kept, indent=2) + "\n")


def _free_ports(count: int) -> list[int]:
    # All held open until the last is known, so that none is handed out twice.
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in sockets]
