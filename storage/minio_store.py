"""The object store over S3."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from storage.locks import NO_LOCK, end_of_lock, lock_in
from storage.object_keys import check_key
from storage.probe import PREFIX, probe
from storage.s3_errors import translated
from storage.s3_requests import Access, S3Requests
from vanban.domain.errors import IntegrityError, NotFoundError, ObjectConflictError, RefusedError
from vanban.ports import ARCHIVE, StoredObject

if TYPE_CHECKING:
    from minio import Minio


class MinioStore:
    """``vanban.ports.ObjectStore`` on any S3 server with versions and object lock.

    Safe to use from threads and across forks: see ``storage.s3_requests``.
    """

    def __init__(self, **access: Unpack[Access]) -> None:
        self._requests = S3Requests(**access)
        self._creates_only = False
        """Whether the probe saw that this server refuses to put on a key that is taken."""

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
        """Create an object once; see the port. Retention is kept to the second, rounded up.

        Raises:
            IntegrityError: if the server received other bytes than we sent.
        """
        check_key(key)
        until = end_of_lock(retain_until) if retain_until else None
        sha256 = hashlib.sha256(data).digest()
        # Asked first where it is not proven that the server honours If-None-Match (Ceph RGW 16 ignores it).
        existing = None if self._creates_only else self.stat(bucket, key)
        if existing is None:
            created = self._create(bucket, key, data, sha256=sha256, retain_until=until, content_type=content_type)
            if created is not None:
                return self._with_proven_lock(created) if until and lock_read_back else created
            existing = self.stat(bucket, key)
        if existing is None or hashlib.sha256(self.get(bucket, key)).digest() != sha256:
            raise ObjectConflictError(
                f"The store already holds other bytes at {key}.",
                vi=f"Kho đối tượng đã có nội dung khác tại {key}.",
                remedy=(
                    "Run `vanban audit`: one of the two is not what the register says."
                    " / Hãy chạy `vanban audit`: một trong hai bản không đúng với sổ."
                ),
            )
        return self._with_lock(existing, until)

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of a version; see the port."""
        check_key(key)
        return self._requests.get(bucket, key, version_id=version_id)

    def read(self, bucket: str, key: str, *, version_id: str = "") -> tuple[StoredObject, bytes]:
        """Return a version with its bytes and its retention; see the port."""
        check_key(key)
        data, headers = self._requests.read(bucket, key, version_id=version_id)
        found = version_id or headers.get("x-amz-version-id", "")
        lock = lock_in(headers)
        if lock is NO_LOCK and bucket == ARCHIVE:
            lock = self._requests.lock_of(bucket, key, found)  # not every server says it with the bytes
        stored = StoredObject(
            bucket=bucket,
            key=key,
            version_id=found,
            size=len(data),
            retain_until=lock.until,
            retention_mode=lock.mode,
        )
        return stored, data

    def stat(self, bucket: str, key: str, *, version_id: str = "") -> StoredObject | None:
        """Return size, version and retention as the server reports them; see the port."""
        check_key(key)
        try:
            headers = self._requests.head(bucket, key, version_id=version_id)
        except NotFoundError:
            return None
        found = headers.get("x-amz-version-id", "")
        # Records carry no lock: asking for one would cost a request, and a line in the server's log, each time.
        may_be_locked = bucket == ARCHIVE or "x-amz-object-lock-mode" in headers
        lock = self._requests.lock_of(bucket, key, found) if may_be_locked else NO_LOCK
        return StoredObject(
            bucket=bucket,
            key=key,
            version_id=found,
            size=int(headers["content-length"]),
            retain_until=lock.until,
            retention_mode=lock.mode,
        )

    def versions(self, bucket: str, prefix: str = "") -> Iterator[StoredObject]:
        """Yield every version and delete marker under a prefix; see the port."""
        with translated(prefix):
            listed = self.client.list_objects(self.bucket_name(bucket), prefix, recursive=True, include_version=True)
            for item in listed:
                yield StoredObject(
                    bucket=bucket,
                    key=str(item.object_name),
                    version_id=item.version_id or "",
                    size=item.size or 0,
                    is_delete_marker=bool(item.is_delete_marker),
                    is_latest=str(item.is_latest).lower() == "true",  # the SDK gives a string
                )

    def extend_retention(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Move the end of a COMPLIANCE retention later; see the port."""
        check_key(key)
        until = end_of_lock(retain_until)
        now = self._requests.lock_of(bucket, key, version_id)
        if now.until and now.until > until:
            raise RefusedError(
                f"The retention of {key} cannot be made shorter.",
                vi=f"Không được rút ngắn thời hạn khóa của {key}.",
                remedy="A retention can only be extended. / Thời hạn khóa chỉ được kéo dài.",
            )
        self._requests.set_lock(bucket, key, version_id, until)

    def set_hold(self, bucket: str, key: str, *, version_id: str, held: bool) -> None:
        """Put a version under legal hold, or take it off; see the port."""
        check_key(key)
        self._requests.set_hold(bucket, key, version_id, held=held)

    def is_held(self, bucket: str, key: str, *, version_id: str) -> bool:
        """Return whether a version is under legal hold; see the port."""
        check_key(key)
        return self._requests.is_held(bucket, key, version_id)

    def probe(self) -> Mapping[str, bool]:
        """Prove on this server that locks hold; see ``storage.probe`` and the port."""
        found = probe(self)
        self._creates_only = found["create_only"]
        return found

    def try_write(self, bucket: str) -> None:
        """Write a tiny object where deleting is allowed and remove it: proves that the server takes writes now.

        Raises:
            ServiceUnavailableError: if it does not.
        """
        key = f"{PREFIX}health"
        self.delete_version(bucket, key, version_id=self.overwrite(bucket, key, b"vanban"))

    @property
    def client(self) -> Minio:
        """This process' client of the SDK."""
        return self._requests.client

    def bucket_name(self, bucket: str) -> str:
        """Return the real name of a logical bucket."""
        return self._requests.bucket_name(bucket)

    def delete_version(self, bucket: str, key: str, *, version_id: str) -> None:
        """Ask the server to delete a version. Only the probe asks; outside its prefix the bucket's policy refuses.

        Raises:
            RefusedError: if the lock or a policy holds.
        """
        self._requests.delete(bucket, key, version_id=version_id)

    def create(self, bucket: str, key: str, data: bytes, *, sha256: bytes) -> StoredObject | None:
        """Create an object with a stated digest; None if the key is taken. For probes of the server's own checks."""
        return self._create(bucket, key, data, sha256=sha256, retain_until=None, content_type="text/plain")

    def overwrite(self, bucket: str, key: str, data: bytes) -> str:
        """Put without asking whether the key is free, and return the new version. Only the probe does this."""
        return self._requests.overwrite(bucket, key, data)

    def shorten(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Ask the server for a shorter retention, without our own check. Only the probe does this."""
        self._requests.set_lock(bucket, key, version_id, end_of_lock(retain_until))

    def _create(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        sha256: bytes,
        retain_until: dt.datetime | None,
        content_type: str,
    ) -> StoredObject | None:
        """Create a version; None if the key is taken. Its lock is the one that was asked for."""
        version_id = self._requests.create(
            bucket, key, data, sha256=sha256, retain_until=retain_until, content_type=content_type
        )
        if version_id is None:
            return None
        return StoredObject(
            bucket=bucket,
            key=key,
            version_id=version_id,
            size=len(data),
            retain_until=retain_until,
            retention_mode="COMPLIANCE" if retain_until else "",
        )

    def _with_proven_lock(self, created: StoredObject) -> StoredObject:
        """Return a new version with its lock as the server says it.

        Raises:
            IntegrityError: if that is not the lock that was asked for.
        """
        lock = self._requests.lock_of(created.bucket, created.key, created.version_id)
        wanted = created.retain_until
        if lock.mode != "COMPLIANCE" or lock.until is None or (wanted is not None and lock.until < wanted):
            raise IntegrityError(
                f"The store took {created.key} but does not keep its lock.",
                vi=f"Kho đối tượng nhận {created.key} nhưng không giữ khóa lưu trữ.",
                remedy=(
                    "Do not archive there. Run `vanban doctor`. / Không lưu trữ vào kho đó. Hãy chạy `vanban doctor`."
                ),
            )
        return replace(created, retain_until=lock.until)

    def _with_lock(self, existing: StoredObject, until: dt.datetime | None) -> StoredObject:
        """Return the version that is there, with its retention extended where the caller asked for a later one."""
        held = (
            existing.retention_mode == "COMPLIANCE"
            and existing.retain_until
            and existing.retain_until >= (until or existing.retain_until)
        )
        if until is None or held:
            return existing
        self._requests.set_lock(existing.bucket, existing.key, existing.version_id, until)
        return self.stat(existing.bucket, existing.key, version_id=existing.version_id) or existing
