"""The spool: claims on their way to their place, one folder each, safe against a crash at any line.

A claim is ``<id>/claim.json``, written and synced first, then ``<id>/payload``, put there by one rename.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import errno
import json
import os
import pwd
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.intake import Claim
from vanban.durable_files import flush_folder, write_whole
from vanban.intake.looking import Entry, Writers, look_at, same_content, writers_of

PAYLOAD = "payload"
CLAIM = "claim.json"
_AT_FDCWD, _RENAME_NOREPLACE = -100, 1
"""Of renameat2(2)."""


def take_claim(entry: Entry, *, spool: Path, now: dt.datetime) -> Claim | None:
    """Move a settled entry into the spool with one rename; None if it changed meanwhile and waits again.

    Raises:
        RefusedError: if intake and spool are not on one file system.
    """
    claim = Claim(
        id=new_id(),
        office=entry.office,
        direction=entry.direction,
        file_name=displayed_name(entry.path.name),
        size=entry.look.size,
        claimed_at=now,
        received_by=_owner(entry.owner_uid),
    )
    folder = spool / claim.id
    folder.mkdir(mode=0o700)
    write_whole(folder / CLAIM, json.dumps(_as_json(claim, entry.path), ensure_ascii=False))
    try:
        entry.path.rename(folder / PAYLOAD)
    except FileNotFoundError:
        shutil.rmtree(folder)
        return None
    except OSError as error:
        shutil.rmtree(folder)
        if error.errno == errno.EXDEV:
            raise RefusedError(
                "The intake folder and the spool are on different file systems.",
                vi="Thư mục tiếp nhận và vùng đệm nằm trên hai hệ thống tệp khác nhau.",
                remedy=(
                    "Put both under VANBAN_HOME on one disk. / Hãy đặt cả hai trong VANBAN_HOME trên cùng một ổ đĩa."
                ),
            ) from error
        raise
    flush_folder(folder)
    flush_folder(entry.path.parent)
    if _changed_after_claim(entry, folder / PAYLOAD):
        put_back(folder / PAYLOAD, to=entry.path)
        shutil.rmtree(folder)
        return None
    return claim


def _changed_after_claim(entry: Entry, payload: Path) -> bool:
    if not same_content(entry.look, look_at(payload)):
        return True
    return entry.is_regular and writers_of(payload) is Writers.SOME


def put_back(payload: Path, *, to: Path) -> Path:
    """Return a file to the intake folder without overwriting one that took its name meanwhile."""
    target = to
    for attempt in range(1, 1000):
        with contextlib.suppress(FileExistsError):
            _rename_to_free_name(payload, target)
            return target
        target = to.with_name(f"{attempt}-{to.name}"[-200:])
    raise RefusedError(
        f"No free name is left in {to.parent}.",
        vi="Không còn tên tệp trống trong thư mục.",
        remedy="Empty the folder. / Hãy dọn thư mục này.",
    )


def _rename_to_free_name(source: Path, target: Path) -> None:
    """Rename in one step that never overwrites; a link and an unlink would leave two files if killed in between.

    Raises:
        FileExistsError: if ``target`` is there.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE) == 0:
        return
    code = ctypes.get_errno()
    if code != errno.EINVAL:
        raise OSError(code, os.strerror(code), str(source), None, str(target))
    # A file system that cannot, such as NFS; what is no file is no document either.
    if not source.is_file() or source.is_symlink():
        if look_at(target) is not None:
            raise FileExistsError(str(target))
        source.rename(target)
        return
    os.link(source, target, follow_symlinks=False)
    source.unlink()


def write_claim(folder: Path, claim: Claim) -> None:
    """Write a claim anew, for a file that is to be received again."""
    write_whole(folder / CLAIM, json.dumps(_as_json(claim, Path(claim.file_name)), ensure_ascii=False))


def claims(spool: Path) -> Iterator[tuple[Claim, Path]]:
    """Yield every claim in the spool with its payload; a claim whose rename never happened is removed.

    Call only while holding the intake lock: another pass may be between its two steps.
    """
    for folder in sorted(spool.iterdir(), key=lambda f: f.stat().st_mtime_ns):
        payload = folder / PAYLOAD
        if look_at(payload) is None:
            shutil.rmtree(folder)
            continue
        yield _from_json(json.loads((folder / CLAIM).read_text())), payload


def payloads(spool: Path) -> Iterator[str]:
    """Yield the claim id of every payload in the spool, touching nothing."""
    for folder in sorted(spool.iterdir()):
        if look_at(folder / PAYLOAD) is not None:
            yield folder.name


def payloads_and_faults(spool: Path) -> tuple[list[str], list[str]]:
    """Return the same at once, and what contradicts that files can be counted here; reads only."""
    if not spool.is_dir():
        return [], ["the folder spool is not there"]
    return list(payloads(spool)), []


def forget_name(folder: Path) -> None:
    """Take the file's name out of a claim, in one step, so that a claim that is cut off here can still be finished."""
    kept = json.loads((folder / CLAIM).read_text())
    write_whole(folder / CLAIM, json.dumps({**kept, "file_name": "", "dropped_as": ""}))


def displayed_name(name: str) -> str:
    """Return a file name fit to show: NFC, valid Unicode, control characters as U+FFFD, at most 255 characters."""
    readable = os.fsencode(name).decode("utf-8", "replace")
    cleaned = "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in readable)
    return unicodedata.normalize("NFC", cleaned)[:255]


def _owner(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"


def _as_json(claim: Claim, dropped: Path) -> dict[str, object]:
    return {
        **asdict(claim),
        "claimed_at": claim.claimed_at.isoformat(),
        "dropped_as": os.fsencode(dropped.name).hex(),
    }


def _from_json(kept: dict[str, Any]) -> Claim:
    return Claim(
        id=str(kept["id"]),
        office=str(kept["office"]),
        direction=Direction(kept["direction"]),
        file_name=str(kept["file_name"]),
        size=int(kept["size"]),
        claimed_at=dt.datetime.fromisoformat(str(kept["claimed_at"])),
        received_by=str(kept["received_by"]),
    )
