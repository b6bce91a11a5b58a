"""Backup: the register, what else only this installation has, and the log's root, beside the copied archive.

One procedure for documents and catalogue at the same time (TT 05/2025/TT-BNV, Điều 26–27): copy, publish the root, dump
the register, copy what came meanwhile, and last the manifest that makes it a set. The dump and the files are closed to
a key that need not be here; the archive's own objects are what they are.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vanban.domain.backup import FILES, MANIFEST, OBJECTS, PART_BYTES, PREFIX, REGISTER, BackupSet, Part, set_name
from vanban.domain.errors import IntegrityError, ServiceUnavailableError
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS, BackupSeal, ObjectStore, RegisterDump
from vanban.workflows.event_log import LogRoom, publish_root, published_roots
from vanban.workflows.holdings import holdings
from vanban.workflows.replicate import CopyRoom, replicate

ACTOR = "backup"
MADE = "backup.made"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRoom:
    """Everything that a backup needs."""

    copy: CopyRoom
    """The copy is where the set is kept."""
    log: LogRoom
    dump: RegisterDump
    seal: BackupSeal
    files: Callable[[], Mapping[str, Path]]
    """What else only this installation has: name in the set to file."""
    scratch: Path
    """Folder for what is being written; mode 0700."""
    keep_days: int
    """How long a set is locked."""


def make_backup(room: BackupRoom, *, keep_on: Callable[[], bool]) -> BackupSet:
    """Make one set and return it.

    Raises:
        ServiceUnavailableError: if a service is away, or the time was up before everything was copied: run it again.
        IntegrityError: if something archived cannot be copied as it was archived.
    """
    clock = room.log.clock
    name = set_name(clock.now())
    _copy_everything(room, keep_on)
    publish_root(room.log)
    parts: list[Part] = []
    room.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=room.scratch) as folder:
        closed = Path(folder) / "closed"
        _closed(closed, room.dump.write, folder, room.seal)
        parts += _put(closed, name, REGISTER, room)
        _closed(closed, lambda into: _write_files(into, room.files()), folder, room.seal)
        parts += _put(closed, name, FILES, room)
        _copy_everything(room, keep_on)
        listed = Path(folder) / "objects"
        objects = _list_objects(listed, room)
        parts += _put(listed, name, OBJECTS, room)
    root_size, root = _root(room)
    made = BackupSet(
        name=name, organ_id=room.log.organ_id, root_size=root_size, root=root, objects=objects, parts=tuple(parts)
    )
    _keep(made.prefix + MANIFEST, made.as_bytes(), room)
    with room.log.register.begin() as uow:
        data = {"set": name, "objects": objects, "root": root, "manifest": hashlib.sha256(made.as_bytes()).hexdigest()}
        uow.events.append(at=clock.now(), actor=ACTOR, name=MADE, subject="archive", data=data)
        uow.commit()
    return made


def backup_sets(store: ObjectStore) -> Iterator[BackupSet]:
    """Yield the whole sets in a store, oldest first; what is not whole is passed over."""
    keys = sorted({one.key for one in store.versions(ARCHIVE, PREFIX) if one.key.endswith(f"/{MANIFEST}")})
    for key in keys:
        yield BackupSet.from_bytes(store.get(ARCHIVE, key))


def _copy_everything(room: BackupRoom, keep_on: Callable[[], bool]) -> None:
    done = replicate(room.copy, keep_on=keep_on)
    if done.findings:
        raise IntegrityError(
            f"{len(done.findings)} archived objects cannot be copied as they were archived.",
            vi=f"{len(done.findings)} đối tượng đã lưu trữ không sao được đúng như khi lưu trữ.",
            remedy=(
                "Run `vanban replicate` and `vanban audit`: they name them."
                " / Hãy chạy `vanban replicate` và `vanban audit`: hai lệnh này nêu tên chúng."
            ),
        )
    if not done.whole:
        raise ServiceUnavailableError(
            "The copy is not complete yet.",
            vi="Bản sao thứ hai chưa đầy đủ.",
            remedy="Run it again: it goes on where it stopped. / Hãy chạy lại: công việc tiếp tục từ chỗ dừng.",
        )


def _root(room: BackupRoom) -> tuple[int, str]:
    with room.log.register.begin() as uow:
        newest = max(published_roots(uow), key=lambda event: event.sequence, default=None)
    return (int(newest.data["size"]), str(newest.data["root"])) if newest else (0, "")


def _closed(path: Path, write: Callable[[BinaryIO], None], folder: str, seal: BackupSeal) -> None:
    """Write what is private and close it; the open file never has a name."""
    with tempfile.TemporaryFile(dir=folder) as plain, path.open("wb") as closed:
        write(plain)
        plain.seek(0)
        seal.close(plain, closed)


def _write_files(into: BinaryIO, files: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=into, mode="w") as tar:
        for name, path in sorted(files.items()):
            if path.is_file():
                data = path.read_bytes()
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = len(data), 0o600
                tar.addfile(entry, io.BytesIO(data))


def _list_objects(path: Path, room: BackupRoom) -> int:
    """Write bucket, key and digest of every object that belongs to the set; return how many."""
    count = 0
    with gzip.open(path, "wt", encoding="ascii") as lines, room.log.register.begin() as uow:
        for holding in holdings(uow):
            for key, sha256 in holding.objects.items():
                lines.write(json.dumps([ARCHIVE, key, sha256]) + "\n")
                count += 1
        for version in room.copy.copy.store.versions(RECORDS):
            sha256 = version.key.rpartition("/")[2]
            if version.key == original_key(sha256):
                lines.write(json.dumps([RECORDS, version.key, sha256]) + "\n")
                count += 1
    return count


def _put(path: Path, name: str, file: str, room: BackupRoom) -> Iterator[Part]:
    """Keep a file in pieces of a size that fits into memory."""
    with path.open("rb") as source:
        for number, data in enumerate(iter(lambda: source.read(PART_BYTES), b"")):
            piece = f"{file}.{number:04d}"
            _keep(f"{PREFIX}{name}/{piece}", data, room)
            yield Part(file=file, name=piece, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _keep(key: str, data: bytes, room: BackupRoom) -> None:
    until = room.log.clock.now() + dt.timedelta(days=max(room.keep_days, 1))
    store = room.copy.copy.store
    stored = store.put(ARCHIVE, key, data, retain_until=until)
    if store.get(ARCHIVE, key, version_id=stored.version_id) != data:
        raise IntegrityError(
            f"{key} is not what was written.",
            vi=f"{key} không đúng với nội dung đã ghi.",
            remedy=(
                "Check the disk of the second store, then run it again."
                " / Hãy kiểm tra ổ đĩa của kho thứ hai rồi chạy lại."
            ),
        )
