"""The probe sees through servers that say yes and do otherwise."""

import dataclasses

import pytest

from storage.memory_store import MemoryStore
from storage.probe import probe
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.ports import ARCHIVE


class DeletesLocked(MemoryStore):
    def delete_version(self, bucket, key, *, version_id):
        self._versions.pop((bucket, key), None)


class SaysDeniedButDeletes(DeletesLocked):
    def delete_version(self, bucket, key, *, version_id):
        super().delete_version(bucket, key, version_id=version_id)
        raise RefusedError("no")


class ShortensLocks(MemoryStore):
    def shorten(self, bucket, key, *, version_id, retain_until):
        return None


class StoresNoLock(MemoryStore):
    def put(self, bucket, key, data, *, retain_until=None, content_type="", lock_read_back=True):
        return super().put(bucket, key, data)


class WeakerLock(MemoryStore):
    def put(self, bucket, key, data, *, retain_until=None, content_type="", lock_read_back=True):
        put = super().put(bucket, key, data, retain_until=retain_until)
        return dataclasses.replace(put, retention_mode="GOVERNANCE") if retain_until else put


class OverwritesInPlace(MemoryStore):
    def overwrite(self, bucket, key, data):
        version = self._versions[bucket, key][-1]
        self._versions[bucket, key][-1] = dataclasses.replace(version, data=data)
        return version.stored.version_id


class NeverExtends(MemoryStore):
    def extend_retention(self, bucket, key, *, version_id, retain_until):
        raise RefusedError("no")


class NoVersions(MemoryStore):
    def _next(self):
        return "null"


@pytest.mark.parametrize(
    ("server", "lacking"),
    [
        (DeletesLocked, "lock_delete_refused"),
        (SaysDeniedButDeletes, "lock_delete_refused"),
        (ShortensLocks, "lock_shorten_refused"),
        (StoresNoLock, "lock_stored"),
        (WeakerLock, "lock_stored"),
        (OverwritesInPlace, "overwrite_keeps"),
        (NeverExtends, "lock_extend"),
        (NoVersions, "versioned"),
    ],
)
def test_a_server_whose_lock_does_not_hold_is_refused(server, lacking):
    with pytest.raises(RefusedError, match=lacking):
        probe(server())


class IgnoresIfNoneMatch(MemoryStore):
    def create(self, bucket, key, data, *, sha256):
        return self._add(bucket, key, data, None)


def test_what_is_not_essential_is_only_reported():
    found = probe(IgnoresIfNoneMatch())  # as Ceph RGW 16 on versioned buckets
    assert not found["create_only"]
    assert not found["checksum_sha256"]
    assert found["lock_delete_refused"]


class Away(MemoryStore):
    def put(self, *args, **kwargs):
        raise ServiceUnavailableError("away")


def test_a_store_that_is_away_is_not_called_a_liar():
    with pytest.raises(ServiceUnavailableError):
        probe(Away())


def test_only_what_is_still_locked_is_left_behind():
    store = MemoryStore()
    for _ in range(3):
        probe(store)
    left = [store.stat(ARCHIVE, v.key, version_id=v.version_id) for v in store.versions(ARCHIVE)]
    assert sum(not stored.retention_mode for stored in left) == 1, "the overwrite of the last probe"
    assert len({stored.key for stored in left}) == 3


class CannotRemoveWhatItHolds(MemoryStore):
    """As SeaweedFS may be after a full disk: an object half written before is listed and cannot be deleted."""

    def delete_version(self, bucket, key, *, version_id):
        if key.endswith("-half"):
            raise ServiceUnavailableError("internal error")
        super().delete_version(bucket, key, version_id=version_id)


def test_what_cannot_be_cleaned_up_does_not_keep_the_archive_shut():
    store = CannotRemoveWhatItHolds()
    store.put(ARCHIVE, "probe/1-half", b"x")
    assert all(probe(store).values())
