"""A batch as JSON and back: what the desk shows an agent, which counts the manifest's digest itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from vanban.domain.batch import Batch, BatchItem, ItemState, Purpose

_ITEM_FIELDS = tuple(field.name for field in dataclasses.fields(BatchItem))


def batch_as_json(batch: Batch) -> dict[str, Any]:
    """Return a batch as a JSON object, with every field."""
    return {
        "id": batch.id,
        "purpose": batch.purpose.value,
        "office": batch.office,
        "created_by": batch.created_by,
        "created_at": batch.created_at.isoformat(),
        "closed_at": batch.closed_at.isoformat() if batch.closed_at else None,
        "items": [dataclasses.asdict(item) for item in batch.items],
    }


def batch_from_json(value: Mapping[str, Any]) -> Batch:
    """Return the batch of a JSON object.

    Raises:
        ValueError: if it is none, or one of another version.
    """
    try:
        return Batch(
            id=str(value["id"]),
            purpose=Purpose(value["purpose"]),
            office=str(value["office"]),
            created_by=str(value["created_by"]),
            created_at=dt.datetime.fromisoformat(value["created_at"]),
            closed_at=dt.datetime.fromisoformat(value["closed_at"]) if value["closed_at"] else None,
            items=tuple(_item(one) for one in value["items"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no batch of this version") from error


def _item(value: Mapping[str, Any]) -> BatchItem:
    fields = {name: value[name] for name in _ITEM_FIELDS}
    return BatchItem(**{**fields, "state": ItemState(fields["state"])})
