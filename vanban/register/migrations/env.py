"""Alembic's entry: runs the migrations on the connection that ``vanban.register.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from vanban.register import signing_tables

context.configure(connection=context.config.attributes["connection"], target_metadata=signing_tables.batches.metadata)
context.run_migrations()
