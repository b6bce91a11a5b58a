"""What a waiting document is recognised by, folded and kept beside it: the queue of ten thousand is searched at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_FILL = """
UPDATE documents SET queue_text = vanban_fold(concat_ws(' ', file_name, reading #>> '{facts,number,value}',
    reading #>> '{facts,symbol,value}', reading #>> '{facts,issuer,value}', reading #>> '{facts,subject,value}'))
"""


def upgrade() -> None:
    """Add the column and fill it for what is there."""
    op.add_column("documents", sa.Column("queue_text", sa.Text(), nullable=False, server_default=""))
    op.execute(_FILL)
    op.alter_column("documents", "queue_text", server_default=None)


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
