"""What the routes for visitors ask for: a look that is counted, and a file that is read only if it may be sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from vanban.desk.desk import DeskHere
from vanban.domain.errors import RefusedError

_SECONDS_TO_SEND = 120


class TooSlowError(RefusedError):
    """Indicate that a file did not arrive in time."""


class NoFileError(RefusedError):
    """Indicate that a form came without a file."""


def look_in(request: Request, desk: DeskHere) -> None:
    """Dependency: count a visitor's request for a page."""
    desk.visitors.look(_address(request), now=desk.services.clock.now())


async def file_sent(request: Request, desk: DeskHere) -> AsyncIterator[UploadFile]:
    """Dependency: the file of a visitor's form; its body is read only if the visitor may send one.

    Raises:
        TooSlowError: if it does not arrive in time.
        NoFileError: if there is none.
    """
    with desk.visitors.upload(_address(request), now=desk.services.clock.now()):
        try:
            async with asyncio.timeout(_SECONDS_TO_SEND):
                form = await request.form(max_files=1, max_fields=4)
        except TimeoutError as late:
            raise TooSlowError(
                "The file did not arrive in time.", vi="Tệp gửi quá chậm.", remedy="Try again. / Hãy thử lại."
            ) from late
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.size:
            raise NoFileError("No file was chosen.", vi="Chưa chọn tệp nào.", remedy="Choose one. / Hãy chọn tệp.")
        yield file


SentFile = Annotated[UploadFile, Depends(file_sent)]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
