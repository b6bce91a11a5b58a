"""A folder on a medium of its own, as an object store: for backup sets that leave the building.

No server guards it, so it holds no locks and its probe says so; what protects it is that it is taken away. Ends of
locks are noted beside the objects, so that they hold again where the set is restored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from storage.object_keys import check_key
from vanban.domain.errors import NotFoundError, ObjectConflictError, RefusedError, ServiceUnavailableError
from vanban.durable_files import write_once, write_whole
from vanban.ports import StoredObject

_VERSION = "1"
_LOCKS = "locks"


class FolderStore:
    """``vanban.ports.ObjectStore`` in a folder: ``<bucket>/<key>``, one version of each object."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
        path = self._path(bucket, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if retain_until is not None:
                self._note_lock(bucket, key, retain_until)
            write_once(path, data)
            if path.read_bytes() != data:
                raise ObjectConflictError(
                    f"The folder already holds other bytes at {key}.",
                    vi=f"Thư mục đã có nội dung khác tại {key}.",
                    remedy=(
                        "Use an empty folder for another installation's set."
                        " / Hãy dùng thư mục trống cho bộ của hệ thống khác."
                    ),
                )
        except OSError as error:
            raise _away(self._folder, error) from error
        return self._stored(bucket, key)

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of an object; see the port."""
        if version_id not in ("", _VERSION):
            raise _not_found(key)
        try:
            return self._path(bucket, key).read_bytes()
        except FileNotFoundError:
            raise _not_found(key) from None
        except OSError as error:
            raise _away(self._folder, error) from error

    def read(self, bucket: str, key: str, *, version_id: str = "") -> tuple[StoredObject, bytes]:
        """Return an object with what is known of it; see the port."""
        data = self.get(bucket, key, version_id=version_id)
        return self._stored(bucket, key), data

    def stat(self, bucket: str, key: str, *, version_id: str = "") -> StoredObject | None:
        """Return size and noted lock; see the port."""
        if version_id not in ("", _VERSION) or not self._path(bucket, key).is_file():
            return None
        return self._stored(bucket, key)

    def versions(self, bucket: str, prefix: str = "") -> Iterator[StoredObject]:
        """Yield every object under a prefix; see the port."""
        top = self._folder / bucket
        paths = (path for path in sorted(top.rglob("*")) if path.is_file() and not path.name.startswith("."))
        for path in paths:
            key = path.relative_to(top).as_posix()
            if key.startswith(prefix):
                yield StoredObject(bucket=bucket, key=key, version_id=_VERSION, size=path.stat().st_size)

    def extend_retention(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Note a later end of a lock; see the port."""
        stored = self.stat(bucket, key, version_id=version_id)
        if stored is None:
            raise _not_found(key)
        if stored.retain_until and stored.retain_until > retain_until:
            raise RefusedError(
                f"The retention of {key} cannot be made shorter.",
                vi=f"Không được rút ngắn thời hạn khóa của {key}.",
                remedy="A retention can only be extended. / Thời hạn khóa chỉ được kéo dài.",
            )
        self._note_lock(bucket, key, retain_until)

    def set_hold(self, bucket: str, key: str, *, version_id: str, held: bool) -> None:
        """Refuse: nothing here can be held."""
        del bucket, version_id, held
        raise RefusedError(
            f"A folder cannot hold {key}.",
            vi=f"Thư mục không giữ được {key}.",
            remedy="Take the medium away. / Hãy tháo thiết bị lưu trữ ra.",
        )

    def is_held(self, bucket: str, key: str, *, version_id: str) -> bool:
        """Return False."""
        del bucket, key, version_id
        return False

    def probe(self) -> Mapping[str, bool]:
        """Say that no lock holds here."""
        return {"lock_delete_refused": False}

    def _path(self, bucket: str, key: str) -> Path:
        check_key(key)
        return self._folder / bucket / key

    def _stored(self, bucket: str, key: str) -> StoredObject:
        noted = self._lock_file(bucket, key)
        until = dt.datetime.fromisoformat(noted.read_text().strip()) if noted.is_file() else None
        return StoredObject(
            bucket=bucket,
            key=key,
            version_id=_VERSION,
            size=self._path(bucket, key).stat().st_size,
            retain_until=until,
            retention_mode="COMPLIANCE" if until else "",
        )

    def _lock_file(self, bucket: str, key: str) -> Path:
        return self._folder / _LOCKS / bucket / key

    def _note_lock(self, bucket: str, key: str, until: dt.datetime) -> None:
        path = self._lock_file(bucket, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, until.isoformat() + "\n")


def _not_found(key: str) -> NotFoundError:
    return NotFoundError(f"There is no {key} in the folder.", vi=f"Thư mục không có {key}.")


def _away(folder: Path, error: OSError) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"{folder} cannot be used: {error.strerror}.",
        vi=f"Không dùng được {folder}: {error.strerror}.",
        remedy=(
            "Check that the medium is there and has room, then run it again: it goes on where it stopped."
            " / Hãy kiểm tra thiết bị lưu trữ có sẵn và còn chỗ rồi chạy lại: công việc tiếp tục từ chỗ dừng."
        ),
    )
