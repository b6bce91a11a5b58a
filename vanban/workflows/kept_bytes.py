"""Signed bytes kept beside the device until the register knows them.

So a crash between signing and storing never leads to a second signature of the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from vanban.durable_files import write_whole


def keep(folder: Path, batch_id: str, document_id: str, signed: bytes) -> None:
    """Write signed bytes durably: all of them under their name, or nothing."""
    target = _path(folder, batch_id, document_id)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(target, signed)


def kept(folder: Path, batch_id: str, document_id: str) -> bytes | None:
    """Return the signed bytes that are kept for a document of a batch, if any."""
    try:
        return _path(folder, batch_id, document_id).read_bytes()
    except FileNotFoundError:
        return None


def let_go(folder: Path, batch_id: str, document_id: str) -> None:
    """Remove kept bytes; the register and the object store have them."""
    _path(folder, batch_id, document_id).unlink(missing_ok=True)


def let_go_batch(folder: Path, batch_id: str) -> None:
    """Remove what a crash left of a closed batch."""
    shutil.rmtree(folder / batch_id, ignore_errors=True)


def _path(folder: Path, batch_id: str, document_id: str) -> Path:
    return folder / batch_id / f"{document_id}.pdf"
