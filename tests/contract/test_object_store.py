"""The contract of ``vanban.ports.ObjectStore``, on the store in memory, on a real S3 server, and on request on Ceph's.

``VANBAN_TEST_OTHER_STORES=FOLDER pytest tests/contract`` runs it on Ceph too: see ``ceph_gateway``.
"""

import datetime as dt
import hashlib
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.locks import LATEST
from storage.memory_store import MemoryStore
from storage.minio_store import MinioStore
from storage.provision import create_bucket
from tests.contract.ceph_gateway import ACCESS_KEY, SECRET_KEY, ceph_gateway
from vanban.domain.errors import IntegrityError, NotFoundError, ObjectConflictError, RefusedError
from vanban.ports import ARCHIVE, RECORDS
from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import object_store


@pytest.fixture(scope="module")
def weed(tmp_path_factory):
    with object_store(tmp_path_factory.mktemp("weed")) as running:
        yield running


@pytest.fixture(scope="module")
def ceph(tmp_path_factory):
    folder = os.environ.get("VANBAN_TEST_OTHER_STORES")
    if not folder:
        pytest.skip("runs on request: VANBAN_TEST_OTHER_STORES=FOLDER names where Ceph and moto are kept (0.5 GB)")
    with ceph_gateway(Path(folder).resolve(), tmp_path_factory.mktemp("ceph") / "node") as running:
        store = MinioStore(
            endpoint=running.endpoint,
            access_key=ACCESS_KEY,
            secret_key=SECRET_KEY,
            secure=False,
            region="us-east-1",
            buckets={RECORDS: "vanban-records", ARCHIVE: "vanban-archive"},
        )
        for bucket in (RECORDS, ARCHIVE):
            create_bucket(store, bucket)
        yield store


@pytest.fixture(
    params=[
        "memory",
        pytest.param("weed", marks=pytest.mark.services),
        pytest.param("ceph", marks=pytest.mark.services),
    ]
)
def store(request):
    if request.param == "memory":
        return MemoryStore()
    if request.param == "ceph":
        return request.getfixturevalue("ceph")
    return pipeline_store(request.getfixturevalue("weed").installation)


@pytest.fixture
def lacks(store):
    """What a server may lack without harm: the register's unique keys and the digest on reading back answer it."""
    return frozenset(name for name, holds in store.probe().items() if not holds)


@pytest.fixture
def key():
    return f"aip/test/{uuid.uuid4()}/document.pdf"


def soon(seconds=60.0):
    return dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=seconds)


def test_bytes_come_back_as_they_were(store, key):
    data = bytes(range(256)) * 40
    put = store.put(RECORDS, key, data)
    assert store.get(RECORDS, key) == data
    assert store.get(RECORDS, key, version_id=put.version_id) == data
    assert put.size == len(data)
    assert put.version_id
    assert store.stat(RECORDS, key) == put


@pytest.mark.parametrize("size", [0, 1, 6 * 1024 * 1024])
def test_any_size_is_one_version_and_one_part(store, key, size):
    data = b"\x00" * size
    store.put(RECORDS, key, data)
    assert store.get(RECORDS, key) == data
    assert [v.size for v in store.versions(RECORDS, key)] == [size]


def test_same_bytes_again_return_the_version_that_is_there(store, key):
    first = store.put(ARCHIVE, key, b"x", retain_until=soon())
    again = store.put(ARCHIVE, key, b"x")
    assert again == first
    assert len(list(store.versions(ARCHIVE, key))) == 1


def test_other_bytes_at_a_key_are_a_conflict(store, key):
    store.put(RECORDS, key, b"one")
    with pytest.raises(ObjectConflictError):
        store.put(RECORDS, key, b"two")
    assert store.get(RECORDS, key) == b"one"


def test_retention_is_read_back(store, key):
    until = soon(3600).replace(microsecond=0)
    for at, by_the_store in ((f"{key}1", True), (f"{key}2", False)):
        put = store.put(ARCHIVE, at, b"x", retain_until=until, lock_read_back=by_the_store)
        assert (put.retention_mode, put.retain_until, store.stat(ARCHIVE, at)) == ("COMPLIANCE", until, put)


def test_retention_is_rounded_up_to_the_second(store, key):
    until = soon(3600).replace(microsecond=1)
    put = store.put(ARCHIVE, key, b"x", retain_until=until)
    assert put.retain_until == until.replace(microsecond=0) + dt.timedelta(seconds=1)


