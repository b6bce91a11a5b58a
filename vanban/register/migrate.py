"""Brings the register's tables up to date."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from vanban.register.transaction import translated

MIGRATION_LOCK = 0x76616E62616E_0002
"""Key of the advisory lock that lets two starts at once migrate one after the other: ``vanban`` and 2."""


def upgrade(url: str) -> None:
    """Run every migration that the database at ``url`` lacks, in one transaction.

    Raises:
        ServiceUnavailableError: if the database does not answer.
    """
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True, connect_args={"connect_timeout": 5})
    with translated(), engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        command.upgrade(_configuration(connection), "head")


def _configuration(connection: sa.Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration
