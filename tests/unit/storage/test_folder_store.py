"""A folder as a store: bytes once, ends of locks noted, nothing promised that it cannot keep."""

import datetime as dt

import pytest

from storage.folder_store import FolderStore
from vanban.domain.errors import NotFoundError, ObjectConflictError, RefusedError, ServiceUnavailableError
from vanban.ports import ARCHIVE, RECORDS

KEY = "aip/van-phong/2026/x/v1/inventory.json"
UNTIL = dt.datetime(2036, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "disk")


def test_what_was_put_is_there_with_the_end_of_its_lock(store):
    stored = store.put(ARCHIVE, KEY, b"one", retain_until=UNTIL)
    assert store.get(ARCHIVE, KEY, version_id=stored.version_id) == b"one"
    assert store.stat(ARCHIVE, KEY) == stored
    assert (stored.retain_until, stored.retention_mode, stored.size) == (UNTIL, "COMPLIANCE", 3)
    assert [one.key for one in store.versions(ARCHIVE, "aip/")] == [KEY]
    assert list(store.versions(ARCHIVE, "log/")) == list(store.versions(RECORDS)) == []


def test_the_same_again_is_harmless_and_other_bytes_are_refused(store):
    store.put(ARCHIVE, KEY, b"one", retain_until=UNTIL)
    store.put(ARCHIVE, KEY, b"one", retain_until=UNTIL)
    with pytest.raises(ObjectConflictError):
        store.put(ARCHIVE, KEY, b"two", retain_until=UNTIL)
    assert store.get(ARCHIVE, KEY) == b"one"


def test_a_lock_is_only_noted_later(store):
    version = store.put(ARCHIVE, KEY, b"one", retain_until=UNTIL).version_id
    later = UNTIL + dt.timedelta(days=1)
    store.extend_retention(ARCHIVE, KEY, version_id=version, retain_until=later)
    assert store.stat(ARCHIVE, KEY).retain_until == later
    with pytest.raises(RefusedError):
        store.extend_retention(ARCHIVE, KEY, version_id=version, retain_until=UNTIL)


def test_no_key_leads_out_of_the_folder(store, tmp_path):
    for key in ("../out", "a/../../out", "/etc/x"):
        with pytest.raises(Exception, match=r"."):
            store.put(ARCHIVE, key, b"x")
    assert not (tmp_path / "out").exists()


def test_what_is_not_there_is_not_found(store):
    assert store.stat(ARCHIVE, KEY) is None
    with pytest.raises(NotFoundError):
        store.get(ARCHIVE, KEY)


def test_it_says_that_no_lock_holds(store):
    assert not any(store.probe().values())
    with pytest.raises(RefusedError):
        store.set_hold(ARCHIVE, KEY, version_id="1", held=True)


def test_a_medium_that_is_away_is_said_to_be(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ServiceUnavailableError, match="cannot be used"):
        FolderStore(tmp_path / "file").put(ARCHIVE, KEY, b"x")
