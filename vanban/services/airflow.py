"""Airflow 3.3 as four supervised processes with PostgreSQL, configured by environment alone.

Never ``airflow standalone``: it neither restarts what dies nor ends what it started. No log servers are started: they
listen on every interface, and on one machine the API server reads the log files themselves.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.services.installation import LOOPBACK, Installation
from vanban.services.program import Program

POOLS = {
    "intake": (1, "Receiving: one sweep at a time"),
    "reading": (2, "Reading: one page at a time per core"),
    "urgent": (1, "Urgent documents, never behind the others"),
    "signing": (1, "Signing: one batch at a time"),
    "archive": (1, "Packaging and archiving"),
    "notices": (1, "Telling people, beside all other work"),
}
"""Pool name to (slots, description)."""
VIEWER, ADMIN = "viewer", "admin"
API_SERVER = "airflow-api-server"
COMPONENTS = ("scheduler", "dag_processor", "triggerer")
"""As the health page of the API server names them."""
_START_ORDER = 50
_MIGRATION_SECONDS = 600


def home(installation: Installation) -> Path:
    """Return Airflow's folder: logs, its passwords file, and no plugins."""
    return installation.home / "airflow"


def dags_folder() -> Path:
    """Return where the DAG files lie: ``VANBAN_DAGS``, else ``dags/`` of the checkout."""
    if given := os.environ.get("VANBAN_DAGS"):
        return Path(given).absolute()
    return Path(__file__).resolve().parents[2] / "dags"


def url(installation: Installation) -> str:
    """Return the address of Airflow's pages."""
    return f"http://{installation.address('airflow')}"


def passwords(installation: Installation) -> Mapping[str, str]:
    """Return user name to password of Airflow's own log-in."""
    kept: dict[str, str] = json.loads(_passwords_file(installation).read_text())
    return kept


def prepare(installation: Installation) -> None:
    """Create Airflow's folders and its passwords file.

    Raises:
        RefusedError: if the DAG files are not there.
    """
    if not dags_folder().is_dir():
        raise RefusedError(
            f"There is no folder of DAG files at {dags_folder()}.",
            vi=f"Không thấy thư mục tệp DAG tại {dags_folder()}.",
            remedy=(
                "Run from a checkout, or name the folder in VANBAN_DAGS."
                " / Hãy chạy từ thư mục mã nguồn, hoặc ghi thư mục vào VANBAN_DAGS."
            ),
        )
    home(installation).mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _passwords_file(installation)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(
            json.dumps({ADMIN: installation.secrets["airflow_admin"], VIEWER: secrets.token_hex(12)}) + "\n"
        )


def programs(installation: Installation) -> tuple[Program, ...]:
    """Return the four processes."""
    commands = {
        API_SERVER: ("api-server", "--host", LOOPBACK, "--port", str(installation.ports["airflow"])),
        "airflow-scheduler": ("scheduler", "--skip-serve-logs"),
        "airflow-dag-processor": ("dag-processor",),
        "airflow-triggerer": ("triggerer", "--skip-serve-logs"),
    }
    return tuple(
        Program(
            name=name,
            argv=(sys.executable, "-m", "airflow", *arguments),
            env=environment(installation),
            cwd=home(installation),
            stop_seconds=10,
            # A task that is still running reports its end to the API server: that one stops last.
            start_order=_START_ORDER if name == API_SERVER else _START_ORDER + 1,
        )
        for name, arguments in commands.items()
    )


def healthy(installation: Installation) -> str:
    """Return an empty string if the API server answers and every component has a fresh heartbeat, else why not."""
    try:
        with urllib.request.urlopen(f"{url(installation)}/api/v2/monitor/health", timeout=10) as answer:  # noqa: S310
            report = json.load(answer)
    except (OSError, ValueError):
        return f"Airflow does not answer on {installation.address('airflow')}."
    silent = [name for name in ("metadatabase", *COMPONENTS) if (report.get(name) or {}).get("status") != "healthy"]
    return f"Airflow reports no heartbeat of: {', '.join(silent)}." if silent else ""


def provision(installation: Installation) -> None:
    """Bring Airflow's tables up to date and create the pools; skipped when both were done for this database.

    Raises:
        ServiceUnavailableError: if the database does not answer or a step fails.
    """
    stamp = home(installation) / "provisioned.json"
    if stamp.exists() and stamp.read_text() == _provisioned(installation):
        return
    pools = home(installation) / "pools.json"
    pools.write_text(json.dumps({name: {"slots": n, "description": text} for name, (n, text) in POOLS.items()}))
    _migrate(installation, pools)
    stamp.write_text(_provisioned(installation))


