"""Tables of accounts, of changes of rights, and of what is remembered of logging in."""

from __future__ import annotations

import sqlalchemy as sa

from vanban.register.tables import metadata, text, time

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    text("role"),
    text("password_hash"),
    text("office"),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("generation", sa.Integer, nullable=False),
)

rights_changes = sa.Table(
    "rights_changes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("account", sa.Text, sa.ForeignKey("accounts.name"), nullable=False),
    text("role"),
    text("office"),
    text("asked_by"),
    time("asked_at"),
    text("state"),
    text("decided_by"),
    time("decided_at", nullable=True),
    sa.CheckConstraint("state <> 'CONFIRMED' OR decided_by <> asked_by", name="second_person_confirms"),
)

ended_sessions = sa.Table("ended_sessions", metadata, sa.Column("key", sa.Text, primary_key=True), time("until"))

login_failures = sa.Table(
    "login_failures",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    time("until"),
)
