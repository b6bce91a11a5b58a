"""The object store over S3: the only place that knows the ``minio`` SDK.

What the SDK does not do is done here (measured on minio 7.2.20): create-only puts, checksums, retention dates of any
server, single-part uploads, short timeouts, and no blind repetition of a PUT, which would leave locked extra versions.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from storage.locks import NO_LOCK, Lock, parse_retention, retention_xml, whole_second
from storage.probe import PREFIX, probe
from storage.s3_errors import missing, precondition_failed, translated
from vanban.domain.errors import IntegrityError, NotFoundError, ObjectConflictError, RefusedError
from vanban.ports import ARCHIVE, StoredObject

if TYPE_CHECKING:
    from minio import Minio
    from urllib3.response import BaseHTTPResponse

CONNECT_SECONDS = 3
READ_SECONDS = 60
CONNECTIONS = 16


class MinioStore:
    """``vanban.ports.ObjectStore`` on any S3 server with versions and object lock.

    The client is not safe to use across a fork, so each process builds its own when it first needs one; threads share
    it.
    """

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        secure: bool,
        region: str,
        buckets: Mapping[str, str],
    ) -> None:
        """Take the address (``host:port``), the identity, and the real names of the logical buckets."""
        self._endpoint = endpoint
        self._access_key = access_key
        self._secret_key = secret_key
        self._secure = secure
        self._region = region
        self._buckets = dict(buckets)
        self._clients: dict[int, Minio] = {}

    def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        retain_until: dt.datetime | None = None,
        content_type: str = "application/octet-stream",
    ) -> StoredObject:
        """Create an object once; see the port. Retention is kept to the second, rounded up.

        Raises:
            IntegrityError: if the server received other bytes than we sent.
        """
        _check_key(key)
        until = whole_second(retain_until) if retain_until else None
        sha256 = hashlib.sha256(data).digest()
        # Asked first, so that a repeated step uploads nothing, and for servers that ignore If-None-Match
        # on versioned buckets (Ceph RGW 16).
        existing = self.stat(bucket, key)
        if existing is None:
            created = self._create(bucket, key, data, sha256=sha256, retain_until=until, content_type=content_type)
            if created is not None:
                return created
            existing = self.stat(bucket, key)
        if existing is None or hashlib.sha256(self.get(bucket, key)).digest() != sha256:
            raise ObjectConflictError(
                f"The store already holds other bytes at {key}.",
                vi=f"Kho đối tượng đã có nội dung khác tại {key}.",
                remedy="Run `vanban audit`: one of the two is not what the register says.",
            )
        return self._with_lock(existing, until)

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of a version; see the port."""
        _check_key(key)
        with translated(key):
            response = self._execute("GET", bucket, key, query=_version(version_id))
            return bytes(response.data)

    def stat(self, bucket: str, key: str, *, version_id: str = "") -> StoredObject | None:
        """Return size, version and retention as the server reports them; see the port."""
        _check_key(key)
        try:
            with translated(key):
                response = self._execute("HEAD", bucket, key, query=_version(version_id))
        except NotFoundError:
            return None
        found = response.headers.get("x-amz-version-id", "")
        # Records carry no lock: asking for one would cost a request, and a line in the server's log, each time.
        may_be_locked = bucket == ARCHIVE or "x-amz-object-lock-mode" in response.headers
        lock = self._lock_of(bucket, key, found) if may_be_locked else NO_LOCK
        return StoredObject(
            bucket=bucket,
            key=key,
            version_id=found,
            size=int(response.headers["content-length"]),
            retain_until=lock.until,
            retention_mode=lock.mode,
        )

    def versions(self, bucket: str, prefix: str = "") -> Iterator[StoredObject]:
        """Yield every version and delete marker under a prefix; see the port."""
        with translated(prefix):
            listed = self.client.list_objects(self._buckets[bucket], prefix, recursive=True, include_version=True)
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
        _check_key(key)
        until = whole_second(retain_until)
        now = self._lock_of(bucket, key, version_id)
        if now.until and now.until > until:
            raise RefusedError(
                f"The retention of {key} cannot be made shorter.",
                vi=f"Không được rút ngắn thời hạn khóa của {key}.",
                remedy="A retention can only be extended.",
            )
        self._put_retention(bucket, key, version_id, until)

    def probe(self) -> Mapping[str, bool]:
        """Prove on this server that locks hold; see ``storage.probe`` and the port."""
        return probe(self)

    def try_write(self, bucket: str) -> None:
        """Write a tiny object where deleting is allowed and remove it: proves that the server takes writes now.

        Raises:
            ServiceUnavailableError: if it does not.
        """
        key = f"{PREFIX}health"
        self.delete_version(bucket, key, version_id=self.overwrite(bucket, key, b"vanban"))

    @property
    def client(self) -> Minio:
        """This process' client."""
        process = os.getpid()
        if process not in self._clients:
            self._clients = {process: self._connect()}
        return self._clients[process]

    def bucket_name(self, bucket: str) -> str:
        """Return the real name of a logical bucket."""
        return self._buckets[bucket]

    def delete_version(self, bucket: str, key: str, *, version_id: str) -> None:
        """Ask the server to delete a version. Only the probe asks; outside its prefix the bucket's policy refuses.

        Raises:
            RefusedError: if the lock or a policy holds.
        """
        with translated(key):
            self._execute("DELETE", bucket, key, query=_version(version_id))

    def create(self, bucket: str, key: str, data: bytes, *, sha256: bytes) -> StoredObject | None:
        """Create an object with a stated digest; None if the key is taken. For probes of the server's own checks."""
        return self._create(bucket, key, data, sha256=sha256, retain_until=None, content_type="text/plain")

    def overwrite(self, bucket: str, key: str, data: bytes) -> str:
        """Put without asking whether the key is free, and return the new version. Only the probe does this."""
        with translated(key):
            headers = {"x-amz-checksum-sha256": _base64(hashlib.sha256(data).digest())}
            response = self._execute("PUT", bucket, key, body=data, headers=headers)
            return response.headers.get("x-amz-version-id", "")

    def shorten(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Ask the server for a shorter retention, without our own check. Only the probe does this."""
        self._put_retention(bucket, key, version_id, whole_second(retain_until))

    # --- requests

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
        """Put one part, only if the key is free; None if it is taken.

        The public ``put_object`` cannot send If-None-Match (it turns it into user metadata and overwrites) and splits
        at 5 MiB, so the request is made one level below.
        """
        headers = {
            "Content-Type": content_type,
            "If-None-Match": "*",
            "x-amz-checksum-sha256": _base64(sha256),
        }
        if retain_until is not None:
            headers["x-amz-object-lock-mode"] = "COMPLIANCE"
            headers["x-amz-object-lock-retain-until-date"] = retain_until.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            with translated(key, passing=precondition_failed):
                response = self._execute("PUT", bucket, key, body=data, headers=headers)
        except Exception as error:
            if precondition_failed(error):
                return None
            raise
        version_id = response.headers.get("x-amz-version-id", "")
        lock = self._lock_of(bucket, key, version_id) if retain_until else NO_LOCK
        if retain_until and (lock.mode != "COMPLIANCE" or lock.until is None or lock.until < retain_until):
            raise IntegrityError(
                f"The store took {key} but does not keep its lock.",
                vi=f"Kho đối tượng nhận {key} nhưng không giữ khóa lưu trữ.",
                remedy="Do not archive there. Run `vanban doctor`.",
            )
        return StoredObject(
            bucket=bucket,
            key=key,
            version_id=version_id,
            size=len(data),
            retain_until=lock.until,
            retention_mode=lock.mode,
        )

    def _with_lock(self, existing: StoredObject, until: dt.datetime | None) -> StoredObject:
        """Return the version that is there, with its retention extended where the caller asked for a later one."""
        held = (
            existing.retention_mode == "COMPLIANCE"
            and existing.retain_until
            and existing.retain_until >= (until or existing.retain_until)
        )
        if until is None or held:
            return existing
        self._put_retention(existing.bucket, existing.key, existing.version_id, until)
        return self.stat(existing.bucket, existing.key, version_id=existing.version_id) or existing

    def _lock_of(self, bucket: str, key: str, version_id: str) -> Lock:
        # The SDK's own reading fails on dates with nanoseconds (Ceph RGW).
        try:
            with translated(key, passing=missing):
                response = self._execute("GET", bucket, key, query={"retention": "", **_version(version_id)})
        except Exception as error:
            if missing(error):
                return NO_LOCK
            raise
        return parse_retention(response.data)

    def _put_retention(self, bucket: str, key: str, version_id: str, until: dt.datetime) -> None:
        body = retention_xml(until)
        headers = {
            "Content-Type": "application/xml",
            "Content-MD5": _base64(hashlib.md5(body, usedforsecurity=False).digest()),
        }
        with translated(key):
            query = {"retention": "", **_version(version_id)}
            self._execute("PUT", bucket, key, body=body, headers=headers, query=query)

    def _execute(
        self,
        method: str,
        bucket: str,
        key: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> BaseHTTPResponse:
        return self.client._execute(  # noqa: SLF001 - see ``_create``
            method,
            self._buckets[bucket],
            key,
            body=body,
            headers=dict(headers or {}),
            query_params=dict(query or {}),
            no_body_trace=True,
        )

    def _connect(self) -> Minio:
        import urllib3
        from minio import Minio

        # Only what cannot have changed anything is repeated: failed connections, and reads.
        retries = urllib3.Retry(
            total=3,
            connect=2,
            read=1,
            redirect=0,
            status=1,
            other=0,
            backoff_factor=0.1,
            allowed_methods=frozenset({"GET", "HEAD"}),
            status_forcelist=frozenset({500, 502, 503, 504}),
            raise_on_status=False,
        )
        pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            maxsize=CONNECTIONS,
            retries=retries,
        )
        return Minio(
            self._endpoint,
            access_key=self._access_key,
            secret_key=self._secret_key,
            secure=self._secure,
            region=self._region,
            http_client=pool,
        )


def _check_key(key: str) -> None:
    if not key or not key.isascii() or not key.isprintable() or key.startswith("/") or ".." in key.split("/"):
        raise RefusedError(
            "A key of the object store must be plain ASCII.",
            vi="Khóa trong kho đối tượng chỉ được dùng ký tự ASCII.",
            remedy="This is a mistake in the program: report it.",
        )


def _version(version_id: str) -> dict[str, str]:
    return {"versionId": version_id} if version_id else {}


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
