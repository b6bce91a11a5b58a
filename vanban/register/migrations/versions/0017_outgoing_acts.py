"""Sendings and recalls of outgoing documents; and which documents the organisation signs alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


_ALONE = """
UPDATE documents SET sealed_alone = true WHERE regexp_replace(lower(normalize(btrim(type_name), NFC)), '\\s+', ' ', 'g')
    IN ('bản sao y', 'sao y', 'bản sao lục', 'sao lục', 'bản trích sao', 'trích sao', 'văn bản kèm theo')
"""


def upgrade() -> None:
    """Add the table with its triggers, and the column with its index."""
    op.add_column(
        "documents", sa.Column("sealed_alone", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.execute(_ALONE)
    op.alter_column("documents", "sealed_alone", server_default=None)
    op.create_index(
        "ix_documents_sealed_alone",
        "documents",
        ["state", sa.text("urgency_rank DESC"), "received_at", "id"],
        unique=False,
        postgresql_where=sa.text("sealed_alone"),
    )
    op.create_table(
        "outgoing_acts",
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "document_id", "act", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("reason", "basis")),
        sa.Column("dispatches", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_acts")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_outgoing_acts_document_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_outgoing_acts_document_id", "outgoing_acts", ["document_id", "added"])
    op.create_index(
        "uq_outgoing_acts_recall",
        "outgoing_acts",
        ["document_id", "act"],
        unique=True,
        postgresql_where=sa.text("act <> 'issued'"),
    )
    op.execute(
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON outgoing_acts"
        " FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
    )
    op.execute("CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON outgoing_acts EXECUTE FUNCTION vanban_refuse()")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON outgoing_acts FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
