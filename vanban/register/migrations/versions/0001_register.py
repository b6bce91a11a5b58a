"""The register's first tables, with what keeps events and numbers append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Accents and case do not count in a search. unaccent() is only STABLE, as its dictionary could be replaced; ours is
# the one shipped, named in full, so that the wrapper may be IMMUTABLE and fill a generated column.
_FOLD = """
CREATE FUNCTION vanban_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT translate(lower(public.unaccent('public.unaccent', normalize($1, NFC))), 'đ', 'd') $$
"""

_REFUSE = """
CREATE FUNCTION vanban_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% of % is refused: it is append-only', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege'; END $$
"""

# The only change a number ever sees is being voided, once.
_KEEP_NUMBER = """
CREATE FUNCTION vanban_keep_number() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF (OLD.office, OLD.direction, OLD.year, OLD.number, OLD.document_id)
        IS DISTINCT FROM (NEW.office, NEW.direction, NEW.year, NEW.number, NEW.document_id)
        OR OLD.void_reason <> '' THEN
        RAISE EXCEPTION 'a number that was given is never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""

# A counter only ever goes up by one.
_KEEP_COUNTER = """
CREATE FUNCTION vanban_keep_counter() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF NEW.last <> OLD.last + 1 THEN
        RAISE EXCEPTION 'a counter goes up by one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Create tables, functions, triggers and rights."""
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public")
    op.execute(_FOLD)
    op.create_table(
        "batches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index("ix_batches_created_at", "batches", [sa.literal_column("created_at DESC")], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("urgency_rank", sa.SmallInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("current_sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("warnings", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reading", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("verdict", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("organ_id", sa.Text(), nullable=False),
        sa.Column("file_catalog", sa.Integer(), nullable=True),
        sa.Column("file_notation", sa.Text(), nullable=False),
        sa.Column("doc_ordinal", sa.Integer(), nullable=True),
        sa.Column("type_name", sa.Text(), nullable=False),
        sa.Column("code_number", sa.Text(), nullable=False),
        sa.Column("code_notation", sa.Text(), nullable=False),
        sa.Column("issued_date", sa.Date(), nullable=True),
        sa.Column("organ_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("page_amount", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("arrival_date", sa.Date(), nullable=True),
        sa.Column("arrival_number", sa.BigInteger(), nullable=True),
        sa.Column("signer_position", sa.Text(), nullable=False),
        sa.Column("signer_full_name", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("to_places", sa.Text(), nullable=False),
        sa.Column("trace_header_list", sa.Text(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("issued_amount", sa.Integer(), nullable=True),
        sa.Column("identity_key", sa.Text(), nullable=False),
        sa.Column("identity_year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_documents_claim_id")),
    )
    op.create_index("ix_documents_identity", "documents", ["identity_key", "identity_year"], unique=False)
    op.create_index(
        "ix_documents_queue",
        "documents",
        ["state", sa.literal_column("urgency_rank DESC"), "received_at", "id"],
        unique=False,
    )
    op.create_index("ix_documents_sha256", "documents", ["sha256"], unique=False)
    op.create_table(
        "events",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_events")),
        sa.UniqueConstraint("digest", name=op.f("uq_events_digest")),
        sa.UniqueConstraint("previous", name=op.f("uq_events_previous")),
    )
    op.create_index("ix_events_subject", "events", ["subject", "sequence"], unique=False)
    op.create_table(
        "intake_items",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "disposition <> 'suspect' OR (office = '' AND direction IS NULL AND file_name = '' AND document_id = '')",
            name=op.f("ck_intake_items_suspect_keeps_nothing"),
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_intake_items")),
    )
    op.create_index(
        "ix_intake_items_disposition",
        "intake_items",
        ["disposition", sa.literal_column("received_at DESC")],
        unique=False,
    )
    op.create_index(
        "uq_intake_items_accepted_sha256",
        "intake_items",
        ["sha256"],
        unique=True,
        postgresql_where=sa.text("disposition = 'accepted'"),
    )
    op.create_table(
        "number_counters",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office", "direction", "year", name=op.f("pk_number_counters")),
    )
    op.create_table(
        "batch_items",
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result_sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_vi", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_items_batch_id")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_batch_items_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_batch_items")),
        sa.UniqueConstraint("batch_id", "document_id", name=op.f("uq_batch_items_batch_id_document_id")),
    )
    op.create_index("ix_batch_items_document_id", "batch_items", ["document_id"], unique=False)
    op.create_table(
        "document_texts",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('simple'::regconfig, vanban_fold(\"left\"(body, 200000)))", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_texts_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("document_id", "page", name=op.f("pk_document_texts")),
    )
    op.create_index("ix_document_texts_search", "document_texts", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_evidence_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("document_id", "role", "sha256", name=op.f("uq_evidence_document_id_role_sha256")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("certificate_sha256", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_pin", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_grants_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index(op.f("ix_grants_batch_id"), "grants", ["batch_id"], unique=False)
    op.create_table(
        "issued_numbers",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_issued_numbers_from_one")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_issued_numbers_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("office", "direction", "year", "number", name=op.f("pk_issued_numbers")),
    )
    op.create_index(
        "uq_issued_numbers_held",
        "issued_numbers",
        ["office", "direction", "year", "document_id"],
        unique=True,
        postgresql_where=sa.text("void_reason = ''"),
    )
    op.create_table(
        "receipts",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objects", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_receipts_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_receipts")),
    )

    for function in (_REFUSE, _KEEP_NUMBER, _KEEP_COUNTER):
        op.execute(function)
    for table in ("events", "issued_numbers", "number_counters", "receipts", "evidence"):
        _refuse(table, rows="DELETE", whole="TRUNCATE")
    for table in ("events", "receipts", "evidence"):
        _refuse(table, rows="UPDATE")
    for table, function in (("issued_numbers", "vanban_keep_number"), ("number_counters", "vanban_keep_counter")):
        op.execute(f"CREATE TRIGGER keep BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    # The owner could grant these back to itself: this stops mistakes, the triggers and the chain show the rest.
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON events, receipts, evidence FROM CURRENT_USER")
    op.execute("REVOKE DELETE, TRUNCATE ON issued_numbers, number_counters FROM CURRENT_USER")


def _refuse(table: str, *, rows: str, whole: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER refuse_{rows.lower()} BEFORE {rows} ON {table} FOR EACH ROW EXECUTE FUNCTION vanban_refuse()"
    )
    if whole:
        op.execute(f"CREATE TRIGGER refuse_{whole.lower()} BEFORE {whole} ON {table} EXECUTE FUNCTION vanban_refuse()")


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
