"""The one HTTP client of signing: kept connections, bounded answers, counted requests."""

from __future__ import annotations

from dataclasses import dataclass, field

import urllib3

CONNECT_SECONDS = 5.0
MEBIBYTE = 1024 * 1024
MAX_ANSWER = 64 * MEBIBYTE
"""The Government CA's revocation list is some megabytes; an answer beyond this is not one."""


class WebError(Exception):
    """Indicate that a PKI service did not answer, or not with what it should."""


@dataclass
class Web:
    """A small HTTP client. Redirects are followed at most twice; nothing is retried here."""

    read_seconds: float = 60.0
    """Time-stamps of the Government CA were seen to take up to 131 s; most take 2."""
    requests_made: int = 0
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(num_pools=8, maxsize=4))

    def get(self, url: str) -> bytes:
        """Return the body at an address. Raises ``WebError``."""
        return self._request("GET", url)

    def post(self, url: str, body: bytes, *, content_type: str) -> bytes:
        """Return the answer to a posted body. Raises ``WebError``."""
        return self._request("POST", url, body=body, headers={"Content-Type": content_type})

    def _request(
        self, method: str, url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> bytes:
        if not url.startswith(("http://", "https://")):
            raise WebError(f"not an HTTP address: {url[:100]}")
        self.requests_made += 1
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=self.read_seconds)
        try:
            answer = self._pool.request(
                method, url, body=body, headers=headers, timeout=timeout, preload_content=False,
                retries=urllib3.Retry(total=2, connect=0, read=0, redirect=2, status=0, other=0),
            )  # fmt: skip
            try:
                data = answer.read(MAX_ANSWER + 1)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise WebError(f"{url} does not answer: {type(error).__name__}") from error
        if answer.status != 200 or len(data) > MAX_ANSWER:
            raise WebError(f"{url} answers with HTTP {answer.status}, {len(data)} bytes")
        return data
