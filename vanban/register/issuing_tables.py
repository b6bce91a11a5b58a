"""The table of sendings and recalls; triggers in the migration keep it append-only."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from vanban.register.tables import document_key, metadata, text, time

outgoing_acts = sa.Table(
    "outgoing_acts",
    metadata,
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("id", sa.Text, primary_key=True),
    text("document_id"),
    text("act"),
    text("by"),
    time("at"),
    sa.Column("day", sa.Date, nullable=False),
    text("reason"),
    text("basis"),
    sa.Column("dispatches", JSONB, nullable=False),
    document_key(),
)
sa.Index("ix_outgoing_acts_document_id", outgoing_acts.c.document_id, outgoing_acts.c.added)
# A document is recalled once.
sa.Index(
    "uq_outgoing_acts_recall",
    outgoing_acts.c.document_id,
    outgoing_acts.c.act,
    unique=True,
    postgresql_where=sa.text("act <> 'issued'"),
)
