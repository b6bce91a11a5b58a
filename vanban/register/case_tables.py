"""Tables of case files, what is in them, and the receipts of their packages."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from vanban.register.tables import document_key, metadata, text, time

case_files = sa.Table(
    "case_files",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    text("office"),
    text("organ_id"),
    sa.Column("file_catalog", sa.Integer, nullable=False),
    text("file_notation"),
    text("title"),
    text("maintenance"),
    text("opened_by"),
    time("opened_at"),
    text("creator"),
    text("rights"),
    text("language"),
    text("description"),
    text("state"),
    sa.Column("version", sa.Integer, nullable=False),
    text("reason"),
    text("closed_by"),
    time("closed_at", nullable=True),
    sa.Column("ended", sa.Date),
    sa.Column("start_date", sa.Date),
    sa.Column("end_date", sa.Date),
    sa.Column("doc_total", sa.Integer, nullable=False),
    sa.Column("page_total", sa.Integer, nullable=False),
    time("handed_over_at", nullable=True),
    text("handed_over_by"),
    sa.UniqueConstraint("organ_id", "file_catalog", "file_notation"),
)

filed_documents = sa.Table(
    "filed_documents",
    metadata,
    sa.Column("case_file_id", sa.Text, sa.ForeignKey("case_files.id"), primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    text("added_by"),
    time("added_at"),
    sa.Column("since_version", sa.Integer, nullable=False),
    text("why"),
    document_key(),
)
sa.Index("ix_filed_documents_document_id", filed_documents.c.document_id)

case_receipts = sa.Table(
    "case_receipts",
    metadata,
    sa.Column("case_file_id", sa.Text, sa.ForeignKey("case_files.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    text("package"),
    text("manifest_sha256"),
    time("retain_until"),
    time("archived_at"),
    sa.Column("objects", JSONB, nullable=False),
)
