"""The Merkle tree over the events, in PostgreSQL: one row for each complete subtree, written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from vanban.domain.event_log import event_leaf
from vanban.domain.merkle import Node, grown
from vanban.register.events import PostgresEvents
from vanban.register.rules import no_subtree
from vanban.register.tables import event_tree
from vanban.register.transaction import Transaction

_LAST_LEAF = sa.select(sa.func.max(event_tree.c.position)).where(event_tree.c.level == 0)


class PostgresEventTree:
    """``vanban.ports.EventTree``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def size(self) -> int:
        """Return the number of events in it."""
        return _size_of(self._transaction.read(_LAST_LEAF).scalar())

    def grow(self, *, limit: int) -> int:
        """Add the events that are not in it yet, so many at most; return how many were added."""
        # As a write: only under the writers' lock does nobody else grow it.
        size = _size_of(self._transaction.write(_LAST_LEAF).scalar())
        new = PostgresEvents(self._transaction).list(after=size, limit=limit)
        rows = [
            {"level": level, "position": position, "digest": digest}
            for (level, position), digest in grown(size, map(event_leaf, new), nodes=self.nodes)
        ]
        if rows:
            self._transaction.write(sa.insert(event_tree).values(rows))
        return len(new)

    def nodes(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        """Return the digests of complete subtrees. Raises ``IntegrityError``."""
        keys = list(dict.fromkeys(wanted))
        if not keys:
            return {}
        place = sa.tuple_(event_tree.c.level, event_tree.c.position)
        found = {
            (row.level, row.position): bytes(row.digest)
            for row in self._transaction.read(sa.select(event_tree).where(place.in_(keys)))
        }
        if missing := [key for key in keys if key not in found]:
            raise no_subtree(missing[0])
        return found


def _size_of(last: int | None) -> int:
    return 0 if last is None else last + 1
