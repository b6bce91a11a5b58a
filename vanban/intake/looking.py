"""What lies in the intake folders, and whether a file has settled: nothing here opens a file for its content."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import signal
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vanban.domain.document import Direction

URGENT_FOLDER = "hoa-toc"
"""A folder inside an office's for what the clerk knows to be urgent; it is looked at first."""
UNFINISHED_SUFFIXES = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
"""Names that programs give to a file while they write it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one glance at an entry shows; two equal looks mean that nothing happened in between."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the intake folders."""

    path: Path
    office: str
    direction: Direction
    urgent_hint: bool
    look: Look
    is_regular: bool
    owner_uid: int
    held_back: str = ""
    """Why it is never claimed as it is (code of ``vanban.domain.reasons``): ``unfinished`` or ``misplaced``."""


class Writers(Enum):
    """Whether someone on this host has a file open for writing."""

    NONE = "none"
    SOME = "some"
    UNKNOWN = "unknown"
    """No read lease can be had here; a longer settle time takes its place."""


def entries(intake: Path) -> Iterator[Entry]:
    """Yield everything that lies in the intake folders, also what must wait for its name or its place to change."""
    for direction in Direction:
        stream = intake / direction.value
        for office in _folders(stream):
            yield from _inside(office, office=office.name, direction=direction)
            yield from _inside(office / URGENT_FOLDER, office=office.name, direction=direction, urgent=True)
        yield from _astray(stream, direction=direction, folders=set(_folders(stream)))
    yield from _astray(intake, direction=Direction.INCOMING, folders={intake / d.value for d in Direction})


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path, seen in _listing(parent) if stat.S_ISDIR(seen.st_mode) and path.name[0] != ".")


def _listing(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """Return paths with what they are, links not followed; nothing for a folder that is none, or is gone."""
    found: list[tuple[Path, os.stat_result]] = []
    if folder.is_symlink():
        return found
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for entry in sorted(os.scandir(folder), key=lambda e: e.name):
            with contextlib.suppress(FileNotFoundError):
                found.append((Path(entry.path), entry.stat(follow_symlinks=False)))
    return found


def _inside(folder: Path, *, office: str, direction: Direction, urgent: bool = False) -> Iterator[Entry]:
    for path, seen in _listing(folder):
        if urgent or path.name != URGENT_FOLDER or not stat.S_ISDIR(seen.st_mode):
            held_back = "unfinished" if _is_unfinished(path.name) else ""
            yield _entry(path, seen, office=office, direction=direction, urgent=urgent, held_back=held_back)


def _astray(folder: Path, *, direction: Direction, folders: set[Path]) -> Iterator[Entry]:
    # Outside of any office nobody can tell whose document it is.
    for path, seen in _listing(folder):
        if path not in folders:
            yield _entry(path, seen, office="", direction=direction, held_back="misplaced")


def _entry(
    path: Path, seen: os.stat_result, *, office: str, direction: Direction, held_back: str, urgent: bool = False
) -> Entry:
    return Entry(
        path=path,
        office=office,
        direction=direction,
        urgent_hint=urgent,
        look=look_of(seen),
        is_regular=stat.S_ISREG(seen.st_mode),
        owner_uid=seen.st_uid,
        held_back=held_back,
    )


def _is_unfinished(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(UNFINISHED_SUFFIXES)


def look_of(seen: os.stat_result) -> Look:
    """Return the look that a stat result shows."""
    return Look(inode=seen.st_ino, size=seen.st_size, mtime_ns=seen.st_mtime_ns, ctime_ns=seen.st_ctime_ns)


def look_at(path: Path) -> Look | None:
    """Look at an entry now, without following links; None if it is gone."""
    try:
        return look_of(path.lstat())
    except FileNotFoundError:
        return None


def same_content(before: Look, after: Look | None) -> bool:
    """Return whether a file was not written to between two looks; a rename in between (new ctime) is allowed."""
    return after is not None and (before.inode, before.size, before.mtime_ns) == (
        after.inode,
        after.size,
        after.mtime_ns,
    )


def writers_of(path: Path) -> Writers:
    """Ask the kernel, by a read lease, whether anyone on this host has a regular file open for writing.

    The lease needs the file's owner or CAP_LEASE, and sees only writers on this host.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return Writers.UNKNOWN
    try:
        with _lease_break_ignored():
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refused:
        return Writers.SOME if refused.errno in (errno.EAGAIN, errno.EWOULDBLOCK) else Writers.UNKNOWN
    else:
        return Writers.NONE
    finally:
        os.close(fd)


@contextlib.contextmanager
def _lease_break_ignored() -> Iterator[None]:
    # A writer that opens the file in the instant we hold the lease makes the kernel send SIGIO, which would end us.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGIO, before)
