"""The private cluster: who can reach it, what survives, and what a killed server leaves behind."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import psycopg
import pytest

from vanban.services import postgres as service
from vanban.services.installation import load_or_create

pytestmark = pytest.mark.services


def test_it_listens_on_loopback_only_and_keeps_what_is_committed(postgres) -> None:
    with psycopg.connect(postgres.admin_url("postgres")) as connection:
        setting = {
            name: value
            for name, value in connection.execute("SELECT name, setting FROM pg_settings")
            if name
            in {"listen_addresses", "unix_socket_directories", "fsync", "synchronous_commit", "full_page_writes"}
            | {"data_checksums", "log_statement", "log_min_error_statement"}
        }
    assert setting == {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "log_statement": "none",
        "log_min_error_statement": "panic",
    }


def test_each_role_reaches_its_own_database_only(postgres) -> None:
    secrets, port = postgres.installation.secrets, postgres.installation.ports["postgres"]
    own = {"vanban": secrets["postgres_register"], "airflow": secrets["postgres_airflow"]}
    for role, password in own.items():
        for database in own:
            address = {"host": "127.0.0.1", "port": port, "user": role, "password": password, "dbname": database}
            if role == database:
                with psycopg.connect(**address) as connection:
                    connection.execute("CREATE TEMPORARY TABLE mine (x int)")
            else:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    psycopg.connect(**address)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host="127.0.0.1", port=port, user="vanban", password="wrong", dbname="vanban")


def test_preparing_and_provisioning_again_is_harmless_while_it_runs(postgres) -> None:
    lock = service.data_directory(postgres.installation) / "postmaster.pid"
    before = lock.read_text()
    service.prepare(postgres.installation)
    service.provision(postgres.installation)
    assert lock.read_text() == before
    assert service.healthy(postgres.installation) == ""


def test_a_stale_lock_with_the_number_of_another_process_does_not_block(own_cluster) -> None:
    lock = service.data_directory(own_cluster.installation) / "postmaster.pid"
    own_cluster.stop(signal.SIGKILL)
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    own_cluster.start()
    assert service.healthy(own_cluster.installation) == ""
    own_cluster.stop(signal.SIGKILL)
    lock.write_text("")
    own_cluster.start()
    assert service.healthy(own_cluster.installation) == ""


def test_a_creation_that_was_cut_off_is_begun_again(own_cluster) -> None:
    own_cluster.stop()
    directory = service.data_directory(own_cluster.installation)
    directory.rename(directory.with_name("postgres.unfinished"))
    own_cluster.start()
    service.provision(own_cluster.installation)
    assert service.healthy(own_cluster.installation) == ""


def test_a_private_home_lets_the_server_pass_but_not_look(postgres) -> None:
    mode = postgres.installation.home.stat().st_mode & 0o777
    assert mode == (0o701 if os.geteuid() == 0 else 0o700)
    assert service.data_directory(postgres.installation).stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")
def test_below_a_closed_folder_the_cluster_lies_elsewhere_and_is_recorded() -> None:
    closed = Path(tempfile.mkdtemp(prefix="vanban-test-pg-closed-"))
    installation = load_or_create(closed / "home")
    try:
        directory = service.data_directory(installation)
        assert directory == Path(f"/var/lib/vanban-{installation.instance}/postgres")
        closed.chmod(0o755)
        assert service.data_directory(installation) == directory, "a decision once made is kept"
        service.prepare(installation)
        assert (directory / "PG_VERSION").exists()
    finally:
        shutil.rmtree(f"/var/lib/vanban-{installation.instance}", ignore_errors=True)
        shutil.rmtree(closed)
