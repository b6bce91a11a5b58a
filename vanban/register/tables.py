"""The register's tables. ``documents`` has the data fields of NĐ 30/2020, Phụ lục VI, under their names there.

The triggers that keep events and numbers append-only stand in the migrations: metadata cannot express them.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB, TSVECTOR

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _document_key() -> sa.ForeignKeyConstraint:
    # Deferred: within one unit of work the document may be added after what points to it.
    return sa.ForeignKeyConstraint(["document_id"], ["documents.id"], deferrable=True, initially="DEFERRED")


documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("claim_id", sa.Text, nullable=False, unique=True),
    _text("office"),
    _text("direction"),
    _text("state"),
    _text("sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    _text("media_type"),
    _text("file_name"),
    _time("received_at"),
    _text("received_by"),
    _text("urgency"),
    sa.Column("urgency_rank", sa.SmallInteger, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    _text("current_sha256"),
    _text("reason"),
    _text("note"),
    sa.Column("warnings", ARRAY(sa.Text), nullable=False),
    sa.Column("reading", JSONB(none_as_null=True)),
    sa.Column("verdict", JSONB(none_as_null=True)),
    # --- Phụ lục VI
    _text("organ_id"),
    sa.Column("file_catalog", sa.Integer),
    _text("file_notation"),
    sa.Column("doc_ordinal", sa.Integer),
    _text("type_name"),
    _text("code_number"),
    _text("code_notation"),
    sa.Column("issued_date", sa.Date),
    _text("organ_name"),
    _text("subject"),
    _text("language"),
    sa.Column("page_amount", sa.Integer),
    _text("description"),
    sa.Column("arrival_date", sa.Date),
    sa.Column("arrival_number", sa.BigInteger),
    _text("signer_position"),
    _text("signer_full_name"),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    _text("to_places"),
    _text("trace_header_list"),
    sa.Column("due_date", sa.Date),
    sa.Column("issued_amount", sa.Integer),
    # --- derived: number, symbol and issuer, folded, and the year they count in
    _text("identity_key"),
    sa.Column("identity_year", sa.Integer, nullable=False),
)
sa.Index(
    "ix_documents_queue",
    documents.c.state,
    documents.c.urgency_rank.desc(),
    documents.c.received_at,
    documents.c.id,
)
sa.Index("ix_documents_identity", documents.c.identity_key, documents.c.identity_year)
sa.Index("ix_documents_sha256", documents.c.sha256)

document_texts = sa.Table(
    "document_texts",
    metadata,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("page", sa.Integer, primary_key=True),
    _text("body"),
    # A tsvector holds at most 1 MiB, so it is kept per page and only of the beginning of an absurdly long one.
    sa.Column(
        "search",
        TSVECTOR,
        sa.Computed("to_tsvector('simple'::regconfig, vanban_fold(\"left\"(body, 200000)))", persisted=True),
    ),
    _document_key(),
)
sa.Index("ix_document_texts_search", document_texts.c.search, postgresql_using="gin")

intake_items = sa.Table(
    "intake_items",
    metadata,
    sa.Column("claim_id", sa.Text, primary_key=True),
    _text("disposition"),
    _text("sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    _time("received_at"),
    _text("received_by"),
    _text("office"),
    sa.Column("direction", sa.Text),
    _text("file_name"),
    _text("reason"),
    _text("document_id"),
    sa.CheckConstraint(
        "disposition <> 'suspect' OR (office = '' AND direction IS NULL AND file_name = '' AND document_id = '')",
        name="suspect_keeps_nothing",
    ),
)
sa.Index(
    "uq_intake_items_accepted_sha256",
    intake_items.c.sha256,
    unique=True,
    postgresql_where=sa.text("disposition = 'accepted'"),
)
sa.Index("ix_intake_items_disposition", intake_items.c.disposition, intake_items.c.received_at.desc())

number_counters = sa.Table(
    "number_counters",
    metadata,
    sa.Column("office", sa.Text, primary_key=True),
    sa.Column("direction", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.BigInteger, nullable=False),
)

issued_numbers = sa.Table(
    "issued_numbers",
    metadata,
    sa.Column("office", sa.Text, primary_key=True),
    sa.Column("direction", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    _text("document_id"),
    _text("void_reason"),
    _document_key(),
    sa.CheckConstraint("number >= 1", name="from_one"),
)
# A document holds one number of a book at a time; a void one is held no more but keeps its row.
sa.Index(
    "uq_issued_numbers_held",
    issued_numbers.c.office,
    issued_numbers.c.direction,
    issued_numbers.c.year,
    issued_numbers.c.document_id,
    unique=True,
    postgresql_where=sa.text("void_reason = ''"),
)

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("purpose"),
    _text("office"),
    _text("created_by"),
    _time("created_at"),
    _time("closed_at", nullable=True),
    _text("capacity"),
    _text("on_behalf_of"),
)
sa.Index("ix_batches_created_at", batches.c.created_at.desc())

batch_items = sa.Table(
    "batch_items",
    metadata,
    sa.Column("batch_id", sa.Text, sa.ForeignKey("batches.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    _text("document_id"),
    _text("sha256"),
    _text("kind"),
    _text("number"),
    _text("subject"),
    _text("state"),
    _text("result_sha256"),
    _text("reason"),
    _text("message_vi"),
    _text("message_en"),
    # json: the digest of the manifest is over these numbers as they were written.
    sa.Column("place", JSON(none_as_null=True)),
    _document_key(),
    sa.UniqueConstraint("batch_id", "document_id"),
)
sa.Index("ix_batch_items_document_id", batch_items.c.document_id)

grants = sa.Table(
    "grants",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.Text, sa.ForeignKey("batches.id"), nullable=False, index=True),
    _text("manifest_sha256"),
    _text("person"),
    _text("certificate_sha256"),
    _time("granted_at"),
    _time("expires_at"),
    sa.Column("sealed_pin", sa.LargeBinary, nullable=False),
    _time("used_at", nullable=True),
    _text("capacity"),
    _text("on_behalf_of"),
)

signing_requests = sa.Table(
    "signing_requests",
    metadata,
    sa.Column("batch_id", sa.Text, sa.ForeignKey("batches.id"), primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    _text("to_sign"),
    _text("prepared_sha256"),
    _time("prepared_at"),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    _time("signed_at", nullable=True),
    _document_key(),
)

paired_pcs = sa.Table(
    "paired_pcs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False, index=True),
    _text("label"),
    sa.Column("token_sha256", sa.Text, nullable=False, unique=True),
    _time("paired_at"),
    _time("expires_at"),
    _time("ended_at", nullable=True),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    _time("at"),
    _text("actor"),
    _text("name"),
    _text("subject"),
    # json, not jsonb: the digest is over the text as it was written, which jsonb would rewrite (1e22, key order).
    sa.Column("data", JSON, nullable=False),
    sa.Column("previous", sa.Text, nullable=False, unique=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
)
sa.Index("ix_events_subject", events.c.subject, events.c.sequence)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("document_id", sa.Text, primary_key=True),
    _text("package"),
    _text("manifest_sha256"),
    _time("retain_until"),
    _time("archived_at"),
    sa.Column("objects", JSON, nullable=False),
    _document_key(),
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    _text("document_id"),
    _text("role"),
    _text("sha256"),
    _time("at"),
    _document_key(),
    sa.UniqueConstraint("document_id", "role", "sha256"),
)
