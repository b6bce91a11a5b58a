"""A manifest's digest and the grant over it: any change of what was shown is another manifest."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.batch import Batch, BatchItem, Capacity, Grant, Purpose, SignaturePlace

NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
ITEM = BatchItem(
    document_id="d1", sha256="a" * 64, kind="quyết định", number="05/QĐ-UBND", subject="Về việc thử",
    place=SignaturePlace(1, (300.0, 100.0, 440.0, 156.0)),
)  # fmt: skip
BATCH = Batch(
    id="b1", purpose=Purpose.SIGN, office="van-phong", created_by="lanhdao", created_at=NOW,
    items=(ITEM, replace(ITEM, document_id="d2")), capacity=Capacity.KT,
)  # fmt: skip
GRANT = Grant(
    id="g1", batch_id="b1", manifest_sha256=BATCH.manifest_sha256, person="lanhdao", certificate_sha256="c" * 64,
    granted_at=NOW, expires_at=NOW + dt.timedelta(minutes=15), sealed_pin=b"x", capacity=Capacity.KT,
)  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"document_id": "d9"},
        {"sha256": "b" * 64},
        {"kind": "thông báo"},
        {"number": "06/QĐ-UBND"},
        {"subject": "Về việc khác"},
        {"place": None},
        {"place": SignaturePlace(2, (300.0, 100.0, 440.0, 156.0))},
        {"place": SignaturePlace(1, (300.0, 100.5, 440.0, 156.0))},
    ],
)
def test_any_change_of_a_line_is_another_manifest_and_ends_the_grant(changed) -> None:
    other = replace(BATCH, items=(replace(ITEM, **changed), *BATCH.items[1:]))
    assert other.manifest_sha256 != BATCH.manifest_sha256
    assert GRANT.is_usable(batch=BATCH, now=NOW)
    assert not GRANT.is_usable(batch=other, now=NOW)


def test_order_capacity_and_who_is_behind_it_are_part_of_the_manifest() -> None:
    digests = {
        BATCH.manifest_sha256,
        replace(BATCH, items=BATCH.items[::-1]).manifest_sha256,
        replace(BATCH, capacity=Capacity.DIRECT).manifest_sha256,
        replace(BATCH, on_behalf_of="chutich").manifest_sha256,
        replace(BATCH, purpose=Purpose.SEAL).manifest_sha256,
    }
    assert len(digests) == 5


@pytest.mark.parametrize(
    "changed",
    [{"capacity": Capacity.DIRECT}, {"on_behalf_of": "chutich"}, {"used_at": NOW}, {"batch_id": "b2"}],
)
def test_a_grant_for_anything_else_is_not_usable(changed) -> None:
    assert not replace(GRANT, **changed).is_usable(batch=BATCH, now=NOW)


def test_results_do_not_change_the_manifest() -> None:
    done = replace(BATCH, items=tuple(replace(item, result_sha256="d" * 64) for item in BATCH.items))
    assert done.manifest_sha256 == BATCH.manifest_sha256


def test_a_manifest_frozen_before_places_were_known_keeps_its_digest() -> None:
    old = replace(BATCH, capacity=Capacity.DIRECT, items=tuple(replace(item, place=None) for item in BATCH.items))
    assert old.manifest_sha256 == "25b181b0b21744694936e58ecf0a5b4cee266e40e08f0bfd26a20b3d8c5f4cce"
