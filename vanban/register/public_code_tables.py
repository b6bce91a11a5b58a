"""The table of the codes of issued documents; triggers in the migration keep it append-only."""

from __future__ import annotations

import sqlalchemy as sa

from vanban.register.tables import document_key, metadata, text, time

public_codes = sa.Table(
    "public_codes",
    metadata,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    time("made_at"),
    text("made_by"),
    document_key(),
)
