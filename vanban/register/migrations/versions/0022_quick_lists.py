"""Limits of a search as columns of their own, and the indexes by which lists of one office stay quick."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and indexes; the table is written anew once."""
    op.execute(
        "ALTER TABLE documents"
        " ADD COLUMN kind_key text GENERATED ALWAYS AS (vanban_fold(type_name)) STORED,"
        " ADD COLUMN issuer_search tsvector"
        " GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, vanban_fold(organ_name))) STORED"
    )
    op.create_index("ix_documents_issuer_search", "documents", ["issuer_search"], unique=False, postgresql_using="gin")
    op.create_index("ix_documents_newest_of_office", "documents", ["office", "received_at", "id"], unique=False)
    op.create_index("ix_documents_arrival_number", "documents", ["arrival_number"], unique=False)


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
