"""Accounts in the register, changes of rights that a second person confirms, and what outlives the desk's process."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# What was asked stays as it was asked; a decision is taken once.
_KEEP = """
CREATE FUNCTION vanban_keep_rights_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF to_jsonb(OLD) - 'state' - 'decided_by' - 'decided_at' IS DISTINCT FROM
        to_jsonb(NEW) - 'state' - 'decided_by' - 'decided_at' OR OLD.state <> 'WAITING' THEN
        RAISE EXCEPTION 'a change of rights is decided once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "accounts",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "role", "password_hash", "office")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("must_change", "disabled")),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
    op.create_table(
        "rights_changes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("account", "role", "office", "asked_by")),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("state", "decided_by")),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_changes")),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_rights_changes_account")),
        sa.CheckConstraint(
            "state <> 'CONFIRMED' OR decided_by <> asked_by", name=op.f("ck_rights_changes_second_person_confirms")
        ),
    )
    op.create_table(
        "ended_sessions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ended_sessions")),
    )
    op.create_table(
        "login_failures",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_failures")),
    )
    op.execute(_KEEP)
    op.execute(
        "CREATE TRIGGER keep BEFORE UPDATE ON rights_changes FOR EACH ROW EXECUTE FUNCTION vanban_keep_rights_change()"
    )
    for table in ("accounts", "rights_changes"):
        op.execute(f"CREATE TRIGGER refuse_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION vanban_refuse()")
        op.execute(f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION vanban_refuse()")
        op.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
