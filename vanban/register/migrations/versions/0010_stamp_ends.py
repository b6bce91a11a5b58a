"""When time-stamps end; and a receipt for each version of a package."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and let a document have several receipts."""
    op.create_table(
        "stamp_ends",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_stamp_ends")),
    )
    op.drop_constraint("pk_receipts", "receipts", type_="primary")
    op.create_primary_key("pk_receipts", "receipts", ["document_id", "package"])


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
