"""The private PostgreSQL cluster: the register's database and Airflow's, each with a role of its own.

The cluster lies in ``VANBAN_HOME/postgres``. The server refuses to run as root, so as root it runs as the system
account ``postgres``; where that account cannot reach the home (below ``/root``, say) the cluster lies in
``/var/lib/vanban-<instance>/postgres`` and ``VANBAN_HOME/postgres.location`` says so.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vanban.domain.errors import ServiceUnavailableError
from vanban.services.installation import LOOPBACK, Installation
from vanban.services.postgres_cluster import ACCOUNT, create_cluster, data_directory, give, tool
from vanban.services.program import Program

if TYPE_CHECKING:
    import psycopg

_CONFIGURATION = """\
# Written by vanban at every start; changes here are lost.
listen_addresses = '{address}'
port = {port}
unix_socket_directories = ''
max_connections = 100
shared_buffers = 64MB
work_mem = 4MB
maintenance_work_mem = 32MB
min_wal_size = 80MB
max_wal_size = 256MB
jit = off
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
# A record that was committed survives a power cut.
fsync = on
full_page_writes = on
synchronous_commit = on
# The log goes to the supervisor. No statement, parameter or failing row ever stands in it: they hold document text.
logging_collector = off
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


def prepare(installation: Installation) -> None:
    """Create the cluster if it is missing, write its configuration and clear what a killed server left behind.

    Harmless while the server runs.

    Raises:
        RefusedError: if PostgreSQL or its account is missing, or the cluster cannot be created.
    """
    directory = data_directory(installation)
    if not (directory / "PG_VERSION").exists():
        create_cluster(installation, directory)
    _write_configuration(installation, directory)
    _clear_stale_lock(directory)


def program(installation: Installation) -> Program:
    """Return the server as a supervised process. INT is PostgreSQL's fast, clean shutdown."""
    directory = data_directory(installation)
    return Program(
        name="postgres",
        argv=(str(tool("postgres", directory)), "-D", str(directory)),
        env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=ACCOUNT if os.geteuid() == 0 else "",
        cwd=Path("/"),
        stop_signal="INT",
        stop_seconds=60,
        start_order=10,
    )


def healthy(installation: Installation) -> str:
    """Return an empty string if the server answers a query, else one sentence saying why not."""
    try:
        with _admin(installation, "postgres") as connection:
            connection.execute("SELECT 1")
    except ServiceUnavailableError as error:
        return error.en
    return ""


def provision(installation: Installation) -> None:
    """Create roles, databases and extension, set the passwords, and bring the register's tables up to date.

    Idempotent: whatever a cut-off run left undone is done by the next.

    Raises:
        ServiceUnavailableError: if the server does not answer.
    """
    from vanban.register.migrate import upgrade

    with _admin(installation, "postgres") as connection:
        for name, secret in (("vanban", "postgres_register"), ("airflow", "postgres_airflow")):
            _ensure_role(connection, name, installation.secrets[secret])
            _ensure_database(connection, name, owner=name)
    with _admin(installation, "vanban") as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    upgrade(installation.database_url)


def _write_configuration(installation: Installation, directory: Path) -> None:
    wanted = _CONFIGURATION.format(address=LOOPBACK, port=installation.ports["postgres"])
    configuration = directory / "vanban.conf"
    # Left alone when it is right: a start on a full disk must not fail for it.
    if configuration.exists() and configuration.read_text() == wanted:
        return
    half_written = directory / "vanban.conf.tmp"
    half_written.write_text(wanted)
    half_written.chmod(0o600)
    give(half_written)
    half_written.replace(configuration)


def _clear_stale_lock(directory: Path) -> None:
    """Remove the lock file of a killed server if its process number now belongs to something else.

    PostgreSQL itself clears the lock of a process that is gone, but stays down if an unrelated process of the same
    account got the number, as happens after a reboot.
    """
    lock = directory / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        lines = lock.read_text().split()
        number = lines[0] if lines and lines[0].isdigit() else ""
        if not number or not _serves(Path("/proc") / number, directory):
            lock.unlink(missing_ok=True)


def _serves(process: Path, directory: Path) -> bool:
    try:
        return (process / "cwd").resolve(strict=True) == directory.resolve()
    except FileNotFoundError:
        return False
    except PermissionError:
        return True


@contextlib.contextmanager
def _admin(installation: Installation, database: str) -> Iterator[psycopg.Connection]:
    import psycopg

    try:
        with psycopg.connect(
            host=LOOPBACK,
            port=installation.ports["postgres"],
            user=ACCOUNT,
            password=installation.secrets["postgres_admin"],
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        ) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise ServiceUnavailableError(
            f"PostgreSQL does not answer on {installation.address('postgres')}.",
            vi=f"PostgreSQL không trả lời tại {installation.address('postgres')}.",
            remedy=(
                "Run `vanban status`; the server's log says why it does not start."
                " / Hãy chạy `vanban status`; nhật ký máy chủ cho biết vì sao không khởi động."
            ),
        ) from error


def _ensure_role(connection: psycopg.Connection, name: str, password: str) -> None:
    from psycopg import sql

    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    # Only the SCRAM verifier travels, so that the password can stand in no log.
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Literal(verifier)))


def _ensure_database(connection: psycopg.Connection, name: str, *, owner: str) -> None:
    from psycopg import sql

    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(owner)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
