"""The table of opinions on incoming documents; triggers in the migration keep it append-only."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from vanban.register.tables import document_key, metadata, text, time

opinions = sa.Table(
    "opinions",
    metadata,
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("id", sa.Text, primary_key=True),
    text("document_id"),
    text("part"),
    text("by"),
    time("at"),
    text("words"),
    sa.Column("assignments", JSONB, nullable=False),
    # Who of the assignments, so that everybody's own list is found by an index.
    sa.Column("given_to", ARRAY(sa.Text), nullable=False),
    text("progress"),
    text("answer"),
    document_key(),
)
sa.Index("ix_opinions_document_id", opinions.c.document_id, opinions.c.added)
sa.Index("ix_opinions_given_to", opinions.c.given_to, postgresql_using="gin")