def test_a_second_put_with_a_lock_locks_what_is_there(store, key):
    store.put(ARCHIVE, key, b"x")
    until = soon(3600).replace(microsecond=0)
    assert store.put(ARCHIVE, key, b"x", retain_until=until).retain_until == until
    assert store.put(ARCHIVE, key, b"x", retain_until=soon(60)).retain_until == until


def test_retention_can_only_be_extended(store, key):
    until = soon(600).replace(microsecond=0)
    put = store.put(ARCHIVE, key, b"x", retain_until=until)
    later = until + dt.timedelta(days=70 * 365)
    store.extend_retention(ARCHIVE, key, version_id=put.version_id, retain_until=later)
    assert store.stat(ARCHIVE, key).retain_until == later
    with pytest.raises(RefusedError):
        store.extend_retention(ARCHIVE, key, version_id=put.version_id, retain_until=until)
    with pytest.raises(RefusedError):
        store.shorten(ARCHIVE, key, version_id=put.version_id, retain_until=until)
    assert store.stat(ARCHIVE, key).retain_until == later


def test_a_retention_that_servers_could_lose_is_never_asked_for(store, key):
    # Ceph RGW 16 keeps 2126 as 1990; SeaweedFS keeps it. What holds on one must hold on all.
    too_late = LATEST + dt.timedelta(seconds=1)
    with pytest.raises(RefusedError):
        store.put(ARCHIVE, key, b"x", retain_until=too_late)
    assert store.stat(ARCHIVE, key) is None
    put = store.put(ARCHIVE, key, b"x", retain_until=soon(600))
    with pytest.raises(RefusedError):
        store.extend_retention(ARCHIVE, key, version_id=put.version_id, retain_until=too_late)
    store.extend_retention(ARCHIVE, key, version_id=put.version_id, retain_until=LATEST)
    assert store.stat(ARCHIVE, key).retain_until == LATEST


def test_a_retention_in_the_past_is_refused(store, key):
    with pytest.raises(RefusedError):
        store.put(ARCHIVE, key, b"x", retain_until=soon(-60))
    assert store.stat(ARCHIVE, key) is None


def test_a_locked_version_cannot_be_deleted(store):
    key = f"probe/{uuid.uuid4()}"  # the one prefix where a delete is not refused for other reasons
    put = store.put(ARCHIVE, key, b"x", retain_until=soon(4))
    with pytest.raises(RefusedError):
        store.delete_version(ARCHIVE, key, version_id=put.version_id)
    assert store.get(ARCHIVE, key) == b"x"


def test_a_version_under_legal_hold_cannot_be_deleted_until_the_hold_is_off(store):
    key = f"probe/{uuid.uuid4()}"
    put = store.put(ARCHIVE, key, b"x")
    other = store.overwrite(ARCHIVE, key, b"y")
    assert not store.is_held(ARCHIVE, key, version_id=put.version_id)
    for _ in range(2):  # harmless to repeat
        store.set_hold(ARCHIVE, key, version_id=put.version_id, held=True)
    assert store.is_held(ARCHIVE, key, version_id=put.version_id)
    assert not store.is_held(ARCHIVE, key, version_id=other)
    with pytest.raises(RefusedError):
        store.delete_version(ARCHIVE, key, version_id=put.version_id)
    store.set_hold(ARCHIVE, key, version_id=put.version_id, held=False)
    assert not store.is_held(ARCHIVE, key, version_id=put.version_id)
    store.delete_version(ARCHIVE, key, version_id=put.version_id)
    with pytest.raises(NotFoundError):
        store.get(ARCHIVE, key, version_id=put.version_id)


def test_a_hold_and_a_retention_do_not_touch_each_other(store, key):
    until = soon(600).replace(microsecond=0)
    put = store.put(ARCHIVE, key, b"x", retain_until=until)
    store.set_hold(ARCHIVE, key, version_id=put.version_id, held=True)
    later = until + dt.timedelta(days=1)
    store.extend_retention(ARCHIVE, key, version_id=put.version_id, retain_until=later)
    assert store.is_held(ARCHIVE, key, version_id=put.version_id)
    store.set_hold(ARCHIVE, key, version_id=put.version_id, held=False)
    assert store.stat(ARCHIVE, key).retain_until == later


def test_what_is_not_there_cannot_be_held(store, key):
    with pytest.raises(NotFoundError):
        store.set_hold(ARCHIVE, key, version_id="no-such-version", held=True)
    with pytest.raises(NotFoundError):
        store.is_held(ARCHIVE, key, version_id="no-such-version")


