"""The searches that people keep for themselves, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.search import SavedSearch
from vanban.register.folding import storable
from vanban.register.tables import metadata, text, time
from vanban.register.transaction import Transaction

saved_searches = sa.Table(
    "saved_searches",
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    text("asked"),
    time("saved_at"),
)


class PostgresSavedSearches:
    """``vanban.ports.SavedSearches``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def save(self, saved: SavedSearch) -> None:
        """Store a search; one of the same person under the same name is replaced."""
        new = {"asked": storable(saved.asked), "saved_at": saved.saved_at}
        statement = insert(saved_searches).values(account=saved.account, name=storable(saved.name), **new)
        self._transaction.write(statement.on_conflict_do_update(index_elements=["account", "name"], set_=new))

    def list(self, account: str) -> Sequence[SavedSearch]:
        """Return a person's searches by name."""
        query = sa.select(saved_searches).where(saved_searches.c.account == account)
        found = [
            SavedSearch(**{**row, "saved_at": row["saved_at"].astimezone(dt.UTC)})
            for row in self._transaction.read(query).mappings()
        ]
        return sorted(found, key=lambda one: one.name)

    def drop(self, account: str, name: str) -> bool:
        """Remove a search; False if there is none of this name."""
        of_it = (saved_searches.c.account == account, saved_searches.c.name == storable(name))
        gone = self._transaction.write(sa.delete(saved_searches).where(*of_it).returning(saved_searches.c.name))
        return gone.first() is not None
