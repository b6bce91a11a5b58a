"""The table of copies; triggers in the migration keep it append-only."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from vanban.register.tables import document_key, metadata, text, time

copies = sa.Table(
    "copies",
    metadata,
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("document_id", sa.Text, primary_key=True),
    text("source_id"),
    text("form"),
    sa.Column("pages", ARRAY(sa.Integer), nullable=False),
    text("by"),
    time("at"),
    sa.Column("request_id", sa.Text, nullable=False, unique=True),
    document_key(),
    sa.ForeignKeyConstraint(["source_id"], ["documents.id"]),
)
sa.Index("ix_copies_source_id", copies.c.source_id, copies.c.added)
