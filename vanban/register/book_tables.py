"""The table of closed books; triggers in the migration keep it append-only, and their numbers as they were."""

from __future__ import annotations

import sqlalchemy as sa

from vanban.register.tables import metadata, text, time

book_closings = sa.Table(
    "book_closings",
    metadata,
    sa.Column("office", sa.Text, primary_key=True),
    sa.Column("direction", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    text("closed_by"),
    time("closed_at"),
    *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("last", "voided", "missing")),
    text("pdf_sha256"),
)
