"""Case files, what is in them, and the receipts of their packages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# The code of a case file, and who opened it, stay as they were.
_KEEP = """
CREATE FUNCTION vanban_keep_case_file() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF (OLD.id, OLD.organ_id, OLD.file_catalog, OLD.file_notation, OLD.opened_by, OLD.opened_at)
        IS DISTINCT FROM (NEW.id, NEW.organ_id, NEW.file_catalog, NEW.file_notation, NEW.opened_by, NEW.opened_at) THEN
        RAISE EXCEPTION 'the code of a case file never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    """Add the tables with their triggers."""
    op.create_table(
        "case_files",
        *_texts("id", "office", "organ_id"),
        sa.Column("file_catalog", sa.Integer(), nullable=False),
        *_texts("file_notation", "title", "maintenance", "opened_by"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *_texts("creator", "rights", "language", "description", "state"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("reason", "closed_by"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("ended", "start_date", "end_date")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("doc_total", "page_total")),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        *_texts("handed_over_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
        sa.UniqueConstraint(
            "organ_id",
            "file_catalog",
            "file_notation",
            name=op.f("uq_case_files_organ_id_file_catalog_file_notation"),
        ),
    )
    op.create_table(
        "filed_documents",
        *_texts("case_file_id", "document_id"),
        sa.Column("added", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_texts("added_by"),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        *_texts("why"),
        sa.PrimaryKeyConstraint("case_file_id", "document_id", name=op.f("pk_filed_documents")),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_files.id"], name=op.f("fk_filed_documents_case_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_filed_documents_document_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_filed_documents_document_id", "filed_documents", ["document_id"])
    op.create_table(
        "case_receipts",
        *_texts("case_file_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("package", "manifest_sha256"),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("retain_until", "archived_at")),
        sa.Column("objects", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("case_file_id", "version", name=op.f("pk_case_receipts")),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_files.id"], name=op.f("fk_case_receipts_case_file_id")),
    )
    op.execute(_KEEP)
    op.execute("CREATE TRIGGER keep BEFORE UPDATE ON case_files FOR EACH ROW EXECUTE FUNCTION vanban_keep_case_file()")
    for table, refused in (("case_files", "DELETE"), ("case_receipts", "UPDATE OR DELETE")):
        op.execute(
            f"CREATE TRIGGER refuse_change BEFORE {refused} ON {table} FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
        )
        op.execute(f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION vanban_refuse()")
        op.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM CURRENT_USER")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
