"""Which names an object may have."""

from __future__ import annotations

from vanban.domain.errors import RefusedError


def check_key(key: str) -> None:
    """Refuse a key that some server, file system or tool would read otherwise.

    Raises:
        RefusedError: unless the key is printable ASCII, relative, and without ``..``.
    """
    if not key or not key.isascii() or not key.isprintable() or key.startswith("/") or ".." in key.split("/"):
        raise RefusedError(
            "A key of the object store must be plain ASCII.",
            vi="Khóa trong kho đối tượng chỉ được dùng ký tự ASCII.",
            remedy="This is a mistake in the program: report it. / Đây là lỗi của chương trình: hãy báo lại.",
        )
