"""Proof, on the server at hand, that a lock holds: nothing is archived on a server's word alone.

Servers differ in silence: some accept a retention and store none, some ignore If-None-Match on versioned buckets, one
drops the lock when an object is copied. So before anything is archived, tiny objects under ``probe/`` (the one prefix
where deleting is allowed) are put under a few seconds' COMPLIANCE, and everything forbidden is tried on them. What
earlier probes left is removed first: that also shows that a lock ends when it says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping
from typing import Protocol

from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError, ServiceUnavailableError
from vanban.ports import ARCHIVE, ObjectStore, StoredObject

PREFIX = "probe/"
LOCK_SECONDS = 15
"""Long enough for the probe to end on a slow machine, short enough for the next one to clean up."""
ESSENTIAL = (
    "versioned",
    "lock_stored",
    "lock_delete_refused",
    "lock_shorten_refused",
    "lock_extend",
    "overwrite_keeps",
)
"""Without all of these nothing may be archived."""


class Probed(ObjectStore, Protocol):
    """A store that also takes the forbidden requests, without checks of our own."""

    def delete_version(self, bucket: str, key: str, *, version_id: str) -> None:
        """Ask for a version to be deleted."""

    def create(self, bucket: str, key: str, data: bytes, *, sha256: bytes) -> StoredObject | None:
        """Create an object with a stated digest; None if the key is taken."""

    def overwrite(self, bucket: str, key: str, data: bytes) -> str:
        """Put on a key that may be taken; return the new version."""

    def shorten(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Ask for any other end of a retention."""


def probe(store: Probed) -> Mapping[str, bool]:
    """Return capability to whether it holds, on the archive bucket.

    Raises:
        RefusedError: if an essential one does not hold.
        ServiceUnavailableError: if the server does not answer.
    """
    _clean(store)
    key = f"{PREFIX}{uuid.uuid4()}"
    found = {**_without_lock(store, f"{key}-free"), **_with_lock(store, f"{key}-locked")}
    lacking = [name for name in ESSENTIAL if not found[name]]
    if lacking:
        raise RefusedError(
            f"The object store does not keep its locks ({', '.join(lacking)}); nothing may be archived there.",
            vi=f"Kho đối tượng không giữ khóa lưu trữ ({', '.join(lacking)}); không được lưu trữ vào đó.",
            remedy=(
                "Use a store with S3 object lock in COMPLIANCE mode, and a bucket created with object lock."
                " / Hãy dùng kho có khóa đối tượng S3 chế độ COMPLIANCE và ngăn chứa được tạo kèm khóa."
            ),
        )
    return found


def _without_lock(store: Probed, key: str) -> dict[str, bool]:
    first = store.put(ARCHIVE, key, b"free")
    taken = store.create(ARCHIVE, key, b"other", sha256=hashlib.sha256(b"other").digest())
    wrong = _refused(lambda: store.create(ARCHIVE, f"{key}-wrong", b"bytes", sha256=hashlib.sha256(b"").digest()))
    # The control: without a lock this identity may delete here, so a refusal below is the lock's doing.
    deletable = not _refused(lambda: store.delete_version(ARCHIVE, key, version_id=first.version_id))
    return {
        "versioned": bool(first.version_id) and first.version_id != "null",
        "create_only": taken is None,
        "checksum_sha256": wrong,
        "free_delete_allowed": deletable,
    }


def _with_lock(store: Probed, key: str) -> dict[str, bool]:
    now = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
    until = now + dt.timedelta(seconds=LOCK_SECONDS)
    later = until + dt.timedelta(seconds=1)
    try:
        locked = store.put(ARCHIVE, key, b"locked", retain_until=until)
    except IntegrityError:
        return dict.fromkeys((*ESSENTIAL[1:], "retention_roundtrip"), False)
    version = locked.version_id
    extended = not _refused(lambda: store.extend_retention(ARCHIVE, key, version_id=version, retain_until=later))
    shorter = _refused(
        lambda: store.shorten(ARCHIVE, key, version_id=version, retain_until=now + dt.timedelta(seconds=9))
    )
    deleted = _refused(lambda: store.delete_version(ARCHIVE, key, version_id=version))
    new_version = store.overwrite(ARCHIVE, key, b"over")
    kept = store.stat(ARCHIVE, key, version_id=version)
    same = kept is not None and store.get(ARCHIVE, key, version_id=version) == b"locked"
    return {
        "lock_stored": locked.retention_mode == "COMPLIANCE",
        "lock_extend": extended,
        "lock_shorten_refused": shorter,
        "lock_delete_refused": deleted and kept is not None,
        "overwrite_keeps": same and new_version != version,
        "retention_roundtrip": kept is not None and kept.retain_until == later,
    }


def _refused(request: Callable[[], object]) -> bool:
    try:
        request()
    except (RefusedError, IntegrityError):
        return True
    return False


def _clean(store: Probed) -> None:
    """Remove what earlier probes left and is no longer locked."""
    for item in list(store.versions(ARCHIVE, PREFIX)):
        try:
            store.delete_version(ARCHIVE, item.key, version_id=item.version_id)
        except (RefusedError, NotFoundError, ServiceUnavailableError):
            continue  # what a full disk left half written may never go: it must not keep the archive shut
