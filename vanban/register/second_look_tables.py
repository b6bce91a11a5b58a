"""The table of second looks; a trigger in the migration keeps what was released."""

from __future__ import annotations

import sqlalchemy as sa

from vanban.register.tables import metadata, text, time

second_looks = sa.Table(
    "second_looks",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    text("office"),
    text("direction"),
    text("asked_by"),
    time("asked_at"),
    text("asked_why"),
    text("decision"),
    text("decided_by"),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    text("decided_why"),
    sa.CheckConstraint("decision <> 'released' OR decided_by <> asked_by", name="second_person_confirms"),
)
