"""Frozen batches and their grants, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.batch import Batch, BatchItem, Capacity, Grant, ItemState, Purpose, SignaturePlace
from vanban.register.folding import storable
from vanban.register.rules import batch_exists, grant_exists, no_batch, no_grant, not_in_manifest
from vanban.register.signing_tables import batch_items, batches, grants
from vanban.register.transaction import Transaction

_ITEM_FIELDS = tuple(field.name for field in dataclasses.fields(BatchItem))
_GRANT_FIELDS = tuple(field.name for field in dataclasses.fields(Grant))


class PostgresBatches:
    """``vanban.ports.Batches``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, batch: Batch) -> None:
        """Store a frozen batch. Raises ``RefusedError`` if its id is there already."""
        row = {
            "id": batch.id,
            "purpose": batch.purpose.value,
            "office": batch.office,
            "created_by": batch.created_by,
            "created_at": batch.created_at,
            "closed_at": batch.closed_at,
            "capacity": batch.capacity.value,
            "on_behalf_of": batch.on_behalf_of,
        }
        statement = insert(batches).values(**row).on_conflict_do_nothing().returning(batches.c.id)
        if self._transaction.write(statement).first() is None:
            raise batch_exists(batch.id)
        lines = [_item_row(batch.id, position, item) for position, item in enumerate(batch.items, start=1)]
        if lines:
            self._transaction.write(sa.insert(batch_items).values(lines))

    def get(self, batch_id: str) -> Batch:
        """Return a batch. Raises ``NotFoundError``."""
        found = self._load(sa.select(batches).where(batches.c.id == batch_id))
        if not found:
            raise no_batch(batch_id)
        return found[0]

    def list(
        self,
        *,
        open_only: bool = False,
        granted_only: bool = False,
        office: str = "",
        purpose: Purpose | None = None,
        limit: int | None = 200,
    ) -> Sequence[Batch]:
        """Return batches, newest first; ``limit`` None for all."""
        query = sa.select(batches).order_by(batches.c.created_at.desc(), batches.c.id).limit(limit)
        if open_only:
            query = query.where(batches.c.closed_at.is_(None))
        if granted_only:
            query = query.where(sa.exists().where(grants.c.batch_id == batches.c.id))
        if office:
            query = query.where(batches.c.office == office)
        if purpose is not None:
            query = query.where(batches.c.purpose == purpose.value)
        return self._load(query)

    def set_item(self, batch_id: str, item: BatchItem) -> None:
        """Store the result of one pending item; a stored result is never replaced.

        Raises:
            NotFoundError: if there is no such batch.
            RefusedError: if document and digest are not in the frozen manifest.
        """
        self._lock(batch_id)
        line = (
            batch_items.c.batch_id == batch_id,
            batch_items.c.document_id == item.document_id,
            batch_items.c.sha256 == item.sha256,
        )
        if self._transaction.read(sa.select(batch_items.c.position).where(*line)).first() is None:
            raise not_in_manifest(batch_id, item.document_id)
        pending = sa.update(batch_items).where(*line, batch_items.c.state == ItemState.PENDING.value)
        self._transaction.write(
            pending.values(
                state=item.state.value,
                result_sha256=item.result_sha256,
                reason=item.reason,
                message_vi=storable(item.message_vi),
                message_en=storable(item.message_en),
            )
        )

    def close(self, batch_id: str, *, at: dt.datetime) -> None:
        """Close a batch; one that is closed keeps its time. Raises ``NotFoundError``."""
        self._lock(batch_id)
        still_open = sa.update(batches).where(batches.c.id == batch_id, batches.c.closed_at.is_(None))
        self._transaction.write(still_open.values(closed_at=at))

    def add_grant(self, grant: Grant) -> None:
        """Store a grant. Raises ``RefusedError`` if the batch has an unused, unexpired one."""
        self._lock(grant.batch_id)
        unused = (grants.c.batch_id == grant.batch_id, grants.c.used_at.is_(None))
        usable = sa.select(grants.c.id).where(*unused, grants.c.expires_at > grant.granted_at)
        if self._transaction.read(usable).first() is not None:
            raise grant_exists(grant.batch_id)
        # What expired unused will never need its PIN again.
        self._transaction.write(sa.update(grants).where(*unused).values(sealed_pin=b""))
        self._transaction.write(sa.insert(grants).values({name: getattr(grant, name) for name in _GRANT_FIELDS}))

    def grant_for(self, batch_id: str) -> Grant | None:
        """Return the newest grant of the batch, used or not."""
        return self.grants_for([batch_id]).get(batch_id)

    def grants_for(self, batch_ids: Collection[str]) -> Mapping[str, Grant]:
        """Return the newest grant of each batch that has one, by the batch's id."""
        if not batch_ids:
            return {}
        newest = (grants.c.batch_id, grants.c.granted_at.desc(), grants.c.expires_at.desc(), grants.c.id)
        query = sa.select(grants).distinct(grants.c.batch_id).where(grants.c.batch_id.in_(batch_ids)).order_by(*newest)
        return {row["batch_id"]: _grant_of(row) for row in self._transaction.read(query).mappings()}

    def use_grant(self, grant_id: str, *, at: dt.datetime) -> bool:
        """Mark the grant as used and wipe its sealed PIN; False if it was used before. Raises ``NotFoundError``."""
        unused = sa.update(grants).where(grants.c.id == grant_id, grants.c.used_at.is_(None))
        statement = unused.values(used_at=at, sealed_pin=b"").returning(grants.c.id)
        if self._transaction.write(statement).first() is not None:
            return True
        if self._transaction.read(sa.select(grants.c.id).where(grants.c.id == grant_id)).first() is None:
            raise no_grant(grant_id)
        return False

    def _lock(self, batch_id: str) -> None:
        query = sa.select(batches.c.id).where(batches.c.id == batch_id).with_for_update(key_share=True)
        if self._transaction.write(query).first() is None:
            raise no_batch(batch_id)

    def _load(self, query: sa.Select[Any]) -> Sequence[Batch]:
        rows = self._transaction.read(query).mappings().all()
        lines = (
            sa.select(batch_items)
            .where(batch_items.c.batch_id.in_([row["id"] for row in rows]))
            .order_by(batch_items.c.batch_id, batch_items.c.position)
        )
        found = self._transaction.read(lines).mappings().all() if rows else []
        items = {key: list(group) for key, group in groupby(found, key=lambda line: line["batch_id"])}
        return [_batch_of(row, items.get(row["id"], [])) for row in rows]


