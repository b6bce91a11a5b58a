"""What a frozen manifest also says: the place of each signature, and in what capacity the person signs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was frozen before is a direct signature whose place is not known."""
    for table in ("batches", "grants"):
        for column, before in (("capacity", "direct"), ("on_behalf_of", "")):
            op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=before))
            op.alter_column(table, column, server_default=None)
    op.add_column("batch_items", sa.Column("place", postgresql.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
