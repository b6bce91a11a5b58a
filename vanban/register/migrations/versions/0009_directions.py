"""Opinions on incoming documents: the slip on which the leadership, the units and the handlers write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table with its triggers."""
    op.create_table(
        "opinions",
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("document_id", "part", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("assignments", postgresql.JSONB(), nullable=False),
        sa.Column("given_to", postgresql.ARRAY(sa.Text()), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("progress", "answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_opinions_document_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_opinions_document_id", "opinions", ["document_id", "added"])
    op.create_index("ix_opinions_given_to", "opinions", ["given_to"], postgresql_using="gin")
    op.execute(
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON opinions"
        " FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
    )
    op.execute("CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON opinions EXECUTE FUNCTION vanban_refuse()")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON opinions FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
