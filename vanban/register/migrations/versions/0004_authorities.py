"""Who may sign what, with its basis and its days; and the sphere (lĩnh vực) that a document belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# A right to sign is ended, once, and otherwise stays as it was given: it says who could sign what on a day.
_KEEP = """
CREATE FUNCTION vanban_keep_authority() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF OLD.ended_at IS NOT NULL
        OR to_jsonb(OLD) - 'ended_at' - 'ended_by' - 'end_reason'
            IS DISTINCT FROM to_jsonb(NEW) - 'ended_at' - 'ended_by' - 'end_reason' THEN
        RAISE EXCEPTION 'a right to sign is ended once and never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add the table with its triggers, and the document's column."""
    op.create_table(
        "authorities",
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("account", "office", "purpose", "capacity")),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sphere", "on_behalf_of")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("basis_number", "basis_symbol")),
        sa.Column("basis_date", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("delegated_from", "given_by")),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("ended_by", "end_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorities")),
    )
    op.create_index("ix_authorities_office", "authorities", ["office", "account"])
    op.execute(_KEEP)
    op.execute("CREATE TRIGGER keep BEFORE UPDATE ON authorities FOR EACH ROW EXECUTE FUNCTION vanban_keep_authority()")
    for event, each in (("DELETE", "FOR EACH ROW "), ("TRUNCATE", "")):
        op.execute(
            f"CREATE TRIGGER refuse_{event.lower()} BEFORE {event} ON authorities {each}"
            "EXECUTE FUNCTION vanban_refuse()"
        )
    op.execute("REVOKE DELETE, TRUNCATE ON authorities FROM CURRENT_USER")
    op.add_column("documents", sa.Column("sphere", sa.Text(), nullable=False, server_default=""))
    op.alter_column("documents", "sphere", server_default=None)


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
