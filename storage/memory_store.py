"""The object store in memory, for tests: versions, locks and refusals as an S3 server has them."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from storage.locks import end_of_lock
from storage.object_keys import check_key
from vanban.domain.errors import IntegrityError, NotFoundError, ObjectConflictError, RefusedError
from vanban.ports import StoredObject


@dataclass(frozen=True, slots=True)
class _Version:
    stored: StoredObject
    data: bytes


class MemoryStore:
    """``vanban.ports.ObjectStore`` that passes the same contract suite as the real one."""

    def __init__(self) -> None:
        """Start empty."""
        self._versions: dict[tuple[str, str], list[_Version]] = {}
        self._numbers = itertools.count(1)
        self._held: set[str] = set()
        self._guard = threading.RLock()

    def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        retain_until: dt.datetime | None = None,
        content_type: str = "application/octet-stream",
        lock_read_back: bool = True,
    ) -> StoredObject:
        """Create an object once; see the port."""
        del content_type, lock_read_back
        check_key(key)
        until = end_of_lock(retain_until) if retain_until else None
        if until and until <= _now():
            raise RefusedError("A retention must end in the future.")
        with self._guard:
            latest = self._find(bucket, key, "")
            if latest is None:
                return self._add(bucket, key, data, until)
            if latest.data != data:
                raise ObjectConflictError(f"The store already holds other bytes at {key}.")
            if until and (latest.stored.retain_until is None or latest.stored.retain_until < until):
                return self._lock(latest, until)
            return latest.stored

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of a version; see the port."""
        found = self._find(bucket, key, version_id)
        if found is None:
            raise NotFoundError(f"The store has no object {key}.", vi=f"Kho đối tượng không có {key}.")
        return found.data

    def read(self, bucket: str, key: str, *, version_id: str = "") -> tuple[StoredObject, bytes]:
        """Return a version with its bytes; see the port."""
        data = self.get(bucket, key, version_id=version_id)
        found = self._find(bucket, key, version_id)
        if found is None:
            raise NotFoundError(f"The store has no object {key}.")
        return replace(found.stored, is_latest=True), data

    def stat(self, bucket: str, key: str, *, version_id: str = "") -> StoredObject | None:
        """Return a version with its retention; see the port."""
        found = self._find(bucket, key, version_id)
        return found.stored if found else None

    def versions(self, bucket: str, prefix: str = "") -> Iterator[StoredObject]:
        """Yield every version and delete marker under a prefix, newest first within a key; see the port."""
        with self._guard:
            names = sorted(key for held, key in self._versions if held == bucket and key.startswith(prefix))
            for key in names:
                kept = self._versions[bucket, key]
                for version in reversed(kept):
                    latest = version is kept[-1]
                    yield replace(version.stored, retain_until=None, retention_mode="", is_latest=latest)

    def extend_retention(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Move the end of a retention later; see the port."""
        self.shorten(bucket, key, version_id=version_id, retain_until=retain_until)

    def set_hold(self, bucket: str, key: str, *, version_id: str, held: bool) -> None:
        """Put a version under legal hold, or take it off; see the port."""
        with self._guard:
            if self._find(bucket, key, version_id) is None:
                raise NotFoundError(f"The store has no object {key}.")
            (self._held.add if held else self._held.discard)(version_id)

    def is_held(self, bucket: str, key: str, *, version_id: str) -> bool:
        """Return whether a version is under legal hold; see the port."""
        if self._find(bucket, key, version_id) is None:
            raise NotFoundError(f"The store has no object {key}.")
        return version_id in self._held

    def probe(self) -> Mapping[str, bool]:
        """Prove that locks hold; see the port."""
        from storage.probe import probe

        return probe(self)

    def shorten(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Set a retention as a server would: only ever later."""
        until = end_of_lock(retain_until)
        with self._guard:
            found = self._find(bucket, key, version_id)
            if found is None:
                raise NotFoundError(f"The store has no object {key}.")
            if until <= _now() or (found.stored.retain_until and found.stored.retain_until > until):
                raise RefusedError(f"The retention of {key} cannot be made shorter.")
            self._lock(found, until)

    def delete_version(self, bucket: str, key: str, *, version_id: str) -> None:
        """Delete a version that is not locked; without a version, leave a delete marker."""
        with self._guard:
            if not version_id:
                marker = StoredObject(bucket, key, self._next(), 0, is_delete_marker=True)
                self._versions.setdefault((bucket, key), []).append(_Version(marker, b""))
                return
            kept = self._versions.get((bucket, key), [])
            found = next((v for v in kept if v.stored.version_id == version_id), None)
            if found and found.stored.retain_until and found.stored.retain_until > _now():
                raise RefusedError(f"{key} is locked.")
            if version_id in self._held:
                raise RefusedError(f"{key} is under legal hold.")
            if found:
                kept.remove(found)
            if not kept:
                self._versions.pop((bucket, key), None)

    def create(self, bucket: str, key: str, data: bytes, *, sha256: bytes) -> StoredObject | None:
        """Create an object with a stated digest; None if the key is taken."""
        if hashlib.sha256(data).digest() != sha256:
            raise IntegrityError(f"The bytes of {key} were damaged.")
        with self._guard:
            return None if self._find(bucket, key, "") else self._add(bucket, key, data, None)

    def overwrite(self, bucket: str, key: str, data: bytes) -> str:
        """Add a version on top."""
        with self._guard:
            return self._add(bucket, key, data, None).version_id

    def _add(self, bucket: str, key: str, data: bytes, until: dt.datetime | None) -> StoredObject:
        mode = "COMPLIANCE" if until else ""
        stored = StoredObject(bucket, key, self._next(), len(data), retain_until=until, retention_mode=mode)
        self._versions.setdefault((bucket, key), []).append(_Version(stored, bytes(data)))
        return stored

    def _lock(self, version: _Version, until: dt.datetime) -> StoredObject:
        kept = self._versions[version.stored.bucket, version.stored.key]
        locked = replace(version.stored, retain_until=until, retention_mode="COMPLIANCE")
        kept[kept.index(version)] = replace(version, stored=locked)
        return locked

    def _find(self, bucket: str, key: str, version_id: str) -> _Version | None:
        check_key(key)
        with self._guard:
            kept = self._versions.get((bucket, key), [])
            if not version_id:
                return kept[-1] if kept and not kept[-1].stored.is_delete_marker else None
            found = next((v for v in kept if v.stored.version_id == version_id), None)
            return None if found is None or found.stored.is_delete_marker else found

    def _next(self) -> str:
        return f"v{next(self._numbers):08d}"


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)
