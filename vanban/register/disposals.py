"""Disposal lists, in PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.disposal import DisposalItem, DisposalList, ItemState, ListState
from vanban.register.disposal_tables import disposal_items, disposal_lists
from vanban.register.folding import storable
from vanban.register.rules import check_second_person, no_disposal_list
from vanban.register.transaction import Transaction

_GONE = (ItemState.DISPOSED.value, ItemState.DELETED.value)


class PostgresDisposals:
    """``vanban.ports.Disposals``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, listed: DisposalList) -> None:
        """Store a list with its items."""
        names = ("id", "proposed_by", "proposed_at", "why", "decided_by", "decided_at", "decision")
        row = {name: storable(getattr(listed, name)) for name in names}
        row |= {name: getattr(listed, name) for name in ("manifest_sha256", "page_sha256", "closed_at")}
        self._transaction.write(insert(disposal_lists).values(**row, state=listed.state.value))
        rows = [
            {
                "list_id": listed.id,
                "document_id": item.document_id,
                "position": position,
                "described": storable(item.described()),
                **_settled(item),
            }
            for position, item in enumerate(listed.items)
        ]
        self._transaction.write(insert(disposal_items).values(rows))

    def get(self, list_id: str) -> DisposalList:
        """Return a list. Raises ``NotFoundError``."""
        found = self._lists(sa.select(disposal_lists).where(disposal_lists.c.id == list_id))
        if not found:
            raise no_disposal_list(list_id)
        return found[0]

    def list(self) -> Sequence[DisposalList]:
        """Return every list, the oldest first."""
        return self._lists(sa.select(disposal_lists).order_by(disposal_lists.c.added))

    def decide(
        self,
        list_id: str,
        state: ListState,
        *,
        by: str,
        at: dt.datetime,
        words: str,
        manifest_sha256: str = "",
        page_sha256: str = "",
    ) -> bool:
        """Approve or withdraw a proposed list; see the port."""
        check_second_person(self.get(list_id), state, by)
        proposed = disposal_lists.c.state == ListState.PROPOSED.value
        change = sa.update(disposal_lists).where(disposal_lists.c.id == list_id, proposed)
        values = {"state": state.value, "decided_by": storable(by), "decided_at": at, "decision": storable(words)}
        values |= {"manifest_sha256": manifest_sha256, "page_sha256": page_sha256}
        return self._transaction.write(change.values(**values).returning(disposal_lists.c.id)).first() is not None

    def settle(self, list_id: str, item: DisposalItem) -> None:
        """Note what became of a record."""
        mine = (disposal_items.c.list_id == list_id, disposal_items.c.document_id == item.document_id)
        self._transaction.write(sa.update(disposal_items).where(*mine).values(**_settled(item)))

    def close(self, list_id: str, *, at: dt.datetime) -> None:
        """Mark an approved list as carried out."""
        approved = disposal_lists.c.state == ListState.APPROVED.value
        change = sa.update(disposal_lists).where(disposal_lists.c.id == list_id, approved)
        self._transaction.write(change.values(state=ListState.CARRIED_OUT.value, closed_at=at))

    def tombstones(self) -> Mapping[str, tuple[str, DisposalItem]]:
        """Return list and item of every record that was disposed of, by document."""
        query = sa.select(disposal_items).where(disposal_items.c.state.in_(_GONE))
        rows = self._transaction.read(query).mappings()
        return {row["document_id"]: (row["list_id"], _item(row)) for row in rows}

    def _lists(self, query: sa.Select[Any]) -> Sequence[DisposalList]:
        rows = self._transaction.read(query).mappings().all()
        wanted = [row["id"] for row in rows]
        items = sa.select(disposal_items).where(disposal_items.c.list_id.in_(wanted))
        of: dict[str, list[DisposalItem]] = {}
        for row in self._transaction.read(items.order_by(disposal_items.c.position)).mappings():
            of.setdefault(row["list_id"], []).append(_item(row))
        return [_list(row, of.get(row["id"], [])) for row in rows]


def _settled(item: DisposalItem) -> dict[str, Any]:
    return {
        "state": item.state.value,
        "note": storable(item.note),
        "tombstone_sha256": item.tombstone_sha256,
        "settled_at": item.settled_at,
    }


def _item(row: Mapping[Any, Any]) -> DisposalItem:
    settled = row["settled_at"].astimezone(dt.UTC) if row["settled_at"] else None
    return DisposalItem(
        **row["described"],
        state=ItemState(row["state"]),
        note=row["note"],
        tombstone_sha256=row["tombstone_sha256"],
        settled_at=settled,
    )


def _list(row: Mapping[Any, Any], items: Sequence[DisposalItem]) -> DisposalList:
    return DisposalList(
        id=row["id"],
        proposed_by=row["proposed_by"],
        proposed_at=row["proposed_at"].astimezone(dt.UTC),
        why=row["why"],
        items=tuple(items),
        state=ListState(row["state"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"].astimezone(dt.UTC) if row["decided_at"] else None,
        decision=row["decision"],
        manifest_sha256=row["manifest_sha256"],
        page_sha256=row["page_sha256"],
        closed_at=row["closed_at"].astimezone(dt.UTC) if row["closed_at"] else None,
    )
