"""The register's tables for signing: frozen batches, grants, tokens elsewhere, and who may sign what."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSON

from vanban.register.tables import document_key, metadata, text, time

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    text("purpose"),
    text("office"),
    text("created_by"),
    time("created_at"),
    time("closed_at", nullable=True),
    text("capacity"),
    text("on_behalf_of"),
)
sa.Index("ix_batches_created_at", batches.c.created_at.desc())

batch_items = sa.Table(
    "batch_items",
    metadata,
    sa.Column("batch_id", sa.Text, sa.ForeignKey("batches.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    text("document_id"),
    text("sha256"),
    text("kind"),
    text("number"),
    text("subject"),
    text("state"),
    text("result_sha256"),
    text("reason"),
    text("message_vi"),
    text("message_en"),
    # json: the digest of the manifest is over these numbers as they were written.
    sa.Column("place", JSON(none_as_null=True)),
    document_key(),
    sa.UniqueConstraint("batch_id", "document_id"),
)
sa.Index("ix_batch_items_document_id", batch_items.c.document_id)

grants = sa.Table(
    "grants",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.Text, sa.ForeignKey("batches.id"), nullable=False, index=True),
    text("manifest_sha256"),
    text("person"),
    text("certificate_sha256"),
    time("granted_at"),
    time("expires_at"),
    sa.Column("sealed_pin", sa.LargeBinary, nullable=False),
    time("used_at", nullable=True),
    text("capacity"),
    text("on_behalf_of"),
)

signing_requests = sa.Table(
    "signing_requests",
    metadata,
    sa.Column("batch_id", sa.Text, sa.ForeignKey("batches.id"), primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    text("to_sign"),
    text("prepared_sha256"),
    time("prepared_at"),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    time("signed_at", nullable=True),
    document_key(),
)

paired_pcs = sa.Table(
    "paired_pcs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False, index=True),
    text("label"),
    sa.Column("token_sha256", sa.Text, nullable=False, unique=True),
    time("paired_at"),
    time("expires_at"),
    time("ended_at", nullable=True),
)

# Only the columns of its end ever change, once: a trigger keeps the rest.
authorities = sa.Table(
    "authorities",
    metadata,
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("id", sa.Text, primary_key=True),
    text("account"),
    text("office"),
    text("purpose"),
    text("capacity"),
    sa.Column("kinds", ARRAY(sa.Text), nullable=False),
    text("sphere"),
    text("on_behalf_of"),
    text("basis_number"),
    text("basis_symbol"),
    sa.Column("basis_date", sa.Date),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_until", sa.Date),
    text("delegated_from"),
    text("given_by"),
    time("given_at"),
    time("ended_at", nullable=True),
    text("ended_by"),
    text("end_reason"),
)
sa.Index("ix_authorities_office", authorities.c.office, authorities.c.account)