def test_a_version_is_read_with_its_lock(store, key):
    until = soon(3600).replace(microsecond=0)
    put = store.put(ARCHIVE, key, b"one", retain_until=until)
    assert store.read(ARCHIVE, key) == (put, b"one")
    over = store.overwrite(ARCHIVE, key, b"two")
    assert store.read(ARCHIVE, key, version_id=put.version_id) == (put, b"one")
    stored, data = store.read(ARCHIVE, key, version_id=over)
    assert (data, stored.retention_mode, stored.retain_until) == (b"two", "", None)
    free = store.put(RECORDS, key, b"free")
    assert store.read(RECORDS, key, version_id=free.version_id) == (free, b"free")
    with pytest.raises(NotFoundError):
        store.read(ARCHIVE, key, version_id="no-such-version")


def test_an_overwrite_only_adds_a_version(store, key):
    put = store.put(ARCHIVE, key, b"one", retain_until=soon())
    new = store.overwrite(ARCHIVE, key, b"two")
    assert store.get(ARCHIVE, key, version_id=put.version_id) == b"one"
    assert store.stat(ARCHIVE, key, version_id=put.version_id) == put
    listed = {v.version_id: v.is_latest for v in store.versions(ARCHIVE, key)}
    assert listed == {put.version_id: False, new: True}


def test_a_delete_marker_hides_but_is_seen(store):
    key = f"probe/{uuid.uuid4()}"
    put = store.put(ARCHIVE, key, b"x")
    store.delete_version(ARCHIVE, key, version_id="")
    assert store.stat(ARCHIVE, key) is None
    with pytest.raises(NotFoundError):
        store.get(ARCHIVE, key)
    assert store.get(ARCHIVE, key, version_id=put.version_id) == b"x"
    assert sorted(v.is_delete_marker for v in store.versions(ARCHIVE, key)) == [False, True]


def test_what_is_not_there(store, key):
    assert store.stat(RECORDS, key) is None
    assert list(store.versions(RECORDS, key)) == []
    with pytest.raises(NotFoundError):
        store.get(RECORDS, key)


@pytest.mark.parametrize("bad", ["", "aip/quyết định.pdf"])
def test_keys_are_ascii(store, bad):
    with pytest.raises(RefusedError):
        store.put(RECORDS, bad, b"x")


def test_versions_are_listed_under_a_prefix_only(store):
    base = f"aip/{uuid.uuid4()}"
    for name in ("a/1", "a/2", "ab/1"):
        store.put(RECORDS, f"{base}/{name}", b"x")
    assert sorted(v.key for v in store.versions(RECORDS, f"{base}/a/")) == [f"{base}/a/1", f"{base}/a/2"]


def test_sixteen_writers_of_the_same_bytes_leave_one_version(store, key, lacks):
    with ThreadPoolExecutor(16) as pool:
        puts = list(pool.map(lambda _: store.put(ARCHIVE, key, b"same", retain_until=soon(60)), range(16)))
    kept = {v.version_id for v in store.versions(ARCHIVE, key)}
    assert kept == {put.version_id for put in puts}, "nothing that was acknowledged is gone"
    assert all(store.read(ARCHIVE, key, version_id=one)[0].retention_mode == "COMPLIANCE" for one in kept)
    assert len(kept) == 1 or "create_only" in lacks


def test_sixteen_writers_of_other_bytes_have_one_winner(store, key, lacks):
    if "create_only" in lacks:
        pytest.skip("this server lets several create at once: the register's own lock and keys keep them apart")

    def put(n):
        try:
            store.put(ARCHIVE, key, b"%d" % n)
        except ObjectConflictError:
            return None
        return n

    with ThreadPoolExecutor(16) as pool:
        winners = [n for n in pool.map(put, range(16)) if n is not None]
    assert len(winners) == 1
    assert store.get(ARCHIVE, key) == b"%d" % winners[0]
    assert len(list(store.versions(ARCHIVE, key))) == 1


def test_damaged_bytes_are_not_stored(store, key, lacks):
    if "checksum_sha256" in lacks:
        pytest.skip("this server checks no digest of ours: the archive reads everything back")
    with pytest.raises(IntegrityError):
        store.create(ARCHIVE, key, b"damaged", sha256=hashlib.sha256(b"sound").digest())
    assert store.stat(ARCHIVE, key) is None


def test_the_probe_proves_every_capability(store, lacks, request):
    assert lacks == ({"create_only", "checksum_sha256"} if request.node.callspec.id == "ceph" else set())
    assert store.probe()["lock_delete_refused"]  # it cleans up after itself enough to run again
