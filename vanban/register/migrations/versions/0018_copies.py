"""Which document is a copy of which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table with its triggers."""
    op.create_table(
        "copies",
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("document_id", "source_id", "form")),
        sa.Column("pages", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_copies")),
        sa.UniqueConstraint("request_id", name=op.f("uq_copies_request_id")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_copies_document_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["documents.id"], name=op.f("fk_copies_source_id")),
    )
    op.create_index("ix_copies_source_id", "copies", ["source_id", "added"])
    op.execute(
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON copies"
        " FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
    )
    op.execute("CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON copies EXECUTE FUNCTION vanban_refuse()")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON copies FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
