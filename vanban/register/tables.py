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


def text(name: str) -> sa.Column[str]:
    """Return a column of text that is never null."""
    return sa.Column(name, sa.Text, nullable=False)


def time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """Return a column for a moment."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def document_key() -> sa.ForeignKeyConstraint:
    """Return the key to the document of a row."""
    # Deferred: within one unit of work the document may be added after what points to it.
    return sa.ForeignKeyConstraint(["document_id"], ["documents.id"], deferrable=True, initially="DEFERRED")


documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("claim_id", sa.Text, nullable=False, unique=True),
    text("office"),
    text("direction"),
    text("state"),
    text("sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    text("media_type"),
    text("file_name"),
    time("received_at"),
    text("received_by"),
    text("urgency"),
    sa.Column("urgency_rank", sa.SmallInteger, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    text("current_sha256"),
    text("reason"),
    text("note"),
    sa.Column("warnings", ARRAY(sa.Text), nullable=False),
    sa.Column("reading", JSONB(none_as_null=True)),
    sa.Column("verdict", JSONB(none_as_null=True)),
    # --- Phụ lục VI
    text("organ_id"),
    sa.Column("file_catalog", sa.Integer),
    text("file_notation"),
    sa.Column("doc_ordinal", sa.Integer),
    text("type_name"),
    text("code_number"),
    text("code_notation"),
    sa.Column("issued_date", sa.Date),
    text("organ_name"),
    text("subject"),
    text("language"),
    sa.Column("page_amount", sa.Integer),
    text("description"),
    sa.Column("arrival_date", sa.Date),
    sa.Column("arrival_number", sa.BigInteger),
    text("signer_position"),
    text("signer_full_name"),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    text("to_places"),
    text("trace_header_list"),
    sa.Column("due_date", sa.Date),
    sa.Column("issued_amount", sa.Integer),
    # --- not of Phụ lục VI: what a right to sign may be limited to
    text("sphere"),
    # --- derived: number, symbol and issuer, folded, and the year they count in
    text("identity_key"),
    sa.Column("identity_year", sa.Integer, nullable=False),
    # --- derived: what it is looked up by (``search_words``)
    text("fields_text"),
    text("symbol_key"),
    sa.Column(
        "search",
        TSVECTOR,
        sa.Computed("to_tsvector('simple'::regconfig, vanban_fold(\"left\"(fields_text, 200000)))", persisted=True),
    ),
    sa.Column("kind_key", sa.Text, sa.Computed("vanban_fold(type_name)", persisted=True)),
    sa.Column(
        "issuer_search",
        TSVECTOR,
        sa.Computed("to_tsvector('simple'::regconfig, vanban_fold(organ_name))", persisted=True),
    ),
    # --- derived: what is searched in the queue, folded
    text("queue_text"),
    # --- derived: the organisation signs it alone (a copy, an annex)
    sa.Column("sealed_alone", sa.Boolean, nullable=False),
)
sa.Index(
    "ix_documents_queue",
    documents.c.state,
    documents.c.urgency_rank.desc(),
    documents.c.received_at,
    documents.c.id,
)
sa.Index(
    "ix_documents_sealed_alone",
    documents.c.state,
    documents.c.urgency_rank.desc(),
    documents.c.received_at,
    documents.c.id,
    postgresql_where=sa.text("sealed_alone"),
)
sa.Index("ix_documents_search", documents.c.search, postgresql_using="gin")
sa.Index("ix_documents_symbol_key", documents.c.symbol_key, postgresql_ops={"symbol_key": "text_pattern_ops"})
sa.Index("ix_documents_number", sa.func.ltrim(documents.c.code_number, "0"))
sa.Index("ix_documents_newest", documents.c.received_at, documents.c.id)
sa.Index("ix_documents_newest_of_office", documents.c.office, documents.c.received_at, documents.c.id)
sa.Index("ix_documents_of_office", documents.c.office, documents.c.direction, documents.c.state)
sa.Index("ix_documents_issuer_search", documents.c.issuer_search, postgresql_using="gin")
sa.Index("ix_documents_arrival_number", documents.c.arrival_number)
sa.Index("ix_documents_identity", documents.c.identity_key, documents.c.identity_year)
sa.Index("ix_documents_sha256", documents.c.sha256)

document_texts = sa.Table(
    "document_texts",
    metadata,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("page", sa.Integer, primary_key=True),
    text("body"),
    # A tsvector holds at most 1 MiB, so it is kept per page and only of the beginning of an absurdly long one.
    sa.Column(
        "search",
        TSVECTOR,
        sa.Computed("to_tsvector('simple'::regconfig, vanban_fold(\"left\"(body, 200000)))", persisted=True),
    ),
    document_key(),
)
sa.Index("ix_document_texts_search", document_texts.c.search, postgresql_using="gin")

intake_items = sa.Table(
    "intake_items",
    metadata,
    sa.Column("claim_id", sa.Text, primary_key=True),
    text("disposition"),
    text("sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    time("received_at"),
    text("received_by"),
    text("office"),
    sa.Column("direction", sa.Text),
    text("file_name"),
    text("reason"),
    text("document_id"),
    sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()),
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
    text("document_id"),
    text("void_reason"),
    document_key(),
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

events = sa.Table(
    "events",
    metadata,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    time("at"),
    text("actor"),
    text("name"),
    text("subject"),
    # json, not jsonb: the digest is over the text as it was written, which jsonb would rewrite (1e22, key order).
    sa.Column("data", JSON, nullable=False),
    sa.Column("previous", sa.Text, nullable=False, unique=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
)
sa.Index("ix_events_subject", events.c.subject, events.c.sequence)
sa.Index(
    "ix_events_viewed",
    events.c.actor,
    events.c.sequence,
    postgresql_where=sa.text("name = 'document.viewed'"),
)
# Events come in the order of their time, nearly: a few pages of ranges find any day.
sa.Index("ix_events_at", events.c.at, postgresql_using="brin")
sa.Index("ix_events_run", events.c.data["run"].as_string(), postgresql_where=sa.text("name = 'document.read'"))

event_tree = sa.Table(
    "event_tree",
    metadata,
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("package", sa.Text, primary_key=True),
    text("manifest_sha256"),
    time("retain_until"),
    time("archived_at"),
    sa.Column("objects", JSON, nullable=False),
    document_key(),
)
sa.Index("ix_receipts_newest", receipts.c.archived_at, receipts.c.package)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    text("document_id"),
    text("role"),
    text("sha256"),
    time("at"),
    document_key(),
    sa.UniqueConstraint("document_id", "role", "sha256"),
)
sa.Index("ix_evidence_sha256", evidence.c.sha256)