def _item_row(batch_id: str, position: int, item: BatchItem) -> dict[str, Any]:
    row = {name: storable(getattr(item, name)) for name in _ITEM_FIELDS if name != "place"}
    place = dataclasses.asdict(item.place) if item.place else None
    return row | {"batch_id": batch_id, "position": position, "state": item.state.value, "place": place}


def _batch_of(row: Mapping[Any, Any], lines: Iterable[Mapping[Any, Any]]) -> Batch:
    return Batch(
        id=row["id"],
        purpose=Purpose(row["purpose"]),
        office=row["office"],
        created_by=row["created_by"],
        created_at=row["created_at"].astimezone(dt.UTC),
        items=tuple(_item_of(line) for line in lines),
        closed_at=row["closed_at"].astimezone(dt.UTC) if row["closed_at"] else None,
        capacity=Capacity(row["capacity"]),
        on_behalf_of=row["on_behalf_of"],
    )


def _item_of(line: Mapping[Any, Any]) -> BatchItem:
    values = {name: line[name] for name in _ITEM_FIELDS} | {"state": ItemState(line["state"])}
    if kept := line["place"]:
        values["place"] = SignaturePlace(page=kept["page"], box=tuple(kept["box"]))
    return BatchItem(**values)


def _grant_of(row: Mapping[Any, Any]) -> Grant:
    return Grant(
        **{name: row[name] for name in _GRANT_FIELDS}
        | {
            "granted_at": row["granted_at"].astimezone(dt.UTC),
            "expires_at": row["expires_at"].astimezone(dt.UTC),
            "used_at": row["used_at"].astimezone(dt.UTC) if row["used_at"] else None,
            "sealed_pin": bytes(row["sealed_pin"]),
            "capacity": Capacity(row["capacity"]),
        }
    )
