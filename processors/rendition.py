"""The rendition of an office file: made once, kept in the private folder that gate and reading share."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processors.inner_type import document_type
from processors.media import OFFICE
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
    kind = document_type(path)
    if kind not in OFFICE:
        raise cannot_open()
    with tempfile.TemporaryDirectory(prefix="rendition-") as folder:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        kept = (work or Path(folder)) / f"rendition-{digest}.pdf"
        if not kept.is_file():
            rendered(path, kind, to=kept, folder=Path(folder), seconds=SECONDS)
        yield kept
