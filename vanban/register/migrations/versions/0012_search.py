"""What documents are looked up by, beside them: fields as one text, its words, and the symbol as it is compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FILL = """
UPDATE documents SET
    symbol_key = regexp_replace(vanban_fold(code_notation), '[^[:alnum:]]+', '', 'g'),
    fields_text = regexp_replace(lower(normalize(concat_ws(' ', type_name, code_number, code_notation, organ_name,
        subject, signer_position, signer_full_name, to_places, description, file_notation, trace_header_list, sphere,
        file_name, reading #>> '{facts,number,value}', reading #>> '{facts,symbol,value}',
        reading #>> '{facts,issuer,value}', reading #>> '{facts,subject,value}',
        to_char(issued_date, 'DD/MM/YYYY')), NFC)), '\\s+', ' ', 'g')
"""


def upgrade() -> None:
    """Add the columns, fill them for what is there, and index them."""
    op.add_column("documents", sa.Column("fields_text", sa.Text(), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("symbol_key", sa.Text(), nullable=False, server_default=""))
    op.execute(_FILL)
    for name in ("fields_text", "symbol_key"):
        op.alter_column("documents", name, server_default=None)
    op.add_column(
        "documents",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, vanban_fold(\"left\"(fields_text, 200000)))", persisted=True
            ),
            nullable=True,
        ),
    )
    op.create_index("ix_documents_search", "documents", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_documents_symbol_key",
        "documents",
        ["symbol_key"],
        unique=False,
        postgresql_ops={"symbol_key": "text_pattern_ops"},
    )
    op.create_index("ix_documents_number", "documents", [sa.text("ltrim(code_number, '0')")], unique=False)
    op.create_index("ix_documents_newest", "documents", ["received_at", "id"], unique=False)


def downgrade() -> None:
    """Refuse: a register is restored from a backup, never taken apart."""
    raise NotImplementedError("The register has no way back; restore a backup.")
