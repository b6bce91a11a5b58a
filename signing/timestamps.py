# mypy: disable-error-code="no-untyped-call"
"""Time-stamps (RFC 3161) from the first service that answers, over kept connections."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from asn1crypto import cms, tsp, x509
from pyhanko.sign.timestamps import TimeStamper

from signing.running import run_to_end
from signing.web import Web, WebError

ATTEMPTS = 2
PAUSE_SECONDS = 2.0
FIRST_GUESS = 9000
"""Bytes of a token before one was seen."""


class TimestampError(Exception):
    """Indicate that no time-stamp service gave a valid token."""


class SharedTimeStamper(TimeStamper):
    """A client for the whole life of the desk. Blocks: run it off any event loop that serves others."""

    def __init__(self, *, urls: Sequence[str], web: Web, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__(include_nonce=True)
        self._urls = tuple(urls)
        self._web = web
        self._pause = pause
        self._largest = 0
        self._seen: dict[bytes, x509.Certificate] = {}

    @property
    def room(self) -> int:
        """Bytes to leave for a token: the largest seen, and some."""
        return (self._largest or FIRST_GUESS) + 512

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """Certificates that came with the tokens so far."""
        return tuple(self._seen.values())

    def timestamp(self, digest: bytes) -> bytes:
        """Return the DER of a token over a SHA-256 digest. Raises ``TimestampError`` if no service gives one."""
        token: bytes = run_to_end(self.async_timestamp(digest, "sha256")).dump()
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask each service in turn, twice, with a pause.

        Raises:
            TimestampError: if none answers.
        """
        body = req.dump()
        why = "no time-stamp service is configured"
        for attempt in range(ATTEMPTS):
            if attempt:
                self._pause(PAUSE_SECONDS)
            for url in self._urls:
                try:
                    data = self._web.post(url, body, content_type="application/timestamp-query")
                    return tsp.TimeStampResp.load(data, strict=True)
                except (WebError, ValueError) as error:
                    why = str(error)
        raise TimestampError(why)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a token over a digest, remembering its size and certificates.

        Raises:
            TimestampError: if no service gives one.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            self._remember(token)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TimestampError(f"the time-stamp service refused: {error}") from error
        return token

    def _remember(self, token: cms.ContentInfo) -> None:
        self._largest = max(self._largest, len(token.dump()))
        for choice in token["content"]["certificates"]:
            certificate = choice.chosen
            self._seen.setdefault(certificate.sha256, certificate)
