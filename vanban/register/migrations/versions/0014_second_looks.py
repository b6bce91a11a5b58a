"""Second looks at suspects, and files that a person asked to be received again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# What two people released stays released, and nobody else's name is put to it.
_KEEP = """
CREATE FUNCTION vanban_keep_second_look() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF OLD.decision = 'released' THEN
        RAISE EXCEPTION 'a release is decided once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add the table with its triggers, and the ledger's column."""
    op.create_table(
        "second_looks",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sha256", "office", "direction", "asked_by")),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("asked_why", "decision", "decided_by")),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_second_looks")),
        sa.CheckConstraint(
            "decision <> 'released' OR decided_by <> asked_by", name=op.f("ck_second_looks_second_person_confirms")
        ),
    )
    op.execute(_KEEP)
    op.execute(
        "CREATE TRIGGER keep BEFORE UPDATE ON second_looks FOR EACH ROW EXECUTE FUNCTION vanban_keep_second_look()"
    )
    op.execute("CREATE TRIGGER refuse_delete BEFORE DELETE ON second_looks FOR EACH ROW EXECUTE FUNCTION vanban_refuse()")
    op.execute("CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON second_looks EXECUTE FUNCTION vanban_refuse()")
    op.add_column("intake_items", sa.Column("again", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
