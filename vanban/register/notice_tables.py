"""Tables of notices, their deliveries, and how people want to be told."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from vanban.register.tables import metadata, text, time

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("added", sa.BigInteger, sa.Identity(always=True), nullable=False),
    text("account"),
    text("kind"),
    text("path"),
    text("label"),
    time("at"),
    time("read_at", nullable=True),
    sa.Index("ix_notices_account_added", "account", "added"),
    sa.Index("ix_notices_unread", "account", postgresql_where=sa.text("read_at IS NULL")),
)

notice_deliveries = sa.Table(
    "notice_deliveries",
    metadata,
    sa.Column("notice_id", sa.Text, sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("tries", sa.Integer, nullable=False),
    time("due_at", nullable=True),
    text("outcome"),
    text("error"),
    time("settled_at", nullable=True),
    sa.CheckConstraint("(due_at IS NULL) = (settled_at IS NOT NULL)", name="due_or_settled"),
    sa.Index("ix_notice_deliveries_due_at", "due_at", postgresql_where=sa.text("due_at IS NOT NULL")),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    text("mail"),
    sa.Column("off", ARRAY(sa.Text), nullable=False),
)
