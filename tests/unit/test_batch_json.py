"""A batch survives its way to an agent, with the digest of its manifest."""

import dataclasses
import datetime as dt
import json

import pytest

from vanban.domain.batch import Batch, BatchItem, Capacity, ItemState, Purpose, SignaturePlace
from vanban.domain.batch_json import batch_as_json, batch_from_json

AT = dt.datetime(2026, 11, 20, 3, 0, 0, 123456, tzinfo=dt.UTC)
BATCH = Batch(
    id="b",
    purpose=Purpose.SIGN,
    office="van-phong",
    created_by="pho",
    created_at=AT,
    capacity=Capacity.KT,
    on_behalf_of="lanhdao",
    items=(
        BatchItem("d1", "a" * 64, "quyết định", "05/QĐ-UBND", "Về việc", SignaturePlace(2, (1.5, 2.0, 3.25, 4.0))),
        BatchItem("d2", "b" * 64, state=ItemState.FAILED, reason="broken", message_vi="Hỏng", message_en="Broken"),
    ),
)


@pytest.mark.parametrize("batch", [BATCH, dataclasses.replace(BATCH, closed_at=AT, items=())])
def test_it_comes_back_as_it_went(batch):
    back = batch_from_json(json.loads(json.dumps(batch_as_json(batch))))
    assert back == batch
    assert back.manifest_sha256 == batch.manifest_sha256


@pytest.mark.parametrize("wrong", [{}, {"items": 1}, {"id": "b"}, {"purpose": "play"}, {"created_at": 5}])
def test_what_is_no_batch_of_this_version_is_refused(wrong):
    value = json.loads(json.dumps(batch_as_json(BATCH))) | wrong
    if wrong in ({}, {"id": "b"}):
        value.pop("capacity")
    with pytest.raises(ValueError):
        batch_from_json(value)
