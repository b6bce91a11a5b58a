"""What is kept beside the device until the register knows it: signatures, and signed bytes.

So a crash at any moment, or a service that is away, never leads to a second signature of the same bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from vanban.durable_files import write_whole


@dataclass(frozen=True, slots=True)
class HalfSigned:
    """What the device signed, before time-stamp and evidence."""

    state: bytes
    """``PreparedDocument.state``."""
    signature: bytes
    at: dt.datetime
    """When the device signed."""


def keep(folder: Path, batch_id: str, document_id: str, signed: bytes) -> None:
    """Write signed bytes durably: all of them under their name, or nothing."""
    _write(_whole(folder, batch_id, document_id), signed)


def kept(folder: Path, batch_id: str, document_id: str) -> bytes | None:
    """Return the signed bytes that are kept for a document of a batch, if any."""
    return _read(_whole(folder, batch_id, document_id))


def keep_half(folder: Path, batch_id: str, document_id: str, half: HalfSigned) -> None:
    """Write a device's signature durably with what it belongs to: all of it, or nothing."""
    head = {"signature": base64.b64encode(half.signature).decode(), "at": half.at.isoformat()}
    _write(_half(folder, batch_id, document_id), json.dumps(head).encode() + b"\n" + half.state)


def kept_half(folder: Path, batch_id: str, document_id: str) -> HalfSigned | None:
    """Return the device's signature that is kept for a document of a batch, if any."""
    stored = _read(_half(folder, batch_id, document_id))
    if stored is None:
        return None
    line, _, state = stored.partition(b"\n")
    head = json.loads(line)
    return HalfSigned(state, base64.b64decode(head["signature"]), dt.datetime.fromisoformat(head["at"]))


def has_half(folder: Path, batch_id: str, document_id: str) -> bool:
    """Return whether a device's signature is kept for a document of a batch."""
    return _half(folder, batch_id, document_id).exists()


def let_go(folder: Path, batch_id: str, document_id: str) -> None:
    """Remove what is kept of a document; the register and the object store have it, or it counts no more."""
    _half(folder, batch_id, document_id).unlink(missing_ok=True)
    _whole(folder, batch_id, document_id).unlink(missing_ok=True)


def let_go_batch(folder: Path, batch_id: str) -> None:
    """Remove what a crash left of a closed batch."""
    shutil.rmtree(folder / batch_id, ignore_errors=True)


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(target, data)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _whole(folder: Path, batch_id: str, document_id: str) -> Path:
    return folder / batch_id / f"{document_id}.pdf"


def _half(folder: Path, batch_id: str, document_id: str) -> Path:
    return folder / batch_id / f"{document_id}.half"
