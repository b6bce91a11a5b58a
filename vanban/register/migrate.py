"""Brings the register's tables up to date."""

from __future__ import annotations


def upgrade(url: str) -> None:
    """Run every migration that the database at ``url`` lacks, in one transaction."""
