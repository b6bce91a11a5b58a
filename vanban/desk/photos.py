"""Photos from a phone as one file: joined in a child process, like everything that opens what people hand in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from processors.bounds import Bounds
from processors.sandbox import run_child
from vanban.settings import Limits

_SECONDS, _SECONDS_EACH = 30, 5


@contextmanager
def joined_photos(photos: Sequence[BinaryIO], *, limits: Limits, scratch: Path) -> Iterator[BinaryIO]:
    """Give one PDF with the photos as its pages, in their order; nothing of it stays when this ends.

    Args:
        photos: the files, JPEG, PNG or HEIC.
        limits: bounds on each photo.
        scratch: folder of this installation for what lives for one request.

    Raises:
        UnreadableError: if one of them is no photo that can be seen; it says which.
    """
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="photos-", dir=scratch) as folder:
        paths = []
        for number, photo in enumerate(photos, start=1):
            path = Path(folder) / f"{number:03d}"
            with path.open("wb") as file:
                shutil.copyfileobj(photo, file)
            paths.append(str(path))
        target = Path(folder) / "joined.pdf"
        run_child(
            "join-photos",
            {"paths": paths, "target": str(target), "bounds": Bounds.of(limits).as_arguments()},
            seconds=_SECONDS + _SECONDS_EACH * len(paths),
            memory_bytes=limits.child_memory_bytes,
            scratch=Path(folder),
        )
        with target.open("rb") as result:
            yield result
