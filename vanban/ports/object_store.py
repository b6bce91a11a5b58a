"""Where bytes are kept for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

RECORDS = "records"
"""Originals and intermediate signed files, content-addressed, versioned, nothing deletes them."""
ARCHIVE = "archive"
"""Packages under COMPLIANCE retention."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One version of an object, as the store reports it."""

    bucket: str
    key: str
    version_id: str
    size: int
    retain_until: dt.datetime | None = None
    retention_mode: str = ""
    """``COMPLIANCE``, ``GOVERNANCE`` or empty."""
    is_delete_marker: bool = False
    is_latest: bool = True


class ObjectStore(Protocol):
    """An S3 object store with versioned buckets and object lock. All keys are ASCII."""

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
        """Create an object; idempotent: the same bytes at the same key return the version that is there.

        ``retain_until`` puts the version under COMPLIANCE retention. ``lock_read_back`` is False where the caller reads
        each version back with its lock; then the retention that is returned is only what was asked for.

        Raises:
            RefusedError: if the retention ends in the past, or later than every server can keep.
            ObjectConflictError: if the key holds other bytes.
            ServiceUnavailableError: if the store does not answer.
        """

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of a version, the latest by default.

        Raises:
            NotFoundError: if there is no such object.
        """

    def read(self, bucket: str, key: str, *, version_id: str = "") -> tuple[StoredObject, bytes]:
        """Return a version as ``stat`` tells of it, and its bytes; the latest by default.

        One request, where the server says both at once.

        Raises:
            NotFoundError: if there is no such version.
        """

    def stat(self, bucket: str, key: str, *, version_id: str = "") -> StoredObject | None:
        """Return what the store says of a version, with its retention read back; None if it is not there."""

    def versions(self, bucket: str, prefix: str = "") -> Iterator[StoredObject]:
        """Yield every version and delete marker under a prefix, without retention."""

    def extend_retention(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Move the end of a retention later; a shorter one is refused with ``RefusedError``."""

    def set_hold(self, bucket: str, key: str, *, version_id: str, held: bool) -> None:
        """Put a version under legal hold, or take the hold off; a held version cannot be deleted, locked or not.

        Raises:
            NotFoundError: if there is no such version.
        """

    def is_held(self, bucket: str, key: str, *, version_id: str) -> bool:
        """Return whether a version is under legal hold, as the store says now."""

    def probe(self) -> Mapping[str, bool]:
        """Prove on this server that locks hold: capability name to whether it holds.

        Raises:
            RefusedError: if the lock does not hold, so that nothing may be archived there.
        """
