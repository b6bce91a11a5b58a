"""Pictures of the pages of stored bytes, each drawn in a child process: strangers' files are not parsed here."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.bounds import Bounds
from processors.sandbox import run_child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vanban.settings import Limits

_SECONDS = 30


class PagePictures:
    """Draws pages; keeps nothing. Safe to call from several threads."""

    def __init__(self, *, limits: Limits, scratch: Path) -> None:
        self._limits, self._scratch = limits, scratch

    def shapes(self, data: bytes, *, most: int) -> tuple[int, Sequence[tuple[float, float]]]:
        """Return how many pages there are, and width and height of the first ones in points.

        Raises:
            UnreadableError: if it opens as neither PDF nor image.
        """
        answer = self._run("page-sizes", data, {"most": most})
        return int(answer["count"]), [(width, height) for width, height in answer["sizes"]]

    def png(self, data: bytes, *, page: int, width: int) -> bytes:
        """Return one page, 1-based, at most so many pixels wide. Raises ``UnreadableError``."""
        return base64.b64decode(self._run("page-image", data, {"page": page, "width": width})["image"])

    def for_screen(self, data: bytes, *, page: int, width: int) -> bytes:
        """Return the same as PNG, or as JPEG where the page is in colour. Raises ``UnreadableError``."""
        asked = {"page": page, "width": width, "for_screen": True}
        return base64.b64decode(self._run("page-image", data, asked)["image"])

    def _run(self, operation: str, data: bytes, arguments: Mapping[str, Any]) -> dict[str, Any]:
        bounds = Bounds.of(self._limits).as_arguments()
        with self._as_file(data) as path:
            return run_child(
                operation,
                {"path": str(path), "bounds": bounds, **arguments},
                seconds=_SECONDS,
                memory_bytes=self._limits.child_memory_bytes,
                scratch=path.parent,
            )

    @contextmanager
    def _as_file(self, data: bytes) -> Iterator[Path]:
        self._scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix="page-", dir=self._scratch) as folder:
            path = Path(folder) / "file"
            path.write_bytes(data)
            yield path
