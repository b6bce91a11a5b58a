"""What stands against the disposal of a record: asked when it is listed, approved, and at the last moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from storage.retention import Schedule
from vanban.clock import HANOI
from vanban.domain.document import State
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import ARCHIVE, UnitOfWork
from vanban.workflows.holdings import NamedStore
from vanban.workflows.holds import is_banned
from vanban.workflows.terms import current_term


@dataclass(frozen=True, slots=True)
class Against:
    """Why a record may not be disposed of."""

    vi: str
    en: str


def why_not(document_id: str, uow: UnitOfWork, *, schedule: Schedule, now: dt.datetime) -> Against | None:
    """Return what the register says against the disposal of a document; None if nothing does.

    Raises:
        NotFoundError: if there is no such document.
    """
    document = uow.documents.get(document_id)
    if document.state is State.DISPOSED:
        return Against("đã được tiêu hủy", "it was disposed of")
    if document.state is not State.ARCHIVED:
        return Against("chưa được lưu trữ", "it is not archived")
    if is_banned(document_id, uow):
        return Against("đang có lệnh giữ", "it is under hold")
    kept = current_term(document, uow, schedule)
    if kept.last_day is None:
        term = "for ever" if kept.term.permanent else "until a term is decided" if not kept.term.decided else "for now"
        return Against(f"thời hạn bảo quản: {kept.term.shown}", f"it is kept {term}")
    if kept.last_day >= now.astimezone(HANOI).date():
        last = f"{kept.last_day:%d/%m/%Y}"
        return Against(f"còn thời hạn bảo quản đến hết {last}", f"its term ends on {last}")
    return None


def packages_of(document_id: str, uow: UnitOfWork) -> list[ArchiveReceipt]:
    """Return the receipts of every version of a document's package."""
    return list(uow.oversight.versions(document_id))


def still_locked(prefixes: Sequence[str], places: Sequence[NamedStore], now: dt.datetime) -> Against | None:
    """Return what the stores say against it, version by version; None if no lock and no hold stands.

    Raises:
        ServiceUnavailableError: if a store does not answer: then nothing is known, and nothing may go.
    """
    for place in places:
        for prefix in prefixes:
            for version in place.store.versions(ARCHIVE, prefix):
                if version.is_delete_marker:
                    continue
                stored = place.store.stat(ARCHIVE, version.key, version_id=version.version_id)
                if stored is not None and stored.retain_until is not None and stored.retain_until > now:
                    end = f"{stored.retain_until.astimezone(HANOI):%d/%m/%Y}"
                    return Against(f"còn khóa lưu trữ đến {end}", f"it is locked until {end}")
                if place.store.is_held(ARCHIVE, version.key, version_id=version.version_id):
                    return Against("còn lệnh giữ trong kho", "it is under legal hold in the store")
    return None
