"""Files that outlive a crash and a power cut: whole under their name, or not there."""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path


def write_whole(path: Path, content: bytes | str, *, mode: int = 0o600) -> None:
    """Give a file new content; whoever reads it, at any moment and after any crash, finds all of the old or the new.

    Text is written as UTF-8. The folder must be there. Two writers of the same file at once are not foreseen.
    """
    half_written = path.with_name(f"{path.name}.tmp")
    half_written.unlink(missing_ok=True)  # a crash left it, and with it perhaps another mode
    _write_flushed(half_written, content, mode=mode)
    half_written.replace(path)
    flush_folder(path.parent)


def write_once(path: Path, content: bytes | str, *, mode: int = 0o600) -> None:
    """Create a file whole, or leave the one that is there: of several writers at once the first wins."""
    half_written = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        _write_flushed(half_written, content, mode=mode)
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(half_written)
    finally:
        half_written.unlink(missing_ok=True)
    flush_folder(path.parent)


def _write_flushed(path: Path, content: bytes | str, *, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Return once the names in a folder are on the disk: a new or renamed file is safe only then."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
