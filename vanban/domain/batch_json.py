"""A batch as JSON and back: what the desk shows an agent, which counts the manifest's digest itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from vanban.domain.batch import Batch, BatchItem, Capacity, ItemState, Purpose, SignaturePlace

_BATCH_FIELDS = tuple(field.name for field in dataclasses.fields(Batch))
_ITEM_FIELDS = tuple(field.name for field in dataclasses.fields(BatchItem))


def batch_as_json(batch: Batch) -> dict[str, Any]:
    """Return a batch as a JSON object, with every field."""
    return {
        **dataclasses.asdict(batch),
        "created_at": batch.created_at.isoformat(),
        "closed_at": batch.closed_at.isoformat() if batch.closed_at else None,
    }


def batch_from_json(value: Mapping[str, Any]) -> Batch:
    """Return the batch of a JSON object.

    Raises:
        ValueError: if it is none, or one of another version.
    """
    try:
        fields = {name: value[name] for name in _BATCH_FIELDS}
        closed = fields["closed_at"]
        made = {
            "purpose": Purpose(fields["purpose"]),
            "capacity": Capacity(fields["capacity"]),
            "created_at": dt.datetime.fromisoformat(fields["created_at"]),
            "closed_at": dt.datetime.fromisoformat(closed) if closed else None,
            "items": tuple(_item(one) for one in fields["items"]),
        }
        return Batch(**{**fields, **made})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no batch of this version") from error


def _item(value: Mapping[str, Any]) -> BatchItem:
    fields = {name: value[name] for name in _ITEM_FIELDS}
    place = fields["place"]
    where = SignaturePlace(int(place["page"]), tuple(map(float, place["box"]))) if place else None  # type: ignore[arg-type]
    return BatchItem(**{**fields, "state": ItemState(fields["state"]), "place": where})
