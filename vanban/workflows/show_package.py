"""One archived record as the archive holds it now: each object with its lock as the store says, and what proves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vanban.domain.casefile import CaseReceipt
from vanban.domain.disposal import DisposalItem
from vanban.domain.errors import RefusedError, VanbanError
from vanban.domain.evidence import ArchiveReceipt
from vanban.domain.keeping import Hold
from vanban.ports import ARCHIVE, ObjectStore, StoredObject, UnitOfWork
from vanban.workflows.event_log import LogRoom, prove_document
from vanban.workflows.holds import is_banned

OBJECTS_SHOWN = 500
"""Of all versions together: so many are asked for at the store."""


@dataclass(frozen=True, slots=True)
class ShownObject:
    """One object of a package."""

    name: str
    """Within the package."""
    sha256: str
    """As the receipt has it."""
    stored: StoredObject | None
    """As the store says now; None if it is not there."""
    held: bool
    """Whether it is under legal hold in the store."""


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """One version of the package, as its receipt and the store have it."""

    receipt: ArchiveReceipt | CaseReceipt
    objects: tuple[ShownObject, ...]
    left_out: int = 0
    """Objects that are not shown because there are too many."""

    @property
    def locked_until(self) -> dt.datetime | None:
        """The earliest end of a lock of what is shown; None if something is without a lock."""
        ends = [one.stored.retain_until if one.stored else None for one in self.objects]
        known = [end for end in ends if end is not None]
        return min(known, default=None) if len(known) == len(ends) else None


@dataclass(frozen=True, slots=True)
class Proven:
    """What of a record's events the newest published root proves."""

    size: int
    """Of the log, in events, when that root was published."""
    root: str
    at: str
    """ISO 8601."""
    events: int
    """Of this record, in that root."""
    later: int
    """Of this record, in no published root yet."""


@dataclass(frozen=True, slots=True)
class RecordInArchive:
    """Everything that the archive has of one document or case file."""

    packages: tuple[ShownPackage, ...]
    """Newest first."""
    holds: tuple[Hold, ...]
    banned: bool
    """Whether it, or a case file that it is in, is under hold."""
    proven: Proven | None
    unproven: VanbanError | None
    """Why nothing is proven yet."""
    disposed: tuple[str, DisposalItem] | None
    """List and row, if it was disposed of."""


def show_record(record_id: str, *, room: LogRoom) -> RecordInArchive:
    """Return what the archive has of a document or case file.

    Raises:
        NotFoundError: if the register has neither.
        ServiceUnavailableError: if the register or the store does not answer.
    """
    with room.register.begin() as uow:
        receipts = _receipts(record_id, uow)
        holds, banned = tuple(uow.holds.list(subject=record_id, open_only=False)), is_banned(record_id, uow)
        disposed = uow.disposals.tombstones().get(record_id)
    proven, unproven = _proven(record_id, room)
    shown = () if disposed else tuple(_shown(receipts, room.store))
    return RecordInArchive(shown, holds, banned, proven, unproven, disposed)


def _receipts(record_id: str, uow: UnitOfWork) -> list[ArchiveReceipt | CaseReceipt]:
    found: list[ArchiveReceipt | CaseReceipt] = [*uow.oversight.versions(record_id)]
    found += uow.case_receipts.list(case_file_id=record_id)
    return found[::-1]


def _shown(receipts: Iterable[ArchiveReceipt | CaseReceipt], store: ObjectStore) -> Iterable[ShownPackage]:
    left = OBJECTS_SHOWN
    for receipt in receipts:
        chosen = sorted(receipt.objects.items())[:left]
        left -= len(chosen)
        objects = tuple(_object(key, digest, receipt.package, store) for key, digest in chosen)
        yield ShownPackage(receipt, objects, len(receipt.objects) - len(chosen))


def _object(key: str, sha256: str, prefix: str, store: ObjectStore) -> ShownObject:
    stored = store.stat(ARCHIVE, key)
    held = stored is not None and store.is_held(ARCHIVE, key, version_id=stored.version_id)
    return ShownObject(key.removeprefix(prefix), sha256, stored, held)


def _proven(record_id: str, room: LogRoom) -> tuple[Proven | None, VanbanError | None]:
    try:
        proof = prove_document(record_id, room=room)
    except RefusedError as error:
        return None, error
    root = proof["root"]
    return Proven(root["size"], root["root"], root["at"], len(proof["events"]), proof["later"]), None
