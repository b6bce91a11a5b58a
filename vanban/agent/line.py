"""The line to the desk: JSON over one kept HTTP connection, with the access token of this PC."""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.parse
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from vanban.domain.errors import NotFoundError, RefusedError, ServiceUnavailableError, VanbanError

SECONDS = 60.0
MOST_BYTES = 512 * 1024 * 1024
"""Of one answer: a document of 100 MB, prepared, and some."""
TRIES = 5
"""Of a request that meets a busy desk or a broken connection; every request may be repeated."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Line:
    """Asks the desk. Context manager: leaving it closes the connection."""

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        ca_file: str = "",
        allow_http: bool = False,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        address = urllib.parse.urlsplit(url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise RefusedError(
                f"{url} is not an address of a desk.",
                vi=f"{url} không phải là địa chỉ của hệ thống.",
                remedy=(
                    "Give it as https://host or https://host:port."
                    " / Hãy ghi dạng https://máy-chủ hoặc https://máy-chủ:cổng."
                ),
            )
        if address.scheme == "http" and address.hostname not in LOOPBACK and not allow_http:
            raise RefusedError(
                "The desk must be reached by HTTPS: others on the network could read and change what is sent.",
                vi="Phải kết nối bằng HTTPS: qua HTTP người khác trong mạng có thể đọc và sửa dữ liệu.",
                remedy=(
                    "Use https://…, or --allow-http in a network that you trust."
                    " / Hãy dùng https://…, hoặc thêm --allow-http trong mạng tin cậy."
                ),
            )
        self.token = token
        self._address = address
        self._base = address.path.rstrip("/")
        self._ca_file = ca_file
        self._pause = pause
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Mapping[str, Any]:
        """Return the JSON object at a path. Raises what the desk answers as one of our errors."""
        return _object(self._ask("GET", path, b""))

    def get_bytes(self, path: str) -> bytes:
        """Return the bytes at a path."""
        return self._ask("GET", path, b"")

    def post(self, path: str, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the JSON object that answers a posted one."""
        return _object(self._ask("POST", path, json.dumps(value).encode()))

    def _ask(self, method: str, path: str, body: bytes) -> bytes:
        for attempt in range(TRIES):
            if attempt:
                self._pause(min(0.5 * 2**attempt, 8.0))
            try:
                status, data, wait = self._once(method, path, body)
            except ssl.SSLError as error:
                raise _untrusted(error) from error
            except (OSError, http.client.HTTPException):
                self.close()
                continue
            if status == http.HTTPStatus.OK:
                return data
            if status == http.HTTPStatus.TOO_MANY_REQUESTS and wait <= SECONDS:
                self._pause(wait)
                continue
            raise _refused(status, data)
        raise ServiceUnavailableError(
            "The desk does not answer.",
            vi="Hệ thống không trả lời.",
            remedy=(
                "Check the address and the network, then run the same command again: it goes on where it stopped."
                " / Hãy kiểm tra địa chỉ và mạng rồi chạy lại lệnh này: công việc tiếp tục từ chỗ dừng."
            ),
        )

    def _once(self, method: str, path: str, body: bytes) -> tuple[int, bytes, float]:
        connection = self._connection or self._connect()
        self._connection = connection
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection.request(method, self._base + path, body=body or None, headers=headers)
        answer = connection.getresponse()
        data = answer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise RefusedError("The desk's answer is too large.", vi="Câu trả lời của hệ thống quá lớn.")
        wait = answer.headers.get("Retry-After", "1")
        return answer.status, data, float(wait) if wait.isdigit() else 1.0

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=SECONDS)
        context = ssl.create_default_context(cafile=self._ca_file or None)
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(data)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise _not_a_desk()
    return value


def _refused(status: int, data: bytes) -> VanbanError:
    """Return the error that the desk answered with."""
    try:
        said = json.loads(data)
        en, vi, remedy = str(said["en"]), str(said["vi"]), str(said.get("remedy", ""))
    except (ValueError, KeyError, TypeError):
        return _not_a_desk(status)
    kinds: dict[int, type[VanbanError]] = {401: RefusedError, 404: NotFoundError, 503: ServiceUnavailableError}
    return kinds.get(status, RefusedError)(en, vi=vi, remedy=remedy)


def _not_a_desk(status: int = 200) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"What answers there is not this system's desk (HTTP {status}).",
        vi=f"Địa chỉ này không phải là hệ thống văn bản (HTTP {status}).",
        remedy="Check the address given with --desk. / Hãy kiểm tra địa chỉ ghi ở --desk.",
    )


def _untrusted(error: ssl.SSLError) -> RefusedError:
    return RefusedError(
        f"The desk's certificate for HTTPS is not trusted: {getattr(error, 'verify_message', '') or error.reason}.",
        vi="Chứng thư HTTPS của hệ thống không được tin cậy.",
        remedy=(
            "Name the office's own CA with --ca FILE; never go on without."
            " / Hãy chỉ ra chứng thư gốc của cơ quan bằng --ca TỆP; không được bỏ qua bước này."
        ),
    )
