"""Requests to an S3 server one level below the ``minio`` SDK's own methods, which cannot make them.

What the SDK does not do is done here (measured on minio 7.2.20): create-only puts, checksums, retention dates of any
server, single-part uploads, short timeouts, and no blind repetition of a PUT, which would leave locked extra versions.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict, Unpack

from storage.locks import NO_LOCK, Lock, hold_xml, parse_hold, parse_retention, retention_xml
from storage.s3_errors import missing, no_hold, precondition_failed, translated

if TYPE_CHECKING:
    from minio import Minio
    from urllib3.response import BaseHTTPResponse

CONNECT_SECONDS = 3
READ_SECONDS = 60
CONNECTIONS = 16


class Access(TypedDict):
    """What it takes to reach a server."""

    endpoint: str
    """``host:port``."""
    access_key: str
    secret_key: str
    secure: bool
    """Whether TLS is spoken."""
    region: str
    buckets: Mapping[str, str]
    """Logical name to real name."""


class S3Requests:
    """One identity on one server, by the logical names of its buckets. Errors are vanban's own.

    The SDK's client is not safe to use across a fork, so each process builds its own when it first needs one; threads
    share it.
    """

    def __init__(self, **access: Unpack[Access]) -> None:
        self._access = access
        self._clients: dict[int, Minio] = {}

    @property
    def client(self) -> Minio:
        """This process' client."""
        process = os.getpid()
        if process not in self._clients:
            self._clients = {process: self._connect()}
        return self._clients[process]

    def bucket_name(self, bucket: str) -> str:
        """Return the real name of a logical bucket."""
        return self._access["buckets"][bucket]

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of a version."""
        with translated(key):
            return bytes(self._send("GET", bucket, key, query=_version(version_id)).data)

    def read(self, bucket: str, key: str, *, version_id: str) -> tuple[bytes, Mapping[str, str]]:
        """Return the bytes of a version and the headers they came with; their names are looked up in any case."""
        with translated(key):
            response = self._send("GET", bucket, key, query=_version(version_id))
            return bytes(response.data), response.headers

    def head(self, bucket: str, key: str, *, version_id: str = "") -> Mapping[str, str]:
        """Return the headers of a version; their names are looked up in any case."""
        with translated(key):
            return self._send("HEAD", bucket, key, query=_version(version_id)).headers

    def create(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        sha256: bytes,
        retain_until: dt.datetime | None = None,
        content_type: str,
    ) -> str | None:
        """Put one part, only if the key is free, and return the new version; None if it is taken.

        The public ``put_object`` cannot send If-None-Match (it turns it into user metadata and overwrites) and splits
        at 5 MiB.
        """
        headers = {
            "Content-Type": content_type,
            "If-None-Match": "*",
            "x-amz-checksum-sha256": _base64(sha256),
            "x-amz-sdk-checksum-algorithm": "SHA256",  # by S3's rules no lock without it (or Content-MD5)
        }
        if retain_until is not None:
            headers["x-amz-object-lock-mode"] = "COMPLIANCE"
            headers["x-amz-object-lock-retain-until-date"] = retain_until.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            with translated(key, passing=precondition_failed):
                response = self._send("PUT", bucket, key, body=data, headers=headers)
        except Exception as error:
            if precondition_failed(error):
                return None
            raise
        return response.headers.get("x-amz-version-id", "")

    def overwrite(self, bucket: str, key: str, data: bytes) -> str:
        """Put without asking whether the key is free, and return the new version."""
        headers = {"x-amz-checksum-sha256": _base64(hashlib.sha256(data).digest())}
        with translated(key):
            response = self._send("PUT", bucket, key, body=data, headers=headers)
            return response.headers.get("x-amz-version-id", "")

    def delete(self, bucket: str, key: str, *, version_id: str) -> None:
        """Ask for a version to be deleted."""
        with translated(key):
            self._send("DELETE", bucket, key, query=_version(version_id))

    def lock_of(self, bucket: str, key: str, version_id: str) -> Lock:
        """Return the retention of a version. The SDK's own reading fails on dates with nanoseconds (Ceph RGW)."""
        try:
            with translated(key, passing=missing):
                response = self._send("GET", bucket, key, query={"retention": "", **_version(version_id)})
        except Exception as error:
            if missing(error):
                return NO_LOCK
            raise
        return parse_retention(response.data)

    def set_lock(self, bucket: str, key: str, version_id: str, until: dt.datetime) -> None:
        """Ask for COMPLIANCE until ``until``; a server that keeps locks refuses a shorter one."""
        with translated(key):
            self._put_rule(bucket, key, version_id, "retention", retention_xml(until))

    def set_hold(self, bucket: str, key: str, version_id: str, *, held: bool) -> None:
        """Ask for a legal hold, or for its end."""
        with translated(key):
            self._put_rule(bucket, key, version_id, "legal-hold", hold_xml(held=held))

    def is_held(self, bucket: str, key: str, version_id: str) -> bool:
        """Return whether a version is under legal hold."""
        try:
            with translated(key, passing=no_hold):
                response = self._send("GET", bucket, key, query={"legal-hold": "", **_version(version_id)})
        except Exception as error:
            if no_hold(error):
                return False
            raise
        return parse_hold(response.data)

    def _put_rule(self, bucket: str, key: str, version_id: str, rule: str, body: bytes) -> None:
        headers = {
            "Content-Type": "application/xml",
            "Content-MD5": _base64(hashlib.md5(body, usedforsecurity=False).digest()),
        }
        self._send("PUT", bucket, key, body=body, headers=headers, query={rule: "", **_version(version_id)})

    def _send(
        self,
        method: str,
        bucket: str,
        key: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> BaseHTTPResponse:
        return self.client._execute(  # noqa: SLF001 - see ``create``
            method,
            self._access["buckets"][bucket],
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
            self._access["endpoint"],
            access_key=self._access["access_key"],
            secret_key=self._access["secret_key"],
            secure=self._access["secure"],
            region=self._access["region"],
            http_client=pool,
        )


def _version(version_id: str) -> dict[str, str]:
    return {"versionId": version_id} if version_id else {}


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
