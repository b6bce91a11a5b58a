"""Putting packages under lock, each version beside those before it, and reading them back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.package_files import INVENTORY, EarlierVersion, Package
from vanban.domain.errors import IntegrityError, NotFoundError, ObjectConflictError
from vanban.ports import ARCHIVE, ObjectStore, StoredObject

VERSIONS = 9
"""Packages of one record that may have been begun and left incomplete."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A package that was put under lock and read back."""

    version: int
    package: Package
    locked_until: dt.datetime
    """Earliest end of a lock, as the store says."""


def put_version(
    build: Callable[[int, list[EarlierVersion]], Package],
    *,
    first: int,
    until: dt.datetime,
    store: ObjectStore,
) -> Kept:
    """Put the first version under COMPLIANCE that no other bytes stand in the way of, its inventory last; read it back.

    Args:
        build: returns the package of a version, told what lies there of those before it.
        first: version to begin with.
        until: end of the lock.
        store: the archive.

    Raises:
        IntegrityError: if too many versions with other values were begun, or what was written is not what is read.
        ServiceUnavailableError: if the store does not answer.
    """
    earlier = [_lying_there(build(version, []).prefix, version, store) for version in range(1, first)]
    for version in range(first, first + VERSIONS):
        package = build(version, earlier)
        try:
            stored = {
                file.path: store.put(
                    ARCHIVE,
                    package.prefix + file.path,
                    file.data,
                    retain_until=until,
                    content_type=file.media_type,
                    lock_read_back=False,  # below, with the bytes
                )
                for file in package.files
            }
        except ObjectConflictError:
            earlier.append(_lying_there(package.prefix, version, store))
            continue
        return Kept(version, package, _read_back(package, stored, until=until, store=store))
    raise IntegrityError(
        "Not archived: the archive holds other packages of this record.",
        vi="Chưa lưu trữ: kho lưu trữ đã có các gói khác của văn bản hoặc hồ sơ này.",
        remedy=(
            "Run `vanban audit`, and show this record to the administrator."
            " / Hãy báo quản trị về tài liệu này (`vanban audit`)."
        ),
    )


def _read_back(
    package: Package, stored: Mapping[str, StoredObject], *, until: dt.datetime, store: ObjectStore
) -> dt.datetime:
    """Read every version that was written, with its lock, by one request each; return the earliest end of a lock."""
    ends = []
    for file in package.files:
        key = package.prefix + file.path
        try:
            told, data = store.read(ARCHIVE, key, version_id=stored[file.path].version_id)
        except NotFoundError as error:
            raise _broken(f"{key} is not there after it was written", f"{key} không còn sau khi ghi") from error
        if told.retention_mode != "COMPLIANCE" or told.retain_until is None:
            raise _broken(f"{key} is not under lock after it was written", f"{key} không được khóa sau khi ghi")
        if told.retain_until < until:
            raise _broken(f"the lock of {key} ends too early", f"khóa của {key} hết hạn quá sớm")
        if data != file.data:
            raise _broken(f"{key} is not what was written", f"{key} không đúng với nội dung đã ghi")
        ends.append(told.retain_until)
    return min(ends)


def _broken(en: str, vi: str) -> IntegrityError:
    return IntegrityError(
        f"Not archived: {en}.",
        vi=f"Chưa lưu trữ: {vi}.",
        remedy=(
            "Run `vanban audit`, and show this record to the administrator."
            " / Hãy báo quản trị về tài liệu này (`vanban audit`)."
        ),
    )


def _lying_there(prefix: str, version: int, store: ObjectStore) -> EarlierVersion:
    """Return what the archive has of a version: the digest of its inventory, if it got one."""
    if store.stat(ARCHIVE, prefix + INVENTORY) is None:
        return EarlierVersion(version, "")
    return EarlierVersion(version, hashlib.sha256(store.get(ARCHIVE, prefix + INVENTORY)).hexdigest())
