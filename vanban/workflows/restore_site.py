"""Restore a site: from a backup set and the copied archive into an empty installation, ending with a whole audit."""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.backup import FILES, REGISTER, RESTORED, SITE, BackupSet
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.durable_files import write_whole
from vanban.ports import ARCHIVE, RECORDS, BackupSeal, Clock, ObjectStore, Register, RegisterDump
from vanban.workflows.audit import AuditResult, AuditRoom, audit_archive
from vanban.workflows.backup import backup_sets
from vanban.workflows.event_log import published_roots
from vanban.workflows.holdings import NamedStore
from vanban.workflows.replicate import CopyRoom, replicate

_NOT_OURS = ("probe/",)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRoom:
    """Everything that restoring a site needs."""

    register: Register
    dump: RegisterDump
    store: ObjectStore
    """The empty archive to fill."""
    source: ObjectStore
    """Where the set and the copied archive are."""
    seal: BackupSeal
    place_of: Callable[[str], Path | None]
    """Name of a file in the set to where it belongs here, None if nowhere."""
    scratch: Path
    clock: Clock
    audit: AuditRoom


@dataclass(frozen=True, slots=True)
class SiteRestored:
    """What came back."""

    backup: BackupSet
    objects: int
    documents: int
    audit: AuditResult

    @property
    def green(self) -> bool:
        """Whether everything was read again and nothing was found."""
        return self.audit.whole and not self.audit.findings


def restore_site(room: RestoreRoom, *, key: str, name: str = "", keep_on: Callable[[], bool]) -> SiteRestored:
    """Restore one set, the newest by default.

    Args:
        room: what it needs.
        key: the private key of the set, as text.
        name: of the set.
        keep_on: asked while objects are copied and read again.

    Raises:
        RefusedError: if this installation is not empty, or the key is another one.
        NotFoundError: if there is no such set.
        IntegrityError: if the set, or an object that belongs to it, is not what it was.
    """
    _check_empty(room)
    chosen = _chosen(room, name)
    room.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=room.scratch) as folder:
        # Both are opened before anything is changed here.
        dump = _opened(chosen, REGISTER, Path(folder), key, room)
        files = _opened(chosen, FILES, Path(folder), key, room)
        room.dump.load(dump)
        _place_files(files, room.place_of)
    _check_root(chosen, room)
    objects = _bring_back(room, keep_on)
    with room.register.begin() as uow:
        documents = sum(uow.documents.counts().values())
        data = {"set": chosen.name, "objects": objects, "documents": documents}
        uow.events.append(at=room.clock.now(), actor="restore", name=RESTORED, subject=SITE, data=data)
        uow.commit()
    return SiteRestored(chosen, objects, documents, audit_archive(room.audit, keep_on=keep_on))


def _check_empty(room: RestoreRoom) -> None:
    with room.register.begin() as uow:
        used = bool(uow.documents.list(limit=1) or uow.intake.list(limit=1) or uow.receipts.list(limit=1))
    kept = (one.key for bucket in (ARCHIVE, RECORDS) for one in room.store.versions(bucket))
    if used or any(not key.startswith(_NOT_OURS) for key in kept):
        raise RefusedError(
            "This installation is not empty.",
            vi="Hệ thống này không trống; chỉ khôi phục vào hệ thống mới cài.",
            remedy=(
                "Set VANBAN_HOME to an empty folder and run it again."
                " / Hãy đặt VANBAN_HOME là thư mục trống rồi chạy lại."
            ),
        )


def _chosen(room: RestoreRoom, name: str) -> BackupSet:
    sets = {one.name: one for one in backup_sets(room.source)}
    chosen = sets.get(name) if name else (sets[max(sets)] if sets else None)
    if chosen is None:
        there = ", ".join(sorted(sets)) or "–"
        raise NotFoundError(
            f"There is no such backup set; there are: {there}.",
            vi=f"Không có bộ sao lưu này; hiện có: {there}.",
            remedy="Name one of them, or another store. / Hãy chọn một trong số đó, hoặc kho khác.",
        )
    return chosen


def _opened(chosen: BackupSet, file: str, folder: Path, key: str, room: RestoreRoom) -> Path:
    """Put a file of the set together again, each piece compared with its digest, and open it."""
    closed, opened = folder / f"{file}.closed", folder / file
    with closed.open("wb") as whole:
        for part in chosen.parts_of(file):
            data = room.source.get(ARCHIVE, chosen.prefix + part.name)
            if hashlib.sha256(data).hexdigest() != part.sha256:
                raise IntegrityError(
                    f"{part.name} of the set {chosen.name} was changed.",
                    vi=f"{part.name} của bộ sao lưu {chosen.name} đã bị sửa.",
                    remedy="Take another set. / Hãy dùng bộ khác.",
                )
            whole.write(data)
    with closed.open("rb") as source, opened.open("wb") as into:
        room.seal.open(source, into, key=key)
    return opened


def _place_files(tar_file: Path, place_of: Callable[[str], Path | None]) -> None:
    """Put the files where they belong; a name that has no place here is left out."""
    with tarfile.open(tar_file) as tar:
        for entry in tar:
            path, source = place_of(entry.name), tar.extractfile(entry)
            if path is not None and source is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_whole(path, source.read())


def _check_root(chosen: BackupSet, room: RestoreRoom) -> None:
    """Compare what the set says of the log with the register that came out of it."""
    with room.register.begin() as uow:
        roots = {int(event.data["size"]): str(event.data["root"]) for event in published_roots(uow)}
    if chosen.root_size and roots.get(chosen.root_size) != chosen.root:
        raise IntegrityError(
            f"The register of the set {chosen.name} is not the one whose root the set names.",
            vi=f"Sổ đăng ký trong bộ sao lưu {chosen.name} không khớp gốc nhật ký ghi trong bộ.",
            remedy=(
                "Take another set, and compare with the printed root. / Hãy dùng bộ khác và so với gốc nhật ký đã in."
            ),
        )


def _bring_back(room: RestoreRoom, keep_on: Callable[[], bool]) -> int:
    """Copy back what the restored register says is archived: the same copying, the other way round."""
    here = CopyRoom(
        register=room.register, store=room.source, copy=NamedStore("restored", room.store), clock=room.clock
    )
    done = replicate(here, keep_on=keep_on)
    if done.findings or not done.whole:
        first = done.findings[0].detail if done.findings else "the time was up"
        raise IntegrityError(
            f"Not every archived object came back: {first}.",
            vi=f"Chưa khôi phục đủ mọi đối tượng đã lưu trữ: {first}.",
            remedy=(
                "Restore into another empty installation, from another set or with more time."
                " / Hãy khôi phục vào một hệ thống trống khác, từ bộ khác hoặc với thời gian dài hơn."
            ),
        )
    return done.objects
