"""Disposal lists, and what became of each record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# What was proposed stays as it was proposed; a decision is taken once.
_KEEP = """
CREATE FUNCTION vanban_keep_disposal() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF to_jsonb(OLD) - 'state' - 'decided_by' - 'decided_at' - 'decision' - 'manifest_sha256' - 'page_sha256'
            - 'closed_at' IS DISTINCT FROM
        to_jsonb(NEW) - 'state' - 'decided_by' - 'decided_at' - 'decision' - 'manifest_sha256' - 'page_sha256'
            - 'closed_at'
        OR (OLD.decided_at IS NOT NULL AND (OLD.decided_by, OLD.decided_at, OLD.manifest_sha256)
            IS DISTINCT FROM (NEW.decided_by, NEW.decided_at, NEW.manifest_sha256)) THEN
        RAISE EXCEPTION 'a disposal list is decided once and never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add the tables with their triggers."""
    op.create_table(
        "disposal_lists",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("why", "state", "decided_by")),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("decision", "manifest_sha256", "page_sha256")),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_lists")),
        sa.CheckConstraint(
            "state NOT IN ('APPROVED', 'CARRIED_OUT') OR decided_by <> proposed_by",
            name=op.f("ck_disposal_lists_second_person_approves"),
        ),
    )
    op.create_table(
        "disposal_items",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("list_id", "document_id")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("described", postgresql.JSON(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("state", "note", "tombstone_sha256")),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("list_id", "document_id", name=op.f("pk_disposal_items")),
        sa.ForeignKeyConstraint(["list_id"], ["disposal_lists.id"], name=op.f("fk_disposal_items_list_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_disposal_items_document_id")),
    )
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"])
    op.execute(_KEEP)
    op.execute(
        "CREATE TRIGGER keep BEFORE UPDATE ON disposal_lists FOR EACH ROW EXECUTE FUNCTION vanban_keep_disposal()"
    )
    for table in ("disposal_lists", "disposal_items"):
        op.execute(f"CREATE TRIGGER refuse_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION vanban_refuse()")
        op.execute(f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION vanban_refuse()")
        op.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
