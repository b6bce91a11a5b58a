"""``vanban agent`` against a real desk: its own process, its own SoftHSM, as on another PC."""

from __future__ import annotations

import json


def test_a_list_is_paired_approved_signed_and_verified(house):
    batch = house.freeze(3)
    done = house.agent("--code", house.pairing_code())
    assert done.returncode == 0, done.stderr
    assert f"SHA-256 {batch.items[0].sha256}" in done.stdout
    assert batch.manifest_sha256 in done.stdout
    assert "Xong: 3/3 văn bản đã ký." in done.stdout
    assert house.states(batch) == ["SIGNED"] * 3
    assert house.verdicts(batch) == ["valid"] * 3
    with house.services.register.begin() as uow:
        grant = uow.batches.grant_for(batch.id)
        assert grant is not None
        assert grant.used_at is not None
        assert (grant.sealed_pin, grant.certificate_sha256) == (b"", house.identity.certificate_sha256)
        [given] = [event for event in uow.events.list() if event.name == "grant.given"]
        assert json.loads(given.data["approval"])["manifest"] == batch.manifest_sha256
        assert uow.events.verify_chain() == []
        assert house.token["pin"] not in repr(uow.events.list())
