"""Closed books: who closed a year's register, and that nothing in it changes any more. Searches that people keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEEP_CLOSED = """
CREATE FUNCTION vanban_keep_closed_book() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF EXISTS (SELECT FROM book_closings closed WHERE (closed.office, closed.direction, closed.year)
        = (NEW.office, NEW.direction, NEW.year)) THEN
        RAISE EXCEPTION 'the book is closed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
_KEEP_ENTRY = """
CREATE FUNCTION vanban_keep_closed_entry() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF EXISTS (SELECT FROM book_closings closed JOIN issued_numbers given
            ON (given.office, given.direction, given.year) = (closed.office, closed.direction, closed.year)
        WHERE given.document_id = NEW.id AND given.void_reason = '') THEN
        RAISE EXCEPTION 'the book is closed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
_KEPT = ("code_number", "code_notation", "issued_date", "arrival_number", "arrival_date")


def upgrade() -> None:
    """Add the table with its triggers, and those on what it closes."""
    op.create_table(
        "book_closings",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office", "direction")),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("last", "voided", "missing")),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "direction", "year", name=op.f("pk_book_closings")),
    )
    op.execute(
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON book_closings"
        " FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
    )
    op.execute("CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON book_closings EXECUTE FUNCTION vanban_refuse()")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON book_closings FROM CURRENT_USER")
    op.execute(_KEEP_CLOSED)
    op.execute(
        "CREATE TRIGGER keep_closed_book BEFORE INSERT OR UPDATE ON issued_numbers"
        " FOR EACH ROW EXECUTE FUNCTION vanban_keep_closed_book()"
    )
    op.execute(_KEEP_ENTRY)
    before, after = (", ".join(f"{row}.{name}" for name in _KEPT) for row in ("OLD", "NEW"))
    op.execute(
        "CREATE TRIGGER keep_closed_entry BEFORE UPDATE ON documents FOR EACH ROW"
        f" WHEN (({before}) IS DISTINCT FROM ({after})) EXECUTE FUNCTION vanban_keep_closed_entry()"
    )
    op.create_table(
        "saved_searches",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("account", "name", "asked")),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("pk_saved_searches")),
    )


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
