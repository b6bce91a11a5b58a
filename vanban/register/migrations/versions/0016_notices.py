"""Notices, their deliveries, and how people want to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("account", "kind", "path", "label")),
        _moment("at"),
        _moment("read_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_account_added", "notices", ["account", "added"])
    op.create_index("ix_notices_unread", "notices", ["account"], postgresql_where=sa.text("read_at IS NULL"))
    op.create_table(
        "notice_deliveries",
        sa.Column("notice_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _moment("due_at", nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        _moment("settled_at", nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_deliveries_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "channel", name=op.f("pk_notice_deliveries")),
        sa.CheckConstraint(
            "(due_at IS NULL) = (settled_at IS NOT NULL)", name=op.f("ck_notice_deliveries_due_or_settled")
        ),
    )
    op.create_index(
        "ix_notice_deliveries_due_at", "notice_deliveries", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL")
    )
    op.create_table(
        "contacts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("off", ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_contacts")),
    )


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
