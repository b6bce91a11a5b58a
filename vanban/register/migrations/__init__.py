"""Alembic migrations of the register; run by ``vanban.register.migrate.upgrade``."""
