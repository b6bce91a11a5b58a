"""Terms that people decided, holds, what lies in which store, and what checks of the archive found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# A hold is released, once, and otherwise stays as it was placed.
_KEEP = """
CREATE FUNCTION vanban_keep_hold() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF OLD.released_at IS NOT NULL
        OR to_jsonb(OLD) - 'released_at' - 'released_by' - 'release_why'
            IS DISTINCT FROM to_jsonb(NEW) - 'released_at' - 'released_by' - 'release_why' THEN
        RAISE EXCEPTION 'a hold is released once and never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add the tables with their triggers."""
    op.create_table(
        "term_decisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "code", "decided_by")),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_decisions")),
    )
    op.create_index("ix_term_decisions_subject", "term_decisions", ["subject", "id"])
    op.create_table(
        "holds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "placed_by")),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("why", "released_by")),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.CheckConstraint(
            "released_at IS NULL OR released_by <> placed_by", name=op.f("ck_holds_second_person_releases")
        ),
    )
    op.create_index("ix_holds_subject", "holds", ["subject"])
    op.create_table(
        "custody",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("store", "prefix")),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("store", "prefix", name=op.f("pk_custody")),
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("scope", "kind", "subject", "detail", "store")),
        sa.Column("version_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("first_seen", "last_seen")),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index("ix_findings_open", "findings", ["id"], postgresql_where=sa.text("closed_at IS NULL"))
    op.execute(_KEEP)
    op.execute("CREATE TRIGGER keep BEFORE UPDATE ON holds FOR EACH ROW EXECUTE FUNCTION vanban_keep_hold()")
    for table, refused in (("holds", "DELETE"), ("findings", "DELETE"), ("term_decisions", "UPDATE OR DELETE")):
        op.execute(
            f"CREATE TRIGGER refuse_change BEFORE {refused} ON {table} FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
        )
        op.execute(f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION vanban_refuse()")
        op.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
