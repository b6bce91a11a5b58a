"""The migrations make exactly the tables that the code expects."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from vanban.register import signing_tables
from vanban.register.migrate import upgrade

pytestmark = pytest.mark.services


@pytest.fixture
def empty_database(postgres):
    with psycopg.connect(postgres.admin_url("postgres"), autocommit=True) as connection:
        connection.execute('CREATE DATABASE "empty" OWNER vanban TEMPLATE template0')
    yield postgres.url("empty")
    postgres.drop_database(postgres.url("empty"))


def differences(url: str) -> list[object]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), signing_tables.batches.metadata)


def test_migrations_and_metadata_agree(empty_database: str) -> None:
    assert differences(empty_database) != []
    upgrade(empty_database)
    assert differences(empty_database) == []


def test_migrating_twice_or_at_once_is_harmless(empty_database: str) -> None:
    code = "import sys; from vanban.register.migrate import upgrade; upgrade(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-c", code, empty_database]) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    upgrade(empty_database)
    assert differences(empty_database) == []
