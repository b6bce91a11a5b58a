"""Which files share a process; PostgreSQL, the register on a fresh database, documents for it."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vanban.domain.document import Direction, Document, State
from vanban.register.postgres_register import PostgresRegister
from vanban.services import postgres as service
from vanban.services.installation import Installation, load_or_create

WHOLE_SYSTEMS = "tests/e2e/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out the tests file by file, those of whole systems in one piece.

    So one process starts one system after the other, and never are two of them at the same two cores.
    """
    from xdist.scheduler import LoadFileScheduling

    class FilesAndSystems(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return WHOLE_SYSTEMS if nodeid.startswith(WHOLE_SYSTEMS) else super()._split_scope(nodeid)

    return FilesAndSystems(config, log) if config.getoption("dist") == "loadfile" else None


class PostgresCluster:
    """A real server, made and run as the installation runs it."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        service.prepare(self.installation)
        program = service.program(self.installation)
        account = pwd.getpwnam(program.user) if program.user else None
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        with (self.installation.home / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                program.argv, env=dict(program.env), cwd=program.cwd, stderr=log, stdout=log, **identity
            )
        for _ in range(300):
            if not service.healthy(self.installation):
                return
            assert self.process.poll() is None, self.log()
            time.sleep(0.1)
        pytest.fail(f"PostgreSQL did not start: {self.log()}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server: INT is a clean shutdown, KILL a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
            self.process = None

    def log(self) -> str:
        return (self.installation.home / "postgres.log").read_text(errors="replace")

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database, as the register's own role."""
        return self.installation.database_url.removesuffix("/vanban") + f"/{database}"

    def admin_url(self, database: str) -> str:
        """Return the libpq address of a database, as superuser."""
        return f"postgresql://postgres:{self.installation.secrets['postgres_admin']}@{self.installation.address('postgres')}/{database}"

    def create_database(self) -> str:
        """Return the SQLAlchemy address of a new database with the register's tables."""
        name = f"test_{next(self._numbers)}"
        self._administer(f'CREATE DATABASE "{name}" OWNER vanban TEMPLATE vanban')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        self._administer(f'DROP DATABASE IF EXISTS "{url.rsplit("/", 1)[-1]}" WITH (FORCE)')

    def _administer(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.admin_url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def running_cluster() -> Iterator[PostgresCluster]:
    """Start a provisioned private PostgreSQL cluster, and remove it at the end."""
    if not any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
    # Not below pytest's own folder: the server's account could not pass through that.
    home = Path(tempfile.mkdtemp(prefix="vanban-test-pg-"))
    cluster = PostgresCluster(load_or_create(home))
    try:
        cluster.start()
        service.provision(cluster.installation)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """The session's cluster; nothing ever touches its ``vanban`` database."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def own_cluster() -> Iterator[PostgresCluster]:
    """A cluster that a test may stop and crash."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def new_document() -> Callable[..., Document]:
    """Make received documents that differ in all that must differ; later ones were received later."""
    numbers = itertools.count(1)

    def document(**fields: Any) -> Document:
        n = next(numbers)
        usual = {
            "id": f"doc-{n:04}",
            "claim_id": f"claim-{n:04}",
            "office": "van-phong",
            "direction": Direction.INCOMING,
            "state": State.RECEIVED,
            "sha256": f"{n:064x}",
            "size": 1234,
            "media_type": "application/pdf",
            "file_name": "Quyết định số 05.pdf",
            "received_at": dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC) + dt.timedelta(seconds=n),
            "received_by": "vanthu",
        }
        return Document(**usual | fields)

    return document


@pytest.fixture
def register(postgres: PostgresCluster) -> Iterator[PostgresRegister]:
    """The register on a fresh, migrated, empty database."""
    url = postgres.create_database()
    fresh = PostgresRegister(url)
    try:
        yield fresh
    finally:
        fresh.close()
        postgres.drop_database(url)
