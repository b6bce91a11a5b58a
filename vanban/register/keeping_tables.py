"""Tables about keeping: terms that people decided, holds, what lies in which store, and what checks found."""

from __future__ import annotations

import sqlalchemy as sa

from vanban.register.tables import metadata, text, time

term_decisions = sa.Table(
    "term_decisions",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    text("subject"),
    text("code"),
    text("decided_by"),
    time("decided_at"),
    text("why"),
    sa.Column("ended", sa.Date),
)
sa.Index("ix_term_decisions_subject", term_decisions.c.subject, term_decisions.c.id)

holds = sa.Table(
    "holds",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    text("subject"),
    text("placed_by"),
    time("placed_at"),
    text("why"),
    text("released_by"),
    time("released_at", nullable=True),
    text("release_why"),
    sa.CheckConstraint("released_at IS NULL OR released_by <> placed_by", name="second_person_releases"),
)
sa.Index("ix_holds_subject", holds.c.subject)

custody = sa.Table(
    "custody",
    metadata,
    sa.Column("store", sa.Text, primary_key=True),
    sa.Column("prefix", sa.Text, primary_key=True),
    time("locked_until", nullable=True),
    sa.Column("held", sa.Boolean, nullable=False),
    time("read_at", nullable=True),
    sa.Column("round", sa.Integer, nullable=False),
)

stamp_ends = sa.Table(
    "stamp_ends",
    metadata,
    sa.Column("prefix", sa.Text, primary_key=True),
    time("until", nullable=True),
    text("why"),
)

findings = sa.Table(
    "findings",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    text("scope"),
    text("kind"),
    text("subject"),
    text("detail"),
    text("store"),
    text("version_id"),
    time("first_seen"),
    time("last_seen"),
    time("closed_at", nullable=True),
)
sa.Index("ix_findings_open", findings.c.id, postgresql_where=sa.text("closed_at IS NULL"))
