"""The Merkle tree over the events: its complete subtrees, each written once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; like the events themselves it only grows."""
    op.create_table(
        "event_tree",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_event_tree")),
    )
    op.execute(
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON event_tree "
        "FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
    )
    op.execute("CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON event_tree EXECUTE FUNCTION vanban_refuse()")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON event_tree FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