def environment(installation: Installation) -> dict[str, str]:
    """Return Airflow's whole configuration as environment variables; it holds passwords."""
    options = {
        **_core(installation),
        **_database(installation),
        **_web(installation),
        "LOGGING__BASE_LOG_FOLDER": str(home(installation) / "logs"),
        "LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(home(installation) / "logs" / "dag_processor"),
        "LOGGING__WORKER_LOG_SERVER_PORT": str(installation.ports["airflow_logs"]),
        "LOGGING__TRIGGER_LOG_SERVER_PORT": str(installation.ports["triggerer_logs"]),
        "LOGGING__COLORED_CONSOLE_LOG": "False",
        "LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
        "LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
        "DAG_PROCESSOR__PARSING_PROCESSES": "1",
        # A changed file is read at the next refresh whatever this says; what a busy machine failed to read, after this.
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "120",
        "DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "SCHEDULER__CATCHUP_BY_DEFAULT": "False",
        # A task whose process was killed is given up after this many seconds without a heartbeat, and tried again.
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    return {
        "AIRFLOW_HOME": str(home(installation)),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        **{f"AIRFLOW__{name}": value for name, value in options.items()},
    }


def _core(installation: Installation) -> dict[str, str]:
    seed = hashlib.sha256(installation.secrets["airflow_fernet_seed"].encode()).digest()
    return {
        "CORE__EXECUTOR": "vanban.orchestration.executor.WatchedLocalExecutor",
        "CORE__PARALLELISM": "4",
        "CORE__DAGS_FOLDER": str(dags_folder()),
        # A file in a plugins folder replaces a package of the same name: this one is never created.
        "CORE__PLUGINS_FOLDER": str(home(installation) / "no-plugins"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "CORE__HOSTNAME_CALLABLE": "socket.gethostname",
        "CORE__HIDE_SENSITIVE_VAR_CONN_FIELDS": "True",
        "CORE__FERNET_KEY": base64.urlsafe_b64encode(seed).decode(),
        "CORE__EXECUTION_API_SERVER_URL": f"{url(installation)}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin,{VIEWER}:viewer",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(_passwords_file(installation)),
    }


def _database(installation: Installation) -> dict[str, str]:
    address = installation.airflow_database_url
    return {
        "DATABASE__SQL_ALCHEMY_CONN": address,
        "DATABASE__SQL_ALCHEMY_CONN_ASYNC": address.replace("+psycopg2://", "+asyncpg://"),
        "DATABASE__SQL_ALCHEMY_POOL_SIZE": "5",
        "DATABASE__SQL_ALCHEMY_MAX_OVERFLOW": "10",
    }


def _web(installation: Installation) -> dict[str, str]:
    return {
        "API__HOST": LOOPBACK,
        "API__PORT": str(installation.ports["airflow"]),
        "API__BASE_URL": url(installation),
        "API__WORKERS": "1",
        "API__SECRET_KEY": installation.secrets["airflow_secret"],
        "API__INSTANCE_NAME": "vanban",
        "API__EXPOSE_CONFIG": "False",
        # Airflow signs with SHA-512, which asks for a key of 64 bytes at least.
        "API_AUTH__JWT_SECRET": hashlib.sha512(installation.secrets["airflow_jwt"].encode()).hexdigest(),
        "API_AUTH__JWT_ISSUER": f"vanban-{installation.instance}",
    }


def _passwords_file(installation: Installation) -> Path:
    return installation.home / "secrets" / "airflow-passwords.json"


def _provisioned(installation: Installation) -> str:
    """Return what must not have changed since the last provisioning; the database's own word is part of it."""
    return json.dumps([metadata.version("apache-airflow"), POOLS, _database_revision(installation)])


def _database_revision(installation: Installation) -> str:
    import psycopg

    try:
        with psycopg.connect(
            installation.airflow_database_url.replace("+psycopg2", ""), connect_timeout=5
        ) as connection:
            if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
                return ""
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else ""
    except psycopg.OperationalError as error:
        raise ServiceUnavailableError(
            "Airflow's database does not answer.",
            vi="Cơ sở dữ liệu của Airflow không trả lời.",
            remedy=(
                "Run `vanban status`; the log of postgres says why."
                " / Hãy chạy `vanban status`; nhật ký postgres cho biết lý do."
            ),
        ) from error


def _migrate(installation: Installation, pools: Path) -> None:
    log = installation.home / "logs" / "airflow-provision.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(
            [sys.executable, "-m", "vanban.orchestration.provision", str(pools)],
            env={**os.environ, **environment(installation)},
            cwd=home(installation),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=_MIGRATION_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        raise ServiceUnavailableError(
            "Airflow's database could not be brought up to date.",
            vi="Không cập nhật được cơ sở dữ liệu của Airflow.",
            remedy=f"See the end of {log}. / Hãy xem cuối tệp {log}.",
        )
