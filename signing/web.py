"""The one HTTP client of signing: kept connections, bounded answers, counted requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

CONNECT_SECONDS = 5.0
MEBIBYTE = 1024 * 1024
MAX_ANSWER = 64 * MEBIBYTE
"""The Government CA's revocation list is some megabytes; an answer beyond this is not one."""


class WebError(Exception):
    """Indicate that a PKI or signing service did not answer, or not with what it should."""

    def __init__(self, why: str, *, status: int = 0, answer: bytes = b"") -> None:
        super().__init__(why)
        self.status = status
        """HTTP status; 0 where nothing was answered."""
        self.answer = answer
        """The body that came with it."""

    def told(self, name: str) -> str:
        """Return a text member of a JSON answer; empty where there is none."""
        try:
            return str(json.loads(self.answer).get(name, ""))
        except (ValueError, AttributeError):
            return ""


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

    def post_json(self, url: str, value: Mapping[str, Any], *, headers: Mapping[str, str]) -> Mapping[str, Any]:
        """Return the JSON object that answers a posted one. Never follows a redirect: secrets may be in it.

        Raises:
            WebError: with the status and body of an answer that is not 200.
        """
        data = self._request(
            "POST", url, body=json.dumps(value).encode(), redirects=0,
            headers={"Content-Type": "application/json", **headers},
        )  # fmt: skip
        try:
            answer = json.loads(data)
        except ValueError as error:
            raise WebError(f"{url} does not answer with JSON", status=200) from error
        if not isinstance(answer, dict):
            raise WebError(f"{url} does not answer with a JSON object", status=200)
        return answer

    def _request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        redirects: int = 2,
    ) -> bytes:
        if not url.startswith(("http://", "https://")):
            raise WebError(f"not an HTTP address: {url[:100]}")
        self.requests_made += 1
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=self.read_seconds)
        try:
            answer = self._pool.request(
                method, url, body=body, headers=headers, timeout=timeout, preload_content=False,
                retries=urllib3.Retry(total=2, connect=0, read=0, redirect=redirects, status=0, other=0),
                redirect=redirects > 0,
            )  # fmt: skip
            try:
                data = answer.read(MAX_ANSWER + 1)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise WebError(f"{url} does not answer: {type(error).__name__}") from error
        if answer.status != 200 or len(data) > MAX_ANSWER:
            why = f"{url} answers with HTTP {answer.status}, {len(data)} bytes"
            raise WebError(why, status=answer.status, answer=data[:MEBIBYTE])
        return data
