"""Putting packages under lock, each version beside those before it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from storage.package_files import INVENTORY, EarlierVersion, Package
from vanban.domain.errors import IntegrityError, ObjectConflictError
from vanban.ports import ARCHIVE, ObjectStore

VERSIONS = 9
"""Packages of one record that may have been begun and left incomplete."""


def put_version(
    build: Callable[[int, list[EarlierVersion]], Package],
    *,
    first: int,
    until: dt.datetime,
    store: ObjectStore,
) -> tuple[int, Package]:
    """Put the first version under COMPLIANCE that no other bytes stand in the way of, its inventory last.

    Args:
        build: returns the package of a version, told what lies there of those before it.
        first: version to begin with.
        until: end of the lock.
        store: the archive.

    Raises:
        IntegrityError: if too many versions with other values were begun.
        ServiceUnavailableError: if the store does not answer.
    """
    earlier = [_lying_there(build(version, []).prefix, version, store) for version in range(1, first)]
    for version in range(first, first + VERSIONS):
        package = build(version, earlier)
        try:
            for file in package.files:
                key = package.prefix + file.path
                store.put(ARCHIVE, key, file.data, retain_until=until, content_type=file.media_type)
        except ObjectConflictError:
            earlier.append(_lying_there(package.prefix, version, store))
            continue
        return version, package
    raise IntegrityError(
        "Not archived: the archive holds other packages of this record.",
        vi="Chưa lưu trữ: kho lưu trữ đã có các gói khác của văn bản hoặc hồ sơ này.",
        remedy="Run `vanban audit`, and show this record to the administrator.",
    )


def _lying_there(prefix: str, version: int, store: ObjectStore) -> EarlierVersion:
    """Return what the archive has of a version: the digest of its inventory, if it got one."""
    if store.stat(ARCHIVE, prefix + INVENTORY) is None:
        return EarlierVersion(version, "")
    return EarlierVersion(version, hashlib.sha256(store.get(ARCHIVE, prefix + INVENTORY)).hexdigest())
