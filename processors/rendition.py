"""The rendition of an office file: made once, kept in the private folder that gate and reading share."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processors.bounds import Bounds
from processors.inner_type import look_inside
from processors.media import HEAD_BYTES, OFFICE, OLE, ZIP, media_type
from processors.office import rendered
from processors.raster import cannot_open

SECONDS = 40
"""For one run of LibreOffice: 1 to 2 are usual, and the examination of a file has 60."""


@contextmanager
def rendition(path: Path, *, work: Path | None) -> Iterator[Path]:
    """Yield the PDF of an office file.

    Args:
        path: the file.
        work: where it is kept under the digest of the file; None to remove it in the end.

    Raises:
        UnreadableError: if it is no office file, or cannot be rendered.
    """
    kind = _kind(path)
    with tempfile.TemporaryDirectory(prefix="rendition-") as folder:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        kept = (work or Path(folder)) / f"rendition-{digest}.pdf"
        if not kept.is_file():
            rendered(path, kind, to=kept, folder=Path(folder), seconds=SECONDS)
        yield kept


def _kind(path: Path) -> str:
    with path.open("rb") as stream:
        shown = media_type(stream.read(HEAD_BYTES))
    try:
        kind = look_inside(path, shown, Bounds()).kind if shown in (ZIP, OLE) else shown
    except (ValueError, OSError):
        raise cannot_open() from None
    if kind not in OFFICE:
        raise cannot_open()
    return kind
