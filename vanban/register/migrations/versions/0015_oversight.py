"""What the pages of archivist and admin are answered by: looks by person, events by day, the newest packages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    op.create_index(
        "ix_events_viewed", "events", ["actor", "sequence"], postgresql_where=sa.text("name = 'document.viewed'")
    )
    op.create_index("ix_events_at", "events", ["at"], postgresql_using="brin")
    op.create_index("ix_receipts_newest", "receipts", ["archived_at", "package"])


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
