"""Tables of disposal lists and of what became of each record."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON

from vanban.register.tables import metadata, text, time

disposal_lists = sa.Table(
    "disposal_lists",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    text("proposed_by"),
    time("proposed_at"),
    text("why"),
    text("state"),
    text("decided_by"),
    time("decided_at", nullable=True),
    text("decision"),
    text("manifest_sha256"),
    text("page_sha256"),
    time("closed_at", nullable=True),
    sa.CheckConstraint(
        "state NOT IN ('APPROVED', 'CARRIED_OUT') OR decided_by <> proposed_by", name="second_person_approves"
    ),
)

disposal_items = sa.Table(
    "disposal_items",
    metadata,
    sa.Column("list_id", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("described", JSON, nullable=False),
    text("state"),
    text("note"),
    text("tombstone_sha256"),
    time("settled_at", nullable=True),
    sa.ForeignKeyConstraint(["list_id"], ["disposal_lists.id"]),
    sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
)
