"""What an S3 answer means in vanban's own errors."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError

from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError, ServiceUnavailableError, VanbanError

_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "NoSuchBucket", "ResourceNotFound", "MethodNotAllowed"})
_NO_RETENTION = frozenset({"NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError", "InvalidRequest"})
_NO_HOLD = frozenset({"NoSuchObjectLegalHold", *_NO_RETENTION})
_CORRUPT = frozenset({"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"})
_REFUSED_STATUS = frozenset({400, 401, 403, 409})


def never(_error: Exception) -> bool:
    """Let no error pass untranslated."""
    return False


def precondition_failed(error: Exception) -> bool:
    """Return whether the key was taken: another writer was first."""
    return isinstance(error, S3Error) and (
        error.code in {"PreconditionFailed", "ConditionalRequestConflict"} or error.response.status == 412
    )


def missing(error: Exception) -> bool:
    """Return whether a version has no retention, or is not there."""
    return isinstance(error, S3Error) and (error.code in _NO_RETENTION or error.code in _MISSING)


def no_hold(error: Exception) -> bool:
    """Return whether a version, which is there, was never under legal hold."""
    return isinstance(error, S3Error) and error.code in _NO_HOLD


@contextlib.contextmanager
def translated(key: str, *, passing: Callable[[Exception], bool] = never) -> Iterator[None]:
    """Raise the SDK's errors as vanban's, except those that ``passing`` accepts."""
    try:
        yield
    except (MinioException, HTTPError, OSError) as error:
        if passing(error):
            raise
        raise _meaning(error, key) from error


def _meaning(error: Exception, key: str) -> VanbanError:
    if isinstance(error, S3Error) and error.response.status < 500:
        return _refusal(error, key)
    if isinstance(error, ServerError | InvalidResponseError | S3Error) and 400 <= _status(error) < 500:
        return RefusedError(
            f"The object store refused a request for {key} (HTTP {_status(error)}).",
            vi=f"Kho đối tượng từ chối yêu cầu với {key} (HTTP {_status(error)}).",
            remedy=(
                "Check the address and identity of the object store with `vanban doctor`."
                " / Hãy kiểm tra địa chỉ và danh tính của kho đối tượng bằng `vanban doctor`."
            ),
        )
    return ServiceUnavailableError(
        "The object store does not answer.",
        vi="Kho đối tượng không trả lời.",
        remedy=(
            "Try again; if it lasts, tell the administrator (`vanban status`)."
            " / Hãy thử lại; nếu còn lỗi, hãy báo quản trị (`vanban status`)."
        ),
    )


def _refusal(error: S3Error, key: str) -> VanbanError:
    if error.code in _MISSING or error.response.status == 404:
        return NotFoundError(f"The store has no object {key}.", vi=f"Kho đối tượng không có {key}.")
    if error.code in _CORRUPT:
        return IntegrityError(
            f"The bytes of {key} were damaged on their way to the store; nothing was stored.",
            vi=f"Nội dung {key} bị hỏng trên đường đến kho đối tượng; không có gì được lưu.",
            remedy=(
                "Try again; if it lasts, check memory and network of this machine."
                " / Hãy thử lại; nếu còn lỗi, hãy kiểm tra bộ nhớ và mạng của máy này."
            ),
        )
    if error.response.status in _REFUSED_STATUS:
        return RefusedError(
            f"The object store refused a request for {key} ({error.code}).",
            vi=f"Kho đối tượng từ chối yêu cầu với {key} ({error.code}).",
            remedy=(
                "Check the identity's rights and the server's clock with `vanban doctor`."
                " / Hãy kiểm tra quyền của danh tính và đồng hồ máy chủ bằng `vanban doctor`."
            ),
        )
    return ServiceUnavailableError(
        f"The object store could not serve {key} ({error.code}).",
        vi=f"Kho đối tượng chưa phục vụ được {key} ({error.code}).",
        remedy=(
            "Try again; if it lasts, tell the administrator (`vanban status`)."
            " / Hãy thử lại; nếu còn lỗi, hãy báo quản trị (`vanban status`)."
        ),
    )


def _status(error: Exception) -> int:
    for name in ("status_code", "_code"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            return value
    response = getattr(error, "response", None)
    return int(getattr(response, "status", 0))
